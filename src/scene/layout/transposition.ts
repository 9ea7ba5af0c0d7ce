import { ascending, crossingsOf, type Order, places } from './crossings.ts'
import type { LayeredGraph } from './layered-graph.ts'

/**
 * Swaps neighbours while that removes crossings, or brings arguments into argument order at no cost; stops after
 * `rounds` rounds at the latest.
 */
export function transpose(graph: LayeredGraph, start: Order, rounds: number): Order {
  const order = start.map((vertices) => vertices.slice())
  const place = places(order, graph.layer.length)
  let stale = order.map(() => true)
  for (let round = 0; round < rounds && stale.includes(true); round++) {
    const changed = order.map((vertices, layer) => stale[layer]! && transposeLayer(graph, vertices, place))
    stale = changed.map((own, layer) => own || changed[layer - 1] === true || changed[layer + 1] === true)
  }
  return order
}

/** How many crossings disappear when two neighbours of a layer change places. */
export function crossingsSaved(graph: LayeredGraph, place: Int32Array, upper: number, lower: number): number {
  return endsSaved(endsOf(graph, place, upper), endsOf(graph, place, lower))
}

function transposeLayer(graph: LayeredGraph, vertices: number[], place: Int32Array): boolean {
  const ends = vertices.map((vertex) => endsOf(graph, place, vertex))
  let changed = false
  for (let at = 0; at + 1 < vertices.length; at++) {
    const [upper, lower] = [vertices[at]!, vertices[at + 1]!]
    const [above, below] = [ends[at]!, ends[at + 1]!]
    if ((endsSaved(above, below) || argumentOrder(graph, upper, lower)) <= 0) continue
    vertices[at] = lower
    vertices[at + 1] = upper
    ends[at] = below
    ends[at + 1] = above
    place[lower] = at
    place[upper] = at + 1
    changed = true
  }
  return changed
}

/** The places of a vertex's neighbours before and after it, each from top to bottom. */
interface Ends {
  readonly before: readonly number[]
  readonly after: readonly number[]
}

function endsOf(graph: LayeredGraph, place: Int32Array, vertex: number): Ends {
  const ends = (neighbours: readonly number[]) => neighbours.map((v) => place[v]!).sort(ascending)
  return { before: ends(graph.before[vertex]!), after: ends(graph.after[vertex]!) }
}

function endsSaved(upper: Ends, lower: Ends): number {
  return (
    crossingsOf(upper.before, lower.before) -
    crossingsOf(lower.before, upper.before) +
    crossingsOf(upper.after, lower.after) -
    crossingsOf(lower.after, upper.after)
  )
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
