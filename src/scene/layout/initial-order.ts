import type { Order } from './crossings.ts'
import type { LayeredGraph } from './layered-graph.ts'

/** The order in which a walk back from the outputs meets the vertices, arguments in argument order. */
export function initialOrder(graph: LayeredGraph): Order {
  const order: number[][] = []
  const met = graph.layer.map(() => false)
  for (const layer of graph.layer) while (order.length <= layer) order.push([])
  for (let sink = graph.size - 1; sink >= 0; sink--) {
    if (graph.after[sink]!.length > 0) continue
    const waiting = [sink]
    for (let vertex = waiting.pop(); vertex !== undefined; vertex = waiting.pop()) {
      if (met[vertex]) continue
      met[vertex] = true
      order[graph.layer[vertex]!]!.push(vertex)
      for (const arg of graph.before[vertex]!.toReversed()) waiting.push(arg)
    }
  }
  return order
}
