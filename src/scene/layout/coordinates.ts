import type { Order } from './crossings.ts'
import type { LayeredGraph } from './layered-graph.ts'
import { type Separation, separator } from './separation.ts'

const leafPull = 1
const nodePull = 2
const bendPull = 4
const still = 0.02

/**
 * The height of every strand's line: as near to its neighbours' lines as room allows, in least squares, so that a node
 * stands in the middle of its arguments and users.
 */
export function coordinates(
  graph: LayeredGraph,
  order: Order,
  strand: readonly number[],
  heights: readonly number[],
  nodeGap: number,
): Float64Array {
  const count = strand.reduce((most, id) => Math.max(most, id + 1), 0)
  const springs = springsOf(graph, strand)
  const weight = new Float64Array(count).fill(0.01)
  for (const { a, b, pull } of springs) {
    weight[a] = weight[a]! + 2 * pull
    weight[b] = weight[b]! + 2 * pull
  }
  const place = separator(weight, separationsOf(order, strand, heights, nodeGap))
  return relax(place, springs, weight, place(new Float64Array(count), 20))
}

interface Spring {
  readonly a: number
  readonly b: number
  readonly pull: number
}

/** Projected gradient with Nesterov's momentum, started anew when it overshoots. */
function relax(
  place: (desired: Float64Array, rounds: number) => Float64Array,
  springs: readonly Spring[],
  weight: Float64Array,
  start: Float64Array,
): Float64Array {
  const steps = Math.max(10, Math.min(120, Math.floor(40_000 / start.length)))
  let y = start
  let ahead = start
  let momentum = 1
  for (let step = 0; step < steps; step++) {
    const next = place(towardsNeighbours(ahead, springs, weight), 20)
    const moved = next.map((value, i) => value - y[i]!)
    const overshot = moved.reduce((sum, by, i) => sum + by * (ahead[i]! - next[i]!) * weight[i]!, 0) > 0
    const faster = overshot ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2
    const carry = overshot ? 0 : (momentum - 1) / faster
    ahead = next.map((value, i) => value + carry * moved[i]!)
    momentum = faster
    y = next
    if (moved.every((by) => Math.abs(by) < still)) break
  }
  return y
}

function towardsNeighbours(y: Float64Array, springs: readonly Spring[], weight: Float64Array): Float64Array {
  const desired = y.slice()
  for (const { a, b, pull } of springs) {
    const force = pull * (y[b]! - y[a]!)
    desired[a] = desired[a]! + force / weight[a]!
    desired[b] = desired[b]! - force / weight[b]!
  }
  return desired
}

function springsOf(graph: LayeredGraph, strand: readonly number[]): readonly Spring[] {
  const isBend = (vertex: number) => vertex >= graph.size
  const pullOf = (from: number, to: number) =>
    isBend(from) && isBend(to) ? bendPull : graph.before[from]!.length === 0 ? leafPull : nodePull
  return graph.after.flatMap((users, from) =>
    users
      .filter((to) => strand[to] !== strand[from])
      .map((to) => ({ a: strand[from]!, b: strand[to]!, pull: pullOf(from, to) })),
  )
}

function separationsOf(
  order: Order,
  strand: readonly number[],
  heights: readonly number[],
  nodeGap: number,
): readonly Separation[] {
  const widest = new Map<string, Separation>()
  for (const vertices of order) {
    for (let at = 1; at < vertices.length; at++) {
      const [upper, lower] = [vertices[at - 1]!, vertices[at]!]
      const gap = (heights[upper]! + heights[lower]!) / 2 + nodeGap
      const [left, right] = [strand[upper]!, strand[lower]!]
      const key = `${left} ${right}`
      if (gap > (widest.get(key)?.gap ?? Number.NEGATIVE_INFINITY)) widest.set(key, { left, right, gap })
    }
  }
  return [...widest.values()]
}
