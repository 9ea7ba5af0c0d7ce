import type { Graph } from './graph.ts'
import { ops } from './registry.ts'
import type { Tensor } from './tensor.ts'

/** On which side a graph with these values stands of each kink and each switch of its ops that `moves`: −1, 0 on it, 1. Where two such lists differ, one lies between. */
export function sidesOf({ nodes }: Graph, values: readonly Tensor[], moves: readonly boolean[]): readonly number[] {
  return nodes.flatMap((node, index) => {
    if (node.kind === 'leaf' || !moves[index]) return []
    const args = node.args.map((arg) => values[arg]!)
    const { kinks, switches } = ops[node.op]
    const watched = [...(args.length === 1 ? (kinks?.(node.attrs) ?? []) : [])]
    const numbers = [...args[0]!.data]
    if (switches === 'where its arguments meet')
      return Array.from(ops.sub.forward(args, {}).data, (difference) => Math.sign(difference))
    if (switches === 'at 0') watched.push(0)
    return watched.flatMap((kink) => numbers.map((number) => Math.sign(number - kink)))
  })
}
