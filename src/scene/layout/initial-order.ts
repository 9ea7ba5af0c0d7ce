import type { Order } from './crossings.ts'
import type { LayeredGraph } from './layered-graph.ts'

/** The order in which a walk back from the outputs meets the vertices, arguments in argument order. */
export function orderFromOutputs(graph: LayeredGraph): Order {
  const sinks = [...graph.after.keys()].filter((vertex) => graph.after[vertex]!.length === 0)
  return walk(graph, sinks.reverse(), graph.before)
}

/** The order in which a walk forward from the leaves meets the vertices, users in order of use. */
export function orderFromLeaves(graph: LayeredGraph): Order {
  const leaves = [...graph.before.keys()].filter((vertex) => graph.before[vertex]!.length === 0)
  return walk(graph, leaves, graph.after)
}

function walk(graph: LayeredGraph, starts: readonly number[], next: readonly (readonly number[])[]): Order {
  const order: number[][] = []
  const met = graph.layer.map(() => false)
  for (const layer of graph.layer) while (order.length <= layer) order.push([])
  for (const start of starts) {
    const waiting = [start]
    for (let vertex = waiting.pop(); vertex !== undefined; vertex = waiting.pop()) {
      if (met[vertex]) continue
      met[vertex] = true
      order[graph.layer[vertex]!]!.push(vertex)
      for (const neighbour of next[vertex]!.toReversed()) waiting.push(neighbour)
    }
  }
  return order
}
