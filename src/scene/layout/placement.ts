import { coordinates } from './coordinates.ts'
import { crossings, type Order } from './crossings.ts'
import type { LayeredGraph } from './layered-graph.ts'
import { ordering } from './ordering.ts'
import { reliefs, swapped } from './relief.ts'
import { energy, type Spring, springsOf } from './springs.ts'
import { levelled, strands } from './strands.ts'

/** An order with the strands it allows and their lines. */
export interface Placement {
  readonly order: Order
  readonly strand: readonly number[]
  readonly springs: readonly Spring[]
  readonly line: Float64Array
  readonly energy: number
}

const work = 240
const worthwhile = 0.95
const roughly = 2
const exactly = 0.02

/**
 * Places every vertex: orders the layers, straightens and spaces the strands, then swaps neighbours that press on each
 * other while that makes the picture calmer, and levels what is almost level.
 */
export function placement(
  graph: LayeredGraph,
  depth: readonly number[],
  heights: readonly number[],
  nodeGap: number,
): Placement {
  const settle = (order: Order, strand: readonly number[], still: number, from?: Placement): Placement => {
    const springs = springsOf(graph, strand)
    const start = new Float64Array(strand.reduce((most, id) => Math.max(most, id + 1), 0))
    if (from) for (const [vertex, id] of strand.entries()) start[id] = from.line[from.strand[vertex]!]!
    const line = coordinates(order, strand, springs, heights, nodeGap, start, still)
    return { order, strand, springs, line, energy: energy(springs, line) }
  }

  /** With all promising swaps at once, or else with the most promising one. */
  const calmer = (from: Placement): Placement | undefined => {
    const promising = reliefs(graph, from.order, from.strand, from.springs, from.line)
    for (const swaps of [promising, promising.slice(0, 1)]) {
      if (swaps.length === 0) return undefined
      const order = swapped(from.order, swaps)
      if (crossings(graph, order) > crossings(graph, from.order)) continue
      const next = settle(order, strands(graph, order, depth), roughly, from)
      if (next.energy < worthwhile * from.energy) return next
    }
    return undefined
  }

  const order = ordering(graph)
  let best = settle(order, strands(graph, order, depth), roughly)
  const rounds = Math.min(6, Math.floor(work / graph.layer.length))
  for (let round = 0; round < rounds; round++) {
    const next = calmer(best)
    if (next === undefined) break
    best = next
  }
  const tallest = heights.reduce((most, height) => Math.max(most, height), 0)
  const level = levelled(graph, best.order, best.strand, best.line, tallest / 4)
  return settle(best.order, level, exactly, best)
}
