/** How much longer what is drawn stays than it took to draw it: drawing takes at most a quarter of the time. */
const rest = 3

/** Tells of the newest of many values, and of no more than can be drawn: a long run must not keep the page from answering. */
export interface Pace<T> {
  readonly tell: (value: T) => void
  /** Forgets what was not told yet. */
  readonly end: () => void
}

/** Calls `show` with the newest value, after as long a rest as what followed from the call before it took. */
export function paced<T>(show: (value: T) => void, now: () => number = () => performance.now()): Pace<T> {
  let newest: { readonly value: T } | null = null
  let busy = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const next = (): void => {
    if (newest === null) {
      busy = false
      return
    }
    const { value } = newest
    newest = null
    busy = true
    const start = now()
    show(value)
    // what follows from it is drawn before the next task
    timer = setTimeout(() => {
      timer = setTimeout(next, rest * (now() - start))
    }, 0)
  }
  return {
    tell: (value) => {
      newest = { value }
      if (!busy) next()
    },
    end: () => {
      clearTimeout(timer)
      newest = null
    },
  }
}
