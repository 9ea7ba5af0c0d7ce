import type { LayeredGraph } from './layered-graph.ts'

/** Every layer's vertices from top to bottom. */
export type Order = readonly (readonly number[])[]

/** The place of every vertex within its layer. */
export function places(order: Order, count: number): Int32Array {
  const place = new Int32Array(count)
  for (const vertices of order) for (const [at, vertex] of vertices.entries()) place[vertex] = at
  return place
}

/** The number of pairs of edges that cross; two edges that share an end do not. */
export function crossings(graph: LayeredGraph, order: Order): number {
  const place = places(order, graph.layer.length)
  let count = 0
  for (let at = 0; at + 1 < order.length; at++) {
    const ends: number[] = []
    for (const vertex of order[at]!) {
      for (const end of graph.after[vertex]!.map((next) => place[next]!).sort(ascending)) ends.push(end)
    }
    count += inversions(ends, order[at + 1]!.length)
  }
  return count
}

/** How many crossings two vertices of a layer have when the first stands above the second, given their ends in order. */
export function crossingsOf(upper: readonly number[], lower: readonly number[]): number {
  let count = 0
  let below = 0
  for (const end of upper) {
    while (below < lower.length && lower[below]! < end) below++
    count += below
  }
  return count
}

/** Compares numbers for sorting, the smallest first. */
export function ascending(a: number, b: number): number {
  return a - b
}

/** Counts pairs out of order with a Fenwick tree (Barth, Jünger, Mutzel: Simple and Efficient Bilayer Cross Counting). */
function inversions(ends: readonly number[], width: number): number {
  const tree = new Int32Array(width + 1)
  let count = 0
  for (let seen = 0; seen < ends.length; seen++) {
    let notGreater = 0
    for (let i = ends[seen]! + 1; i > 0; i -= i & -i) notGreater += tree[i]!
    count += seen - notGreater
    for (let i = ends[seen]! + 1; i <= width; i += i & -i) tree[i]!++
  }
  return count
}
