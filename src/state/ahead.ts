import type { Beat, Lesson } from '../lessons/lesson.ts'
import { isAtEnd, traceOf } from './shown.ts'
import type { State } from './store.ts'
import { beside, revealOf, standingIn, stopsHere } from './teacher.ts'

/** What the next press shows: of a question its choices or its answer, a step, another backward pass, another beat, or nothing more. */
export type Ahead =
  | { readonly kind: 'choices' | 'answer' | 'pass' | 'end' }
  | { readonly kind: 'step'; readonly cursor: number }
  | { readonly kind: 'beat'; readonly lesson: Lesson; readonly beat: Beat }

/** What the next press shows. */
export function aheadOf(state: State): Ahead {
  const here = standingIn(state)
  if (here === null) {
    const step = state.cursor.step + 1
    if (isAtEnd(state)) return { kind: 'end' }
    return step <= (traceOf(state)?.steps.length ?? 0) ? { kind: 'step', cursor: step } : { kind: 'pass' }
  }
  switch (revealOf(state)) {
    case 0:
      return { kind: 'choices' }
    case 1:
      return { kind: 'answer' }
    case 2: {
      const next = stopsHere(state)[(state.lesson?.stop ?? 0) + 1]
      if (next !== undefined) return { kind: 'step', cursor: next.cursor }
      const beat = beside(here.lesson, here.beat, 1)
      return beat === null ? { kind: 'end' } : { kind: 'beat', ...beat }
    }
  }
}
