import { store } from '../state/store.ts'

const key = 'gradwalk.full-screen'

/** Whether the page was full screen when it was left: a reload, as clickers send it, ends that. */
function wasFull(): boolean {
  try {
    return sessionStorage.getItem(key) === 'yes'
  } catch {
    return false
  }
}

function remember(full: boolean): void {
  try {
    sessionStorage.setItem(key, full ? 'yes' : 'no')
  } catch {
    // it is then not entered again after a reload
  }
}

const enter = (): void => {
  // not every browser has it, and a frame may not be allowed to
  document.documentElement.requestFullscreen?.({ navigationUI: 'hide' }).catch(() => undefined)
}

const leave = (): void => {
  if (document.fullscreenElement !== null) document.exitFullscreen().catch(() => undefined)
}

/** Fills the screen with the page, or no longer. */
export const toggleFullScreen = (): void => (document.fullscreenElement === null ? enter() : leave())

/** Fills the screen while something is presented. After a reload the next press brings it back, for only a press may. */
export function startFullScreen(): void {
  store.subscribe(({ present }, before) => {
    if (present === before.present) return
    if (!present) leave()
    else if (navigator.userActivation?.isActive ?? true) enter()
  })
  document.addEventListener('fullscreenchange', () => remember(document.fullscreenElement !== null))
  const again = (): void => {
    if (store.getState().present && wasFull() && document.fullscreenElement === null) enter()
  }
  window.addEventListener('keydown', again, { once: true })
  window.addEventListener('pointerdown', again, { once: true })
}
