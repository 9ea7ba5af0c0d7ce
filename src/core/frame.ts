import { filled } from './backward.ts'
import { type Tensor, tensor } from './tensor.ts'
import { nodeOf, type Step, type Trace } from './trace.ts'

type UpdateStep = Extract<Step, { readonly kind: 'update' }>

/** What is known after the first steps of a trace: which values, and the gradients as running sums. A number that is not yet known is absent, not 0. */
export interface Frame {
  readonly values: readonly (Tensor | undefined)[]
  readonly gradients: readonly (Tensor | undefined)[]
  readonly tangents: readonly (Tensor | undefined)[]
}

/** Before the first step: only the leaves have values, and only what `.grad` already held is in the buckets. */
export const firstFrame = ({ graph, held }: Trace): Frame => ({
  values: graph.nodes.map((node) => (node.kind === 'leaf' ? node.value : undefined)),
  gradients: graph.nodes.map((_, index) => held.get(index)),
  tangents: graph.nodes.map(() => undefined),
})

/** The frame after one more step. */
export function apply(trace: Trace, frame: Frame, step: Step): Frame {
  switch (step.kind) {
    case 'value':
      return { ...frame, values: frame.values.with(step.node, trace.graph.nodes[step.node]!.value) }
    case 'seed':
    case 'contribution': {
      const to = nodeOf(step)
      return { ...frame, gradients: frame.gradients.with(to, filled(frame.gradients[to], step)) }
    }
    case 'update': {
      const values = [...frame.values]
      for (const [node, value] of learned(trace, step)) values[node] = value
      return { ...frame, values }
    }
    case 'nudge':
    case 'push': {
      const to = nodeOf(step)
      return { ...frame, tangents: frame.tangents.with(to, filled(frame.tangents[to], step)) }
    }
  }
}

/** What nodes hold anew after a step of an update: none, unless its line changes the parameter itself. */
function learned({ graph }: Trace, { update, line, node, cells }: UpdateStep): readonly (readonly [number, Tensor])[] {
  const { rule, after } = update
  const value = after[line]!
  if (rule.symbols[rule.lines[line]!.to]!.role !== 'parameter') return []
  if (cells === undefined) return [[node, value]]
  return cells.map(({ node, offsets }) => {
    const entries = offsets.map((offset) => value.data[offset]!)
    return [node, tensor(entries, graph.nodes[node]!.value.shape, value.dtype)]
  })
}

/** Whether a step brings a tangent. */
const isForwardMode = ({ kind }: Step): boolean => kind === 'nudge' || kind === 'push'

/** The frame after the first `count` steps: the fold of `apply` over them, made in place for speed. */
export function frameAt(trace: Trace, count: number): Frame {
  const first = firstFrame(trace)
  const [values, gradients, tangents] = [[...first.values], [...first.gradients], [...first.tangents]]
  for (const step of trace.steps.slice(0, count)) {
    const to = nodeOf(step)
    if (step.kind === 'value') {
      values[to] = trace.graph.nodes[to]!.value
      continue
    }
    if (step.kind === 'update') {
      for (const [node, value] of learned(trace, step)) values[node] = value
      continue
    }
    const buckets = isForwardMode(step) ? tangents : gradients
    buckets[to] = filled(buckets[to], step)
  }
  return { values, gradients, tangents }
}
