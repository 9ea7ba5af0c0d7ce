import type { Graph } from '../core/graph.ts'
import { nodeOf, type Trace } from '../core/trace.ts'

/** The slot of the only argument of an op that is no bare number of the program: x in x². Null where there are several. */
export function onlySlot(graph: Graph, index: number): number | null {
  const node = graph.nodes[index]!
  if (node.kind === 'leaf') return null
  const open = node.args.flatMap((arg, slot) => {
    const each = graph.nodes[arg]!
    return each.kind === 'leaf' && each.role === 'constant' ? [] : [slot]
  })
  return open.length === 1 ? open[0]! : null
}

/** The op node whose function a step is about: the one that is computed, or that a gradient or tangent goes through. Null for other steps. */
export function functionAt(trace: Trace, cursor: number): number | null {
  const step = trace.steps[cursor - 1]
  if (step === undefined || step.kind === 'seed' || step.kind === 'nudge' || step.kind === 'update') return null
  const node = step.kind === 'contribution' ? step.from : nodeOf(step)
  return onlySlot(trace.graph, node) === null ? null : node
}
