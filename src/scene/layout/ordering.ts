import { ascending, crossings, type Order, places } from './crossings.ts'
import { hangingLeaves, withLeaves, without } from './hanging-leaves.ts'
import { orderFromLeaves, orderFromOutputs } from './initial-order.ts'
import type { LayeredGraph } from './layered-graph.ts'
import { transpose } from './transposition.ts'

const sweeps = 12
const rounds = 4
const patience = 3
const work = 40_000

/**
 * Orders each layer from top to bottom with few crossings: sweeps of weighted medians and swaps of neighbours, keeping
 * the best (Gansner, Koutsofios, North, Vo: A Technique for Drawing Directed Graphs). Arguments stand in argument order
 * where that costs nothing.
 */
export function ordering(graph: LayeredGraph): Order {
  const natural = transpose(graph, orderFromOutputs(graph), rounds)
  if (crossings(graph, natural) === 0) return natural
  const hanging = hangingLeaves(graph)
  const orders = [natural, orderFromLeaves(graph)].map((start) => {
    const order = improved(...without(graph, start, hanging))
    return transpose(graph, withLeaves(graph, order, hanging), rounds)
  })
  return fewestCrossings(graph, [natural, ...orders])
}

function fewestCrossings(graph: LayeredGraph, orders: readonly Order[]): Order {
  const counted = orders.map((order) => ({ order, count: crossings(graph, order) }))
  return counted.reduce((best, one) => (one.count < best.count ? one : best)).order
}

function improved(graph: LayeredGraph, start: Order): Order {
  const allowed = Math.max(1, Math.min(sweeps, Math.floor(work / graph.layer.length)))
  let order = transpose(graph, start, rounds)
  let best = order
  let fewest = crossings(graph, best)
  for (let sweep = 0, worse = 0; sweep < allowed && worse < patience && fewest > 0; sweep++, worse++) {
    order = transpose(graph, medianSweep(graph, order, sweep % 2 === 0), rounds)
    const count = crossings(graph, order)
    if (count >= fewest) continue
    best = order
    fewest = count
    worse = -1
  }
  return best
}

/** Sorts every layer by the medians of its neighbours in the layer sorted before it; vertices without any stay. */
function medianSweep(graph: LayeredGraph, start: Order, rightwards: boolean): Order {
  const order = start.map((vertices) => vertices.slice())
  const place = places(order, graph.layer.length)
  const towards = rightwards ? graph.before : graph.after
  for (let step = 1; step < order.length; step++) {
    const vertices = order[rightwards ? step : order.length - 1 - step]!
    const median = new Map(vertices.map((vertex) => [vertex, weightedMedian(towards[vertex]!.map((v) => place[v]!))]))
    const sorted = vertices.filter((v) => median.get(v)! >= 0).sort((a, b) => median.get(a)! - median.get(b)!)
    let next = 0
    for (const [at, vertex] of vertices.slice().entries()) if (median.get(vertex)! >= 0) vertices[at] = sorted[next++]!
    for (const [at, vertex] of vertices.entries()) place[vertex] = at
  }
  return order
}

function weightedMedian(ends: readonly number[]): number {
  const sorted = ends.toSorted(ascending)
  const middle = sorted.length >> 1
  if (sorted.length === 0) return -1
  if (sorted.length % 2 === 1) return sorted[middle]!
  if (sorted.length === 2) return (sorted[0]! + sorted[1]!) / 2
  const left = sorted[middle - 1]! - sorted[0]!
  const right = sorted.at(-1)! - sorted[middle]!
  if (left + right === 0) return sorted[middle]!
  return (sorted[middle - 1]! * right + sorted[middle]! * left) / (left + right)
}
