import type { LayoutNode } from './layout/layout.ts'
import { notTall } from './layout/not-tall.ts'
import type { Network, Unit } from './network.ts'
import { type EdgeShape, lineBetween, type NodeShape, type Structure, sizes } from './structure.ts'

type Point = readonly [number, number]

/** Sizes of a network's drawing, in user units. */
export const network = {
  /** What a wire needs beside each of its ends, so that its weight can stand on it. */
  room: 72,
  weight: { width: 54, height: 32 },
  bias: { width: 68, height: 38 },
  caption: { width: 24, height: 14 },
  sign: { width: 17, height: 17 },
} as const

/** What stands in the picture as one: a unit, or a node on its own. */
interface Item {
  readonly nodes: readonly number[]
  readonly width: number
  readonly height: number
  /** How far its boxes stand below its middle, to make room for a bias above. */
  readonly shift: number
  /** The layer of a unit. */
  readonly rank: number | null
}

/** The picture of a network before it is laid out. */
export interface NetworkDrawing {
  readonly kind: 'network'
  readonly shapes: readonly NodeShape[]
  readonly args: readonly (readonly number[])[]
  readonly network: Network
}

/** A network laid out as it is drawn on a board: columns of units, a weight on each wire, biases above. */
export function placedNetwork({ shapes: full, args, network: { units, wires } }: NetworkDrawing): Structure {
  const shapes = [...full]
  const ends = new Set(wires.flatMap(({ sum, input }) => [sum, input]))
  const items: Item[] = []
  const itemOf: number[] = []
  const unitOf = new Map<number, Unit>(
    units.flatMap((unit) => [
      [unit.sum, unit],
      ...(unit.activation === null ? [] : [[unit.activation, unit] as const]),
    ]),
  )
  shapes.forEach((shape, node) => {
    if (shape.look === 'weight' || shape.look === 'bias' || shape.look === 'activation') {
      itemOf[node] = -1
      const unit = unitOf.get(node)
      if (unit !== undefined) itemOf[node] = itemOf[unit.sum]!
      return
    }
    itemOf[node] = items.length
    const unit = unitOf.get(node)
    const nodes = unit === undefined || unit.activation === null ? [node] : [node, unit.activation]
    const wired = nodes.some((each) => ends.has(each))
    const shift = unit?.bias == null ? 0 : (network.bias.height + 6) / 2
    const width = nodes.reduce((total, each) => total + shapes[each]!.boxWidth, 0)
    items.push({
      nodes,
      width: Math.max(width, shape.width) + (wired ? 2 * network.room : 0),
      height: shape.height + 2 * shift,
      shift,
      rank: unit?.layer ?? null,
    })
  })
  const input = (item: Item): LayoutNode => {
    const inside = new Set(item.nodes)
    const from = item.nodes.flatMap((node) => args[node]!.filter((arg) => !inside.has(arg) && itemOf[arg]! >= 0))
    const { width, height, rank } = item
    return { width, height, args: [...new Set(from.map((arg) => itemOf[arg]!))], ...(rank !== null && { rank }) }
  }
  const laidOut = notTall(items.map(input))
  const positions: { x: number; y: number }[] = shapes.map(() => ({ x: 0, y: 0 }))
  items.forEach(({ nodes, shift }, i) => {
    const { x, y } = laidOut.positions[i]!
    const [first, second] = nodes
    const total = nodes.reduce((sum, node) => sum + shapes[node]!.boxWidth, 0)
    positions[first!] = { x: x - total / 2 + shapes[first!]!.boxWidth / 2, y: y + shift }
    if (second !== undefined) positions[second] = { x: x + total / 2 - shapes[second]!.boxWidth / 2, y: y + shift }
  })
  for (const { sum, bias } of units)
    if (bias !== null) {
      const { x, y } = positions[sum]!
      positions[bias] = { x, y: y - shapes[sum]!.height / 2 - network.bias.height / 2 - 4 }
    }
  placeWeights(units, wires, shapes, positions)
  const routes = new Map(laidOut.edges.map((edge) => [`${edge.from}:${edge.to}`, edge.points]))
  const wireOf = new Map(wires.map((wire) => [`${wire.sum}:${wire.slot}`, wire]))
  const lay = { ...laidOut, positions, edges: [] }
  const shiftOf = (node: number): number => items[itemOf[node]!]?.shift ?? 0
  const edges = args.flatMap((own, to) =>
    own.map((from, slot): EdgeShape => {
      const wire = wireOf.get(`${to}:${slot}`)
      const common = { from, to, slot, weight: null }
      const [p, q] = [positions[from]!, positions[to]!]
      const left = q.x - shapes[to]!.boxWidth / 2
      if (wire !== undefined)
        return {
          ...common,
          look: 'stub',
          points: [
            [p.x, p.y],
            [left, q.y],
          ],
        }
      if (shapes[from]!.look === 'bias')
        return {
          ...common,
          look: 'line',
          points: [
            [left + 6, p.y + network.bias.height / 2],
            [left + 6, q.y - sizes.box / 2],
          ],
        }
      if (shapes[to]!.look === 'activation')
        return {
          ...common,
          look: 'none',
          points: [
            [p.x, p.y],
            [q.x, q.y],
          ],
        }
      const weighted = wires.find((each) => each.sum === to && each.input === from && (each.slot ^ 1) === slot)
      const points = routes.get(`${itemOf[from]}:${itemOf[to]}`) ?? [
        [p.x, p.y],
        [q.x, q.y],
      ]
      const line = lineBetween({ from, to, slot, points: lowered(points, shiftOf(from), shiftOf(to)) }, shapes, lay)
      const ends: readonly Point[] = [
        [p.x + shapes[from]!.boxWidth / 2, p.y],
        [left, q.y],
      ]
      if (weighted === undefined) return line
      return points.length > 2
        ? { ...line, weight: weighted.weight }
        : { ...common, look: 'wire', weight: weighted.weight, points: ends }
    }),
  )
  const all = { ...laidOut, positions, edges: edges.map(({ from, to, slot, points }) => ({ from, to, slot, points })) }
  return { shapes, layout: all, edges, captions: captionsOf(units, shapes, positions), groups: [] }
}

