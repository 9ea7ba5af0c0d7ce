import type { Beat, Lesson } from '../lessons/lesson.ts'
import { isAtEnd, partCount, stepCount } from './shown.ts'
import type { Cursor, State } from './store.ts'
import { beside, cursorAt, revealOf, standingIn, stopsHere } from './teacher.ts'

/** What the next press shows: of a question its choices or its answer, a step, another backward pass, another beat, or nothing more. */
export type Ahead =
  | { readonly kind: 'choices' | 'answer' | 'slide' | 'pass' | 'end' }
  | { readonly kind: 'step'; readonly cursor: Cursor }
  | { readonly kind: 'beat'; readonly lesson: Lesson; readonly beat: Beat }

/** What the next press shows. */
export function aheadOf(state: State): Ahead {
  const here = standingIn(state)
  if (here === null) {
    const { episode, step, part = 0 } = state.cursor
    if (isAtEnd(state)) return { kind: 'end' }
    if (part < partCount(state, episode, step)) return { kind: 'step', cursor: { episode, step, part: part + 1 } }
    return step < stepCount(state, episode) ? { kind: 'step', cursor: { episode, step: step + 1 } } : { kind: 'pass' }
  }
  switch (revealOf(state)) {
    case 0:
      return { kind: 'choices' }
    case 1:
      return { kind: 'answer' }
    case 2: {
      const next = stopsHere(state)[(state.lesson?.stop ?? 0) + 1]
      if (next !== undefined)
        return next.slide ? { kind: 'slide' } : { kind: 'step', cursor: cursorAt(here.beat, next) }
      const beat = beside(here.lesson, here.beat, 1)
      return beat === null ? { kind: 'end' } : { kind: 'beat', ...beat }
    }
  }
}
