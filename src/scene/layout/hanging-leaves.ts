import { type Order, places } from './crossings.ts'
import type { LayeredGraph } from './layered-graph.ts'

/** Leaves with one user: they fit in anywhere, so the others are ordered without them. */
export function hangingLeaves(graph: LayeredGraph): readonly boolean[] {
  return graph.before.map((args, vertex) => args.length === 0 && graph.after[vertex]!.length === 1)
}

/** The graph and an order of it, without some vertices. */
export function without(graph: LayeredGraph, order: Order, left: readonly boolean[]): readonly [LayeredGraph, Order] {
  const kept = (vertices: readonly number[]) => vertices.filter((vertex) => !left[vertex])
  return [{ ...graph, before: graph.before.map(kept), after: graph.after.map(kept) }, order.map(kept)]
}

/** Puts hanging leaves where their edges cross fewest others, then in argument order, then next to the other arguments. */
export function withLeaves(graph: LayeredGraph, order: Order, hanging: readonly boolean[]): Order {
  const place = places(order, graph.layer.length)
  const leaves: number[][] = order.map(() => [])
  for (const [vertex, layer] of graph.layer.entries()) if (hanging[vertex]) leaves[layer]!.push(vertex)
  return order.map((vertices, layer) => {
    const spots = leaves[layer]!.map((leaf) => {
      const user = graph.after[leaf]![0]!
      return {
        leaf,
        user: place[user]!,
        slot: graph.before[user]!.indexOf(leaf),
        at: bestSpot(graph, vertices, place, leaf),
      }
    })
    const sorted = spots.sort((a, b) => a.at - b.at || a.user - b.user || a.slot - b.slot)
    const result: number[] = []
    for (let at = 0, next = 0; at <= vertices.length; at++) {
      while (sorted[next]?.at === at) result.push(sorted[next++]!.leaf)
      if (at < vertices.length) result.push(vertices[at]!)
    }
    return result
  })
}

/** Above which of the vertices a leaf stands best; their number means below all. */
function bestSpot(graph: LayeredGraph, vertices: readonly number[], place: Int32Array, leaf: number): number {
  const user = graph.after[leaf]![0]!
  const args = graph.before[user]!
  const slot = args.indexOf(leaf)
  const siblings = vertices.flatMap((vertex, at) => (args.includes(vertex) ? [at] : []))
  const middle = siblings.reduce((sum, at) => sum + at + 0.5, 0) / siblings.length
  let [crossed, disordered] = [0, 0]
  let best = { at: 0, crossed: 0, disordered: 0, far: Number.POSITIVE_INFINITY }
  for (let at = 0; at <= vertices.length; at++) {
    const far = siblings.length === 0 ? 0 : Math.abs(at - middle)
    const better = crossed - best.crossed || disordered - best.disordered || far - best.far
    if (better < 0) best = { at, crossed, disordered, far }
    const passed = vertices[at]
    if (passed === undefined) break
    for (const end of graph.after[passed]!) crossed += Math.sign(place[end]! - place[user]!)
    if (args.includes(passed)) disordered += args.indexOf(passed) < slot ? -1 : 1
  }
  return best.at
}