/** A route whose ends stand lower than the middles of its items. */
const lowered = (points: readonly Point[], first: number, last: number): readonly Point[] =>
  points.map(([x, y], i): Point => [x, y + (i === 0 ? first : i === points.length - 1 ? last : 0)])

/** The layers' labels, [1], [2], …, each above its column. */
function captionsOf(
  units: readonly Unit[],
  shapes: readonly NodeShape[],
  positions: Structure['layout']['positions'],
): Structure['captions'] {
  const layers = [...new Set(units.map(({ layer }) => layer))]
  return layers.map((layer) => {
    const members = units.filter((unit) => unit.layer === layer)
    const tops = members.map(({ sum, bias }) =>
      bias === null ? positions[sum]!.y - shapes[sum]!.height / 2 : positions[bias]!.y - network.bias.height / 2,
    )
    const [{ sum, activation }] = [members[0]!]
    const x = (positions[sum]!.x + positions[activation ?? sum]!.x) / 2
    return { x, y: clearOf(x, Math.min(...tops) - 10, shapes, positions), text: `[${layer}]` }
  })
}

/** The lowest place at or above `y` where a caption covers no box. */
function clearOf(
  x: number,
  y: number,
  shapes: readonly NodeShape[],
  positions: Structure['layout']['positions'],
): number {
  const { width, height } = network.caption
  const covered = shapes.flatMap(({ look, width: own, height: tall }, i) => {
    const at = positions[i]!
    const beside = look === 'weight' || Math.abs(at.x - x) >= (own + width) / 2
    return beside || y - height >= at.y + tall / 2 || y <= at.y - tall / 2 ? [] : [at.y - tall / 2]
  })
  return covered.length === 0 ? y : clearOf(x, Math.min(...covered) - 4, shapes, positions)
}

