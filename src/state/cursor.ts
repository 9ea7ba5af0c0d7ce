import { partCount, stepCount } from './shown.ts'
import { type Cursor, type State, store } from './store.ts'

const { getState: get, setState: set } = store

/** The cursor kept inside the run. */
export function clamped(state: State, { episode, step, part = 0 }: Cursor): Cursor {
  const last = Math.max(0, (state.run?.episodes.length ?? 1) - 1)
  const inside = Math.min(Math.max(0, episode), last)
  const to = Math.min(Math.max(0, step), stepCount(state, inside))
  const shown = Math.min(part, partCount(state, inside, to))
  const cursor = { episode: inside, step: to, ...(shown > 0 && { part: shown }) }
  const now = state.cursor
  const same = cursor.episode === now.episode && to === now.step && shown === (now.part ?? 0)
  return same ? now : cursor
}

/** Goes to a cursor. Whatever plays goes on. */
export const goTo = (cursor: Cursor): void =>
  set((state) => ({ cursor: clamped(state, cursor), blank: false, asking: false }))

/** Goes to a step of the episode shown. */
export const goToStep = (step: number): void => goTo({ episode: get().cursor.episode, step })
