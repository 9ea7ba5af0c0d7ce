import type { Trace } from '../core/trace.ts'
import { isProgram } from '../scene/conventions.ts'
import { atLevel, inForwardMode } from '../scene/levels.ts'
import { type Part, partsOf } from '../scene/parts.ts'
import type { typesetIn } from '../scene/signs.ts'
import type { Telling } from '../scene/slow.ts'
import { nearestKept, passCount, passOf } from './passes.ts'
import { type Cursor, type Examiner, type State, store, type Teacher } from './store.ts'

const { setState: set } = store

/** The trace of the tensors of an episode. */
export function baseIn({ run, conventions }: Pick<State, 'run' | 'conventions'>, episode: number): Trace | null {
  const trace = passOf(run, episode)?.trace
  if (trace === undefined) return null
  return isProgram(conventions) || typesetter === null ? trace : typesetter(trace, conventions)
}

export let typesetter: typeof typesetIn | null = null

/** Takes in the code for other conventions once it has been fetched. */
export function setTypesetter(code: typeof typesetIn): void {
  typesetter = code
  set({})
}

/** The pass that is shown: the one at the cursor, or while that is being fetched the nearest there is. */
const passShown = ({ run, cursor }: State): number => nearestKept(run, cursor.episode)

/** The trace of the tensors at the cursor, whatever the level. */
export const baseOf = (state: State): Trace | null => baseIn(state, passShown(state))

/** The trace of an episode at the level shown; of tensors where the program has nothing at that level. */
export function traceIn(state: State, episode: number): Trace | null {
  const { level, mistake, moving } = state
  const base = baseIn(state, episode)
  const trace = base === null ? null : (atLevel(base, level) ?? base)
  const moved = trace === null || moving === null ? null : inForwardMode(trace, moving)
  return moved !== null
    ? moved
    : trace === null || mistake === null || examiner === null
      ? trace
      : examiner.planted(trace, mistake)
}

export let examiner: Examiner | null = null

/** Takes in the code for questions and mistakes once it has been fetched. */
export function setExaminer(code: Examiner): void {
  examiner = code
  set({})
}

/** The trace at the cursor, or null before the first run has answered. */
export const traceOf = (state: State): Trace | null => traceIn(state, passShown(state))

/** A cursor as its step is told. */
export function tellingAt(state: State, cursor: Cursor = state.cursor): Telling {
  return { cursor: cursor.step, part: partOf(state, cursor), slow: isSlow(state) }
}

/** The trace of the backward pass before the one at the cursor, or null at the first. */
export const traceBefore = (state: State): Trace | null => traceIn(state, state.cursor.episode - 1)

/** Whether there is no step after the cursor. */
export const isAtEnd = (state: State): boolean => {
  const trace = traceOf(state)
  if (state.lesson !== null) return false
  return trace === null || (state.cursor.step >= trace.steps.length && state.cursor.episode >= passCount(state.run) - 1)
}

/** Whether there is no step before the cursor; a lesson knows itself where it begins. */
export const isAtStart = ({ cursor, lesson }: State): boolean =>
  lesson === null && cursor.step === 0 && cursor.episode === 0

export const stepCount = (state: State, episode: number): number => traceIn(state, episode)?.steps.length ?? 0

/** Whether a backward step takes several presses: its parts are formulas, and other ways of telling it show it whole. */
export const isSlow = ({ present, slow, detail }: Pick<State, 'present' | 'slow' | 'detail'>): boolean =>
  present && slow && detail === 'formula'

/** How many presses come before the one that completes the step after a cursor. */
export function partCount(state: State, episode: number, step: number): number {
  const trace = isSlow(state) ? traceIn(state, episode) : null
  return trace === null ? 0 : partsOf(trace, step).length
}

/** The part of the step after a cursor that is shown there; null between steps. */
export function partOf(state: State, { episode, step, part = 0 }: Cursor = state.cursor): Part | null {
  const trace = part > 0 && isSlow(state) ? traceIn(state, episode) : null
  return trace === null ? null : (partsOf(trace, step)[part - 1] ?? null)
}

export let teacher: Teacher | null = null

/** Takes in the code for lessons once it has been fetched. */
export function setTeacher(code: Teacher): void {
  teacher = code
  set({})
}
