import { filled } from './backward.ts'
import type { Tensor } from './tensor.ts'
import type { Step, Trace } from './trace.ts'

/** What is known after the first steps of a trace: which values, and the gradients as running sums. A number that is not yet known is absent, not 0. */
export interface Frame {
  readonly values: readonly (Tensor | undefined)[]
  readonly gradients: readonly (Tensor | undefined)[]
}

/** Before the first step: only the leaves have values, and only what `.grad` already held is in the buckets. */
export const firstFrame = ({ graph, held }: Trace): Frame => ({
  values: graph.nodes.map((node) => (node.kind === 'leaf' ? node.value : undefined)),
  gradients: graph.nodes.map((_, index) => held.get(index)),
})

/** The frame after one more step. */
export function apply(trace: Trace, frame: Frame, step: Step): Frame {
  switch (step.kind) {
    case 'value':
      return { ...frame, values: frame.values.with(step.node, trace.graph.nodes[step.node]!.value) }
    case 'seed':
      return { ...frame, gradients: frame.gradients.with(step.node, filled(frame.gradients[step.node], step)) }
    case 'contribution':
      return { ...frame, gradients: frame.gradients.with(step.to, filled(frame.gradients[step.to], step)) }
  }
}

/** The frame after the first `count` steps: the fold of `apply` over them, made in place for speed. */
export function frameAt(trace: Trace, count: number): Frame {
  const first = firstFrame(trace)
  const [values, gradients] = [[...first.values], [...first.gradients]]
  for (const step of trace.steps.slice(0, count)) {
    if (step.kind === 'value') values[step.node] = trace.graph.nodes[step.node]!.value
    else {
      const to = step.kind === 'seed' ? step.node : step.to
      gradients[to] = filled(gradients[to], step)
    }
  }
  return { values, gradients }
}
