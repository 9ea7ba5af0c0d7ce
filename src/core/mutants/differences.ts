import { centralDifference } from '../numerical.ts'
import type { Trace } from '../trace.ts'
import { gradientsOf } from './mutant.ts'

const step = 1e-4
const tolerance = 1e-3
/** Above this many numbers to nudge, only the first are. */
const most = 64

/** A leaf whose gradient in a trace is not what nudging it does to the loss. */
export interface Disagreement {
  readonly leaf: number
  readonly entry: number
  readonly said: number
  readonly measured: number
}

/** Checks the gradients of a trace by central differences: the leaves that agree and the first wrong entry of each that does not. */
export function checked(trace: Trace): {
  readonly agree: readonly number[]
  readonly disagree: readonly Disagreement[]
} {
  const { graph } = trace
  const gradients = gradientsOf(trace)
  const learning = graph.nodes.flatMap((node, index) => (node.kind === 'leaf' && node.requiresGrad ? [index] : []))
  const [agree, disagree]: [number[], Disagreement[]] = [[], []]
  for (const leaf of learning) {
    const count = Math.min(most, graph.nodes[leaf]!.value.data.length)
    const wrong = Array.from({ length: count }, (_, entry): Disagreement => {
      const said = gradients[leaf]?.data[entry] ?? 0
      return { leaf, entry, said, measured: centralDifference(graph, { leaf, entry }, step) }
    }).find(({ said, measured }) => !(Math.abs(said - measured) <= tolerance * Math.max(1, Math.abs(measured))))
    if (wrong === undefined) agree.push(leaf)
    else disagree.push(wrong)
  }
  return { agree, disagree }
}