const shares = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8, 0.46, 0.54, 0.38, 0.62, 0.3, 0.7]
/** A sign is small enough to stand near the ends of its wire too. */
const signShares = [...shares, 0.235, 0.765, 0.16, 0.84, 0.12, 0.88, 0.08, 0.92]
/** A wire closer to a weight than this is hard to tell from the weight's own. */
const clearance = 15
/** The boxes of weights are this much larger than their numbers. */
const margin = 4

/** Puts each weight on its wire. Where the weights of a layer would cover each other or a unit, only their signs stand on its wires. */
function placeWeights(
  units: readonly Unit[],
  wires: Network['wires'],
  shapes: NodeShape[],
  positions: { x: number; y: number }[],
): void {
  const layerOf = new Map(units.map(({ sum, layer }) => [sum, layer]))
  const weights = new Set(wires.map(({ weight }) => weight))
  for (const layer of new Set(layerOf.values())) {
    const own = wires.filter(({ sum }) => layerOf.get(sum) === layer)
    if (spread(own, weights, shapes, positions)) continue
    for (const { weight } of own)
      shapes[weight] = { ...shapes[weight]!, look: 'sign', boxWidth: network.sign.width, ...network.sign }
    spread(own, weights, shapes, positions)
  }
}

/** Puts each weight of a layer where it covers least of the layer's other weights, of the boxes there and of the other wires. Says whether that is possible without covering anything; signs are put in any case. */
function spread(
  wires: Network['wires'],
  weights: ReadonlySet<number>,
  shapes: readonly NodeShape[],
  positions: { x: number; y: number }[],
): boolean {
  const lines = wires.map(({ sum, input }): readonly [Point, Point] => [
    [positions[input]!.x + shapes[input]!.boxWidth / 2, positions[input]!.y],
    [positions[sum]!.x - shapes[sum]!.boxWidth / 2, positions[sum]!.y],
  ])
  const boxOf = (node: number, [x, y]: Point) => ({ x, y, width: shapes[node]!.boxWidth, height: shapes[node]!.height })
  const [left, right] = [Math.min(...lines.map(([[x]]) => x)), Math.max(...lines.map(([, [x]]) => x))]
  const taken = shapes.flatMap((_, node) => {
    const box = boxOf(node, [positions[node]!.x, positions[node]!.y])
    const beside = box.x + box.width < left || box.x - box.width > right
    return weights.has(node) || beside ? [] : [box]
  })
  const covered = (node: number, at: Point): number => {
    const own = boxOf(node, at)
    let total = 0
    for (const other of taken) {
      const w = (own.width + other.width) / 2 - Math.abs(other.x - own.x)
      const h = (own.height + other.height) / 2 - Math.abs(other.y - own.y)
      if (w > margin && h > margin) total += w * h
    }
    return total
  }
  const near = ([x, y]: Point, own: number): number => {
    let total = 0
    for (const [i, [[x1, y1], [x2, y2]]] of lines.entries())
      if (i !== own && x >= x1 && x <= x2)
        total += Math.max(0, clearance - Math.abs(y1 + ((y2 - y1) * (x - x1)) / (x2 - x1) - y))
    return total
  }
  return wires.every(({ weight }, own) => {
    const [start, end] = lines[own]!
    const isSign = shapes[weight]!.look === 'sign'
    const spots = (isSign ? signShares : shares).map((t) => {
      const at: Point = [start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t]
      const cover = covered(weight, at)
      return { at, cover, cost: (isSign ? 40 : 4) * cover + 20 * near(at, own) }
    })
    const { at, cover } = spots.reduce((least, spot) => (spot.cost < least.cost ? spot : least))
    taken.push(boxOf(weight, at))
    positions[weight] = { x: at[0], y: at[1] }
    return isSign || cover === 0
  })
}
