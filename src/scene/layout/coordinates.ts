import type { Order } from './crossings.ts'
import { type Separation, separator } from './separation.ts'
import { type Spring, stiffness } from './springs.ts'

const work = 40_000

/**
 * The height of every strand's line: as near to its neighbours' lines as room allows, in least squares, so that a node
 * stands in the middle of its arguments and users. Projected gradient with Nesterov's momentum, begun anew when it
 * overshoots, until no line moves more than `still`.
 */
export function coordinates(
  order: Order,
  strand: readonly number[],
  springs: readonly Spring[],
  heights: readonly number[],
  nodeGap: number,
  start: Float64Array,
  still: number,
): Float64Array {
  const weight = stiffness(springs, strand)
  const place = separator(weight, separationsOf(order, strand, heights, nodeGap))
  const steps = Math.max(6, Math.min(120, Math.floor(work / weight.length)))
  let y = place(start)
  let ahead = y
  let momentum = 1
  for (let step = 0; step < steps; step++) {
    const next = place(towardsNeighbours(ahead, springs, weight))
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
