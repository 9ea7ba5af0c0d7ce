import { applies, type Mutant, mutated } from '../core/mutants/mutant.ts'
import { mutants } from '../core/mutants/mutants.ts'
import type { Step, Trace } from '../core/trace.ts'

/** A possible answer in words or as a formula. */
export interface Choice {
  readonly plain: string
  /** In TeX, where it is a formula. */
  readonly tex: string | null
}

/** What a mistake answers. */
export interface Mistaken<T> {
  readonly mutant: Mutant
  readonly answer: T
}

/** A step that brings a gradient along an edge. */
export type Contribution = Extract<Step, { readonly kind: 'contribution' }>

/** The step of another trace that goes along the same edge. */
export function placeOf(wrong: Trace, { from, slot }: Contribution): number | undefined {
  const place = wrong.steps.findIndex(
    (step) => step.kind === 'contribution' && step.from === from && step.slot === slot,
  )
  return place < 0 ? undefined : place
}

const known = new WeakMap<Trace, readonly { readonly mutant: Mutant; readonly wrong: Trace }[]>()

/** The passes of the mistakes that can be made in a graph, made once. */
export function wrongTraces(trace: Trace): readonly { readonly mutant: Mutant; readonly wrong: Trace }[] {
  const before = known.get(trace)
  if (before !== undefined) return before
  const made = mutants
    .filter((mutant) => applies(trace, mutant))
    .map((mutant) => ({ mutant, wrong: mutated(trace, mutant) }))
  known.set(trace, made)
  return made
}
