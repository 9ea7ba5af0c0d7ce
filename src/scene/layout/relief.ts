import { type Order, places } from './crossings.ts'
import type { LayeredGraph } from './layered-graph.ts'
import type { Spring } from './springs.ts'
import { crossingsSaved } from './transposition.ts'

/** Two neighbours of a layer that would change places. */
export interface Swap {
  readonly layer: number
  /** The place of the upper one. */
  readonly at: number
  /** The energy that this sets free when nothing else moves. */
  readonly relief: number
}

/** The swaps of neighbours that cost no crossing and promise calmer lines, the best first, no two of one vertex. */
export function reliefs(
  graph: LayeredGraph,
  order: Order,
  strand: readonly number[],
  springs: readonly Spring[],
  line: Float64Array,
): readonly Swap[] {
  const place = places(order, graph.layer.length)
  const around = springsAround(springs, line.length)
  const found = order.flatMap((vertices, layer) =>
    vertices.slice(1).flatMap((lower, at): readonly Swap[] => {
      const upper = vertices[at]!
      const [s, t] = [strand[upper]!, strand[lower]!]
      const apart = line[t]! - line[s]!
      const moves = [
        [apart, -apart],
        [2 * apart, 0],
        [0, -2 * apart],
      ] as const
      const relief = Math.max(
        ...moves.map(([down, up]) =>
          energySaved(
            around,
            line,
            new Map([
              [s, down],
              [t, up],
            ]),
          ),
        ),
      )
      if (relief < apart * apart || crossingsSaved(graph, place, upper, lower) < 0) return []
      return [{ layer, at, relief }]
    }),
  )
  const taken = new Set<number>()
  return found
    .toSorted((a, b) => b.relief - a.relief)
    .filter(({ layer, at }) => {
      const pair = [order[layer]![at]!, order[layer]![at + 1]!]
      if (pair.some((vertex) => taken.has(strand[vertex]!))) return false
      for (const vertex of pair) taken.add(strand[vertex]!)
      return true
    })
}

/** The order after some swaps. */
export function swapped(order: Order, swaps: readonly Swap[]): Order {
  const changed = order.map((vertices) => vertices.slice())
  for (const { layer, at } of swaps) {
    const vertices = changed[layer]!
    vertices.splice(at, 2, vertices[at + 1]!, vertices[at]!)
  }
  return changed
}

/** The energy set free when some strands move and the others stay. */
function energySaved(
  around: readonly (readonly Spring[])[],
  line: Float64Array,
  moves: ReadonlyMap<number, number>,
): number {
  const after = (strand: number) => line[strand]! + (moves.get(strand) ?? 0)
  let saved = 0
  for (const { a, b, pull } of new Set([...moves.keys()].flatMap((strand) => around[strand]!))) {
    saved += pull * ((line[a]! - line[b]!) ** 2 - (after(a) - after(b)) ** 2)
  }
  return saved
}

function springsAround(springs: readonly Spring[], count: number): readonly (readonly Spring[])[] {
  const around: Spring[][] = Array.from({ length: count }, () => [])
  for (const spring of springs) {
    around[spring.a]!.push(spring)
    around[spring.b]!.push(spring)
  }
  return around
}
