import { whenIdle } from '../views/whenIdle.ts'

/**
 * Has the browser keep the app, so that it opens without a network from the second visit on. Nothing happens where there is no service worker:
 * while developing, in the single file, in sandboxed frames, from `file:`, over plain http.
 */
export function keepForOffline(mode: string = import.meta.env.MODE): void {
  if (mode !== 'production') return
  // What the page itself needs is fetched first.
  if (document.readyState === 'complete') whenIdle(register)
  else window.addEventListener('load', () => whenIdle(register), { once: true })
}

/** Asking for a service worker throws or fails where it is forbidden. */
async function register(): Promise<void> {
  try {
    await navigator.serviceWorker.register(`${import.meta.env.BASE_URL}sw.js`)
  } catch {
    // the app then needs a network at every visit
  }
}
