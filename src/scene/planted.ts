import { type Mutant, mutated } from '../core/mutants/mutant.ts'
import { mutants } from '../core/mutants/mutants.ts'
import type { Trace } from '../core/trace.ts'
import { lowerOf, standsFor } from './levels.ts'

/** A mistake by its name in links and lessons. */
export const mutantOf = (id: string): Mutant | undefined => mutants.find((mutant) => mutant.id === id)

/** The trace with a mistake in its backward pass. At a lower level the tensors above it are those of the mistake too. */
export function planted(trace: Trace, id: string): Trace {
  const mutant = mutantOf(id)
  if (mutant === undefined) return trace
  const wrong = mutated(trace, mutant)
  const lower = lowerOf(trace)
  if (lower !== null) standsFor(wrong, { ...lower, base: mutated(lower.base, mutant) })
  return wrong
}
