import type { Graph } from '../graph.ts'

/**
 * The prediction ŷ that a loss compares with data: the first node, counted from the loss, through which everything that learns reaches the
 * loss, and below which the data that it is compared with does not enter. Undefined where nothing is compared with data.
 */
export function predictionOf({ nodes, output }: Graph): number | undefined {
  const open = new Set([output])
  let compared = false
  for (let at = output; at >= 0; at--) {
    if (!open.has(at)) continue
    const node = nodes[at]!
    if (node.kind === 'leaf') return undefined
    if (compared && open.size === 1) return at
    open.delete(at)
    for (const arg of node.args.map((index) => ({ index, node: nodes[index]! }))) {
      if (arg.node.requiresGrad) open.add(arg.index)
      else if (arg.node.kind === 'op' || arg.node.role === 'data') compared = true
    }
  }
  return undefined
}
