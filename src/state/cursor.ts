import { stepCount } from './shown.ts'
import { type Cursor, type State, store } from './store.ts'

const { getState: get, setState: set } = store

/** The cursor kept inside the run. */
export function clamped(state: State, { episode, step }: Cursor): Cursor {
  const last = Math.max(0, (state.run?.episodes.length ?? 1) - 1)
  const inside = Math.min(Math.max(0, episode), last)
  const cursor = { episode: inside, step: Math.min(Math.max(0, step), stepCount(state, inside)) }
  const same = cursor.episode === state.cursor.episode && cursor.step === state.cursor.step
  return same ? state.cursor : cursor
}

/** Goes to a cursor. Whatever plays goes on. */
export const goTo = (cursor: Cursor): void =>
  set((state) => ({ cursor: clamped(state, cursor), blank: false, asking: false }))

/** Goes to a step of the episode shown. */
export const goToStep = (step: number): void => goTo({ ...get().cursor, step })
