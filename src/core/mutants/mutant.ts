import { filled, trace } from '../backward.ts'
import type { Faults } from '../faults.ts'
import type { Tensor } from '../tensor.ts'
import { isArrival, nodeOf, type Step, type Trace } from '../trace.ts'

/** A classic mistake in a backward pass: the engine with one fault. */
export interface Mutant {
  readonly id: string
  /** The mistake in two or three words. */
  readonly name: string
  /** What went wrong, in one sentence. */
  readonly sentence: string
  readonly faults: Faults
}

const made = new WeakMap<Trace, Map<Mutant, Trace>>()

/** The same graph with the mistake made in its backward pass. Made once for each trace. */
export function mutated(truth: Trace, mutant: Mutant): Trace {
  const known = made.get(truth) ?? new Map<Mutant, Trace>()
  made.set(truth, known)
  const wrong = known.get(mutant) ?? passWith(mutant, truth)
  known.set(mutant, wrong)
  return wrong
}

function passWith({ faults }: Mutant, truth: Trace): Trace {
  if (!truth.steps.some((step) => step.kind === 'seed')) return truth
  const pass = trace(truth.graph, 'backward', truth.held, faults)
  const first = firstDifference(truth, pass)
  return first === null ? pass : { ...pass, wrong: { node: first.node, step: first.inMutant } }
}

/** ∂J/∂node of every node at the end of a pass, without what was held; undefined where none arrived. */
export function gradientsOf({ graph, steps }: Trace): readonly (Tensor | undefined)[] {
  const gradients = new Array<Tensor | undefined>(graph.nodes.length).fill(undefined)
  for (const step of steps) {
    if (!isArrival(step)) continue
    const to = nodeOf(step)
    gradients[to] = filled(gradients[to], step)
  }
  return gradients
}

/** Numbers that differ by less than this part of them are one: sums in another order are rounded otherwise. */
const rounding = 1e-5

const near = (p: number, q: number): boolean =>
  Object.is(p, q) || Math.abs(p - q) <= rounding * Math.max(Math.abs(p), Math.abs(q))

/** Whether two tensors, or their absence, are the same but for rounding. */
export const same = (p: Tensor | undefined, q: Tensor | undefined): boolean =>
  p === undefined || q === undefined
    ? p === q
    : p.data.length === q.data.length && p.data.every((value, i) => near(value, q.data[i]!))

/** Whether the mistake changes a gradient of this trace. Another order of right steps does not. */
export const applies = (truth: Trace, mutant: Mutant): boolean => differs(truth, mutated(truth, mutant))

function differs(truth: Trace, wrong: Trace): boolean {
  const right = gradientsOf(truth)
  return gradientsOf(wrong).some((gradient, node) => !same(gradient, right[node]))
}

/** The first wrong number of a mistake: its node, and its step in the wrong trace and in the true one (null where the true one has none). */
export interface FirstWrong {
  readonly node: number
  readonly inMutant: number
  readonly inTruth: number | null
  /** Whether a step of the true pass is missing here: `inMutant` is then where the wrong pass goes on without it. */
  readonly leftOut: boolean
}

const edgeOf = (step: Step): string | null =>
  step.kind === 'contribution' ? `${step.from}:${step.slot}` : step.kind === 'seed' ? 'seed' : null

const placesOf = ({ steps }: Trace): ReadonlyMap<string, number> =>
  new Map(
    steps.flatMap((step, n) => {
      const edge = edgeOf(step)
      return edge === null ? [] : [[edge, n] as const]
    }),
  )

/** Where the mistake first shows; null where it never does. */
export const firstWrong = (truth: Trace, mutant: Mutant): FirstWrong | null =>
  firstDifference(truth, mutated(truth, mutant))

function firstDifference(truth: Trace, wrong: Trace): FirstWrong | null {
  if (!differs(truth, wrong)) return null
  const [ofTruth, ofWrong] = [placesOf(truth), placesOf(wrong)]
  for (let n = 0; n < truth.steps.length; n++) {
    const [right, step] = [truth.steps[n]!, wrong.steps[n]]
    const due = edgeOf(right)
    if (right.kind === 'contribution' && due !== null && !ofWrong.has(due))
      return { node: right.to, inMutant: n, inTruth: n, leftOut: true }
    const edge = step === undefined ? null : edgeOf(step)
    if (!isArrival(step) || edge === null) continue
    const place = ofTruth.get(edge)
    const twin = place === undefined ? undefined : truth.steps[place]
    const overwrites = step.kind === 'contribution' && step.planted?.overwrites === true
    const elsewhere = step.kind === 'seed' && twin?.kind === 'seed' && step.node !== twin.node
    if (!isArrival(twin) || overwrites || elsewhere || !same(step.amount, twin.amount))
      return {
        node: nodeOf(step),
        inMutant: n,
        inTruth: place ?? null,
        leftOut: false,
      }
  }
  return null
}
