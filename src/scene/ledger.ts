import { filled } from '../core/backward.ts'
import type { Tensor } from '../core/tensor.ts'
import { nodeOf, type Planted, type Step, type Trace } from '../core/trace.ts'

/** Who gave what to whom, and when: the trace indexed by node. Step n is the one that leads from cursor n to cursor n + 1. */
export interface Ledger {
  /** The step that computed each node's value; undefined for leaves. */
  readonly valueStep: readonly (number | undefined)[]
  /** The steps that brought each node a gradient (seed or contributions), in order. */
  readonly arrivals: readonly (readonly number[])[]
  /** For each step that brought a gradient, the bucket after it, what was held included. */
  readonly bucketAfter: readonly (Tensor | undefined)[]
  /** ∂J/∂node when all contributions have arrived, without what was held. */
  readonly gradient: readonly (Tensor | undefined)[]
  /** In forward mode, how fast each node moves with the chosen number. */
  readonly tangent: readonly (Tensor | undefined)[]
  /** How a planted mistake computed what flowed along each edge, by `user:argument`. Empty for a true trace. */
  readonly planted: ReadonlyMap<string, Planted>
}

const ledgers = new WeakMap<Trace, Ledger>()

/** The ledger of a trace, made once. */
export function ledgerOf(trace: Trace): Ledger {
  const known = ledgers.get(trace)
  if (known !== undefined) return known
  const ledger = keep(trace)
  ledgers.set(trace, ledger)
  return ledger
}

function keep(trace: Trace): Ledger {
  const { nodes } = trace.graph
  const valueStep = new Array<number | undefined>(nodes.length).fill(undefined)
  const arrivals: number[][] = nodes.map(() => [])
  const gradient = new Array<Tensor | undefined>(nodes.length).fill(undefined)
  const tangent = new Array<Tensor | undefined>(nodes.length).fill(undefined)
  const bucket: (Tensor | undefined)[] = nodes.map((_, index) => trace.held.get(index))
  const planted = new Map<string, Planted>()
  const bucketAfter = trace.steps.map((step, n) => {
    if (step.kind === 'value') {
      valueStep[step.node] = n
      return undefined
    }
    if (step.kind === 'update') return undefined
    if (step.kind === 'contribution' && step.planted !== undefined)
      planted.set(`${step.from}:${step.slot}`, step.planted)
    const to = nodeOf(step)
    const totals = phaseOf(step) === 'tangent' ? tangent : gradient
    arrivals[to]!.push(n)
    totals[to] = filled(totals[to], step)
    bucket[to] = filled(bucket[to], step)
    return bucket[to]
  })
  return { valueStep, arrivals, bucketAfter, gradient, tangent, planted }
}

/** The node that a step is about: the one that gets a value or a gradient. */
export function nodeOfStep(trace: Trace, n: number): number | null {
  const step = trace.steps[n]
  return step === undefined ? null : nodeOf(step)
}

/** Which walk a step belongs to: values forward, gradients backward, tangents forward, or what the optimizer does then. */
export type Phase = 'forward' | 'backward' | 'tangent' | 'update'

export function phaseOf(step: Step): Phase {
  switch (step.kind) {
    case 'value':
      return 'forward'
    case 'seed':
    case 'contribution':
      return 'backward'
    case 'nudge':
    case 'push':
      return 'tangent'
    case 'update':
      return 'update'
  }
}

/** How many steps come before the optimizer's: the length of the walk of values and gradients. */
export const walkLength = ({ steps }: Trace): number => {
  const update = steps.findIndex(({ kind }) => kind === 'update')
  return update < 0 ? steps.length : update
}

/** How many steps come before the seed: the length of the forward phase. */
export const forwardLength = (trace: Trace): number => {
  const seed = trace.steps.findIndex((step) => step.kind === 'seed')
  return seed < 0 ? trace.steps.length : seed
}
