import { hyperparameterOf } from '../../lang/hyperparameters/hyperparameters.ts'
import type { Slide } from '../../state/slide.ts'

/** A curve that another is compared with, and what both are of. */
export interface Comparison {
  /** All comparisons with one key have axes that do not jump. */
  readonly key: number
  readonly losses: Float64Array
  readonly label: string
  readonly before: string
}

/** The curve that was drawn before the slider was moved, beside the one of a program that is drawn now; null where both are of one program. */
export function comparisonOf(slide: Slide | null, source: string | undefined): Comparison | null {
  if (slide?.before == null || source === undefined || slide.before.source === source) return null
  const { id, gesture, before } = slide
  return { key: gesture, losses: before.losses, label: told(source, id), before: told(before.source, id) }
}

/** What a hyperparameter is in a program: `lr = 0.01`. */
function told(source: string, id: string): string {
  const one = hyperparameterOf(source, id)
  return one === undefined ? '' : `${one.label} = ${one.text}`
}
