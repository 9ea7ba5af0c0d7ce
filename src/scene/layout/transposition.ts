import { ascending, crossingsOf, type Order, places } from './crossings.ts'
import type { LayeredGraph } from './layered-graph.ts'

/**
 * Swaps neighbours while that removes crossings, or brings arguments into argument order at no cost; stops after
 * `rounds` rounds at the latest.
 */
export function transpose(graph: LayeredGraph, start: Order, rounds: number): Order {
  const order = start.map((vertices) => vertices.slice())
  const place = places(order, graph.layer.length)
  const ends = (neighbours: readonly number[]) => neighbours.map((vertex) => place[vertex]!).sort(ascending)
  const gain = (upper: number, lower: number): number => {
    let crossed = 0
    for (const side of [graph.before, graph.after]) {
      const [above, below] = [ends(side[upper]!), ends(side[lower]!)]
      crossed += crossingsOf(above, below) - crossingsOf(below, above)
    }
    return crossed === 0 ? argumentOrder(graph, upper, lower) : crossed
  }
  let changed = true
  for (let round = 0; changed && round < rounds; round++) {
    changed = false
    for (const vertices of order) {
      for (let at = 0; at + 1 < vertices.length; at++) {
        const [upper, lower] = [vertices[at]!, vertices[at + 1]!]
        if (gain(upper, lower) <= 0) continue
        vertices[at] = lower
        vertices[at + 1] = upper
        place[lower] = at
        place[upper] = at + 1
        changed = true
      }
    }
  }
  return order
}

/** Positive when more common users take `lower` before `upper` than the other way round. */
function argumentOrder(graph: LayeredGraph, upper: number, lower: number): number {
  let wrong = 0
  for (const user of graph.after[upper]!) {
    const slot = graph.before[user]!.indexOf(lower)
    if (slot >= 0) wrong += slot < graph.before[user]!.indexOf(upper) ? 1 : -1
  }
  return wrong
}
