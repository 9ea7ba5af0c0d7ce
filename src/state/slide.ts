import type { State } from './store.ts'

/** The losses of a program's backward passes. */
export interface Curve {
  readonly source: string
  readonly losses: Float64Array
  /** Whether the program still runs. */
  readonly growing?: boolean
}

/** A hyperparameter that is being changed, or was the last thing changed, and the curves that tell what came of it. */
export interface Slide {
  /** Which of the program's hyperparameters. */
  readonly id: string
  /** All changes of one gesture are one. */
  readonly gesture: number
  /** The program that the gesture began with. */
  readonly base: string
  /** The program as the gesture has it now. */
  readonly source: string
  /** What was drawn when the gesture began; null where nothing was. */
  readonly before: Curve | null
  /** The newest curve of a value that the gesture has left behind; null before the first. */
  readonly passing: Curve | null
  /** The pass that is wanted: of someone who stood at the last one, again the last. Null where the cursor says it. */
  readonly pass: number | null
}

/** The slide that made the program what it is; null once something else has changed it. */
export const slideOf = ({ slide, source }: Pick<State, 'slide' | 'source'>): Slide | null =>
  slide !== null && slide.source === source ? slide : null

/** The program as it was last typed or opened, before sliders were moved; null where none was. */
export const unslidOf = ({ history: { present }, source }: Pick<State, 'history' | 'source'>): string | null =>
  present.source === source ? (present.unslid ?? null) : null

/** A state that has seen one more curve of the slide under way: the program has moved on, so nothing but the curve is shown of it. */
export function passedBy(state: State, gesture: number, curve: Curve): Partial<State> {
  const slide = slideOf(state)
  return slide?.gesture === gesture && curve.losses.length > 0 ? { slide: { ...slide, passing: curve } } : {}
}
