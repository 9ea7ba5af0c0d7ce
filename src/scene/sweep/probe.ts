import { type Along, along, type Spot } from '../../core/along.ts'
import type { Graph } from '../../core/graph.ts'
import { sidesOf } from '../../core/sides.ts'

/** One number of a node's value. */
export interface Place {
  readonly node: number
  readonly entry: number
}

/** The numbers that are swept, at one number of the axis: each one's value, and its slope along the axis. */
export interface Reading {
  readonly x: number
  readonly ys: readonly number[]
  readonly slopes: readonly number[]
}

/** How numbers of a graph follow one number of a leaf. */
export interface Probe {
  readonly at: (x: number) => Reading
  /** The side of each kink and switch that the graph is on at a number. */
  readonly sidesAt: (x: number) => readonly number[]
}

/** What a spot of a graph says of some numbers. A slope is never −0. */
export const readingAt = (x: number, { values, slopes }: Spot, of: readonly Place[]): Reading => ({
  x,
  ys: of.map(({ node, entry }) => values[node]!.data[entry]!),
  slopes: of.map(({ node, entry }) => (slopes[node]?.data[entry] ?? 0) + 0),
})

/** A probe of some numbers of a graph along another. */
export function probeOf(graph: Graph, over: Place, of: readonly Place[]): Probe {
  const line: Along = along(graph, { leaf: over.node, entry: over.entry })
  return {
    at: (x) => readingAt(x, line.spotAt(x), of),
    sidesAt: (x) => sidesOf(graph, line.valuesAt(x), line.moves),
  }
}
