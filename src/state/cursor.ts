import type { Run } from '../lang/run.ts'
import { isKept, nearestKept, passCount } from './passes.ts'
import { partCount, stepCount } from './shown.ts'
import { type Cursor, type State, store } from './store.ts'

const { getState: get, setState: set } = store

/** The cursor kept inside what the run keeps. */
export function clamped(state: State, { episode, step, part = 0 }: Cursor): Cursor {
  const inside = Math.max(0, nearestKept(state.run, episode))
  const to = Math.min(Math.max(0, step), stepCount(state, inside))
  const shown = Math.min(part, partCount(state, inside, to))
  const cursor = { episode: inside, step: to, ...(shown > 0 && { part: shown }) }
  const now = state.cursor
  const same = cursor.episode === now.episode && to === now.step && shown === (now.part ?? 0)
  return same ? now : cursor
}

/** The cursor where its pass is one that the program ran but the run does not keep: it has to be fetched. Null where it has not. */
export function farCursor(run: Run | null, { episode, step }: Cursor): Cursor | null {
  const pass = Math.min(Math.max(0, episode), passCount(run) - 1)
  return pass < 0 || isKept(run, pass) ? null : { episode: pass, step }
}

/** Goes to a cursor: at once, or once its pass has been fetched. Whatever plays goes on. */
export function goTo(cursor: Cursor): void {
  const state = get()
  const { run, source, running } = state
  const far = running || run?.source !== source ? null : farCursor(run, cursor)
  if (far === null) set({ cursor: clamped(state, cursor), seeking: null, blank: false, asking: false })
  else if (far.episode !== state.seeking?.episode || far.step !== state.seeking.step) set({ seeking: far })
}

/** A step after the last one of every pass. */
export const lastStep = 1_000_000

/** Goes to a step of the episode shown. */
export const goToStep = (step: number): void => goTo({ episode: get().cursor.episode, step })
