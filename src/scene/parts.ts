import { edgeOf, type Trace } from '../core/trace.ts'
import { localDerivative, subjectOf } from './formula.ts'

/** What is shown of a backward step in slow motion before its share drops into the bucket: the gradient that arrived at the user, the local slope, their product. */
export type Part = 'arrive' | 'local' | 'multiply'

/** The parts of the step after a cursor: none but for a contribution, and no local slope where it is not one number. */
export function partsOf(trace: Trace, cursor: number): readonly Part[] {
  const step = trace.steps[cursor]
  const edge = step?.kind === 'contribution' ? edgeOf(step) : null
  if (edge === null) return []
  return localDerivative(subjectOf(trace), edge) === null ? ['arrive', 'multiply'] : ['arrive', 'local', 'multiply']
}
