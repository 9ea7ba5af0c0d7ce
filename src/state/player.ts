import { isAtEnd } from './shown.ts'
import { store } from './store.ts'
import { setPlaying, step } from './walk.ts'

/** Milliseconds a step is shown at speed 1: long enough to read the sentence. */
const beat = 1600

/** The one clock: while the state says playing, a step forward every beat; it stops by itself at the end. */
export function startPlayer(): void {
  let last = 0
  let frame = 0
  const tick = (now: number): void => {
    const { playing, speed } = store.getState()
    if (!playing) {
      frame = 0
      return
    }
    if (now - last >= beat / speed) {
      last = now
      step(1)
      if (isAtEnd(store.getState())) setPlaying(false)
    }
    frame = requestAnimationFrame(tick)
  }
  store.subscribe((state, before) => {
    if (state.playing && !before.playing && frame === 0) {
      last = performance.now()
      frame = requestAnimationFrame(tick)
    }
  })
}
