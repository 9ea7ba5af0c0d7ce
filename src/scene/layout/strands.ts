import { type Order, places } from './crossings.ts'
import type { LayeredGraph } from './layered-graph.ts'

/**
 * The strand of every vertex. A strand is a run of vertices on one straight line: each vertex joins its most important
 * argument when that one's middle user is this vertex. Strands never cross, so there is always room for them.
 */
export function strands(graph: LayeredGraph, order: Order, depth: readonly number[]): readonly number[] {
  const place = places(order, graph.layer.length)
  const joined = withoutCrossings(candidates(graph, place, depth), graph, place)
  const strand = graph.layer.map(() => -1)
  let count = 0
  for (const vertex of order.flat()) {
    if (strand[vertex]! < 0) strand[vertex] = count++
    const next = joined.get(vertex)
    if (next !== undefined) strand[next] = strand[vertex]!
  }
  return strand
}

interface Segment {
  readonly from: number
  readonly to: number
  /** The longest path through a computed node, then a bend of a long edge, then a leaf. */
  readonly importance: number
}

function candidates(graph: LayeredGraph, place: Int32Array, depth: readonly number[]): readonly Segment[] {
  const depthOf = (vertex: number) => depth[graph.source[vertex]!]!
  const isBend = (vertex: number) => vertex >= graph.size
  const favourite = graph.before.map((args) => {
    const deepest = bestBy(args, depthOf)
    return middle(
      bestBy(deepest, (arg) => -graph.after[arg]!.length),
      place,
    )
  })
  return graph.after.flatMap((users, from) => {
    const willing = users.filter((user) => favourite[user] === from)
    const to = middle(
      bestBy(willing, (user) => (isBend(user) ? 0 : 1)),
      place,
    )
    if (to === undefined) return []
    const throughBend = isBend(from) || isBend(to)
    return [{ from, to, importance: throughBend ? 0.5 : depthOf(from) === 0 ? 0 : depthOf(from) }]
  })
}

function bestBy(vertices: readonly number[], score: (vertex: number) => number): readonly number[] {
  const best = vertices.reduce((most, vertex) => Math.max(most, score(vertex)), Number.NEGATIVE_INFINITY)
  return vertices.filter((vertex) => score(vertex) === best)
}

/** The one in the middle, or none when two share it: then their neighbour stands between them. */
function middle(vertices: readonly number[], place: Int32Array): number | undefined {
  if (vertices.length % 2 === 0) return undefined
  return vertices.toSorted((a, b) => place[a]! - place[b]!)[vertices.length >> 1]
}

function withoutCrossings(
  segments: readonly Segment[],
  graph: LayeredGraph,
  place: Int32Array,
): ReadonlyMap<number, number> {
  const kept = new Map<number, number>()
  const keptInLayer = new Map<number, Segment[]>()
  for (const segment of segments.toSorted((a, b) => b.importance - a.importance)) {
    const layer = graph.layer[segment.from]!
    const others = keptInLayer.get(layer) ?? []
    const above = (one: Segment, two: Segment) => place[one.from]! < place[two.from]!
    if (others.some((o) => above(o, segment) !== place[o.to]! < place[segment.to]!)) continue
    keptInLayer.set(layer, [...others, segment])
    kept.set(segment.from, segment.to)
  }
  return kept
}
