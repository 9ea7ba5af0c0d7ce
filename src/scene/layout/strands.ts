import { type Order, places } from './crossings.ts'
import type { LayeredGraph } from './layered-graph.ts'

/**
 * The strand of every vertex. A strand is a run of vertices on one straight line: each vertex joins its most important
 * argument when that one's middle user is this vertex. Strands never cross, so there is always room for them.
 */
export function strands(graph: LayeredGraph, order: Order, depth: readonly number[]): readonly number[] {
  const place = places(order, graph.layer.length)
  return numbered(order, withoutCrossings(candidates(graph, place, depth), graph, place))
}

/** The strands with those joined that lie within `tolerance` of one line already. */
export function levelled(
  graph: LayeredGraph,
  order: Order,
  strand: readonly number[],
  line: Float64Array,
  tolerance: number,
): readonly number[] {
  const place = places(order, graph.layer.length)
  const segments = graph.after.flatMap((users, from) =>
    users.map((to) => {
      const apart = Math.abs(line[strand[from]!]! - line[strand[to]!]!)
      return { from, to, importance: strand[from] === strand[to] ? 1 : -apart }
    }),
  )
  const level = segments.filter(({ importance }) => importance > -tolerance)
  return numbered(order, withoutCrossings(level, graph, place))
}

interface Segment {
  readonly from: number
  readonly to: number
  readonly importance: number
}

/** The longest path through a computed node comes first, then a bend of a long edge, then a leaf. */
function candidates(graph: LayeredGraph, place: Int32Array, depth: readonly number[]): readonly Segment[] {
  const depthOf = (vertex: number) => depth[graph.source[vertex]!]!
  const isBend = (vertex: number) => vertex >= graph.size
  const favourite = graph.before.map((args) => {
    const deepest = bestBy(args, depthOf)
    const leastShared = bestBy(deepest, (arg) => -graph.after[arg]!.length)
    return middle(leastShared, place)
  })
  return graph.after.flatMap((users, from) => {
    const willing = users.filter((user) => favourite[user] === from)
    const near = bestBy(willing, (user) => (isBend(user) ? 0 : 1))
    const to = middle(near, place)
    if (to === undefined) return []
    return [{ from, to, importance: isBend(from) || isBend(to) ? 0.5 : depthOf(from) }]
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

/** The most important segments of which no two cross or meet, as a map from left to right end. */
function withoutCrossings(
  segments: readonly Segment[],
  graph: LayeredGraph,
  place: Int32Array,
): ReadonlyMap<number, number> {
  const kept = new Map<number, number>()
  const keptInLayer = new Map<number, Segment[]>()
  for (const segment of segments.toSorted((a, b) => b.importance - a.importance)) {
    const side = (other: Segment) =>
      (place[other.from]! - place[segment.from]!) * (place[other.to]! - place[segment.to]!)
    const others = keptInLayer.get(graph.layer[segment.from]!) ?? []
    if (others.some((other) => side(other) <= 0)) continue
    others.push(segment)
    keptInLayer.set(graph.layer[segment.from]!, others)
    kept.set(segment.from, segment.to)
  }
  return kept
}

function numbered(order: Order, joined: ReadonlyMap<number, number>): readonly number[] {
  const strand: number[] = []
  let count = 0
  for (const vertex of order.flat()) {
    strand[vertex] ??= count++
    const next = joined.get(vertex)
    if (next !== undefined) strand[next] = strand[vertex]!
  }
  return strand
}
