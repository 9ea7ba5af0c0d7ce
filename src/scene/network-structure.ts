import type { LayoutNode } from './layout/layout.ts'
import { notTall } from './layout/not-tall.ts'
import type { Network, Unit } from './network.ts'
import { type EdgeShape, lineBetween, type NodeShape, type Structure, sizes } from './structure.ts'

type Point = readonly [number, number]

/** Sizes of a network's drawing, in user units. */
export const network = {
  /** What a wire needs beside each of its ends, so that its weight can stand on it. */
  room: 72,
  weight: { width: 46, height: 32 },
  bias: { width: 54, height: 38 },
} as const

/** What stands in the picture as one: a unit, or a node on its own. */
interface Item {
  readonly nodes: readonly number[]
  readonly width: number
  readonly height: number
  /** How far its boxes stand below its middle, to make room for a bias above. */
  readonly shift: number
}

/** The picture of a network before it is laid out. */
export interface NetworkDrawing {
  readonly kind: 'network'
  readonly shapes: readonly NodeShape[]
  readonly args: readonly (readonly number[])[]
  readonly network: Network
}

/** A network laid out as it is drawn on a board: columns of units, a weight on each wire, biases above. */
export function placedNetwork({ shapes, args, network: { units, wires } }: NetworkDrawing): Structure {
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
    })
  })
  const input = (item: Item): LayoutNode => {
    const inside = new Set(item.nodes)
    const from = item.nodes.flatMap((node) => args[node]!.filter((arg) => !inside.has(arg) && itemOf[arg]! >= 0))
    return { width: item.width, height: item.height, args: [...new Set(from.map((arg) => itemOf[arg]!))] }
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
  placeWeights(wires, shapes, positions)
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
    return { x, y: Math.min(...tops) - 10, text: `[${layer}]` }
  })
}

const shares = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8]
/** A wire closer to a weight than this is hard to tell from the weight's own. */
const clearance = 15

/** Puts each weight on its wire where it covers least of the other weights and wires. */
function placeWeights(
  wires: Network['wires'],
  shapes: readonly NodeShape[],
  positions: { x: number; y: number }[],
): void {
  const lines = wires.map(({ sum, input }): readonly [Point, Point] => [
    [positions[input]!.x + shapes[input]!.boxWidth / 2, positions[input]!.y],
    [positions[sum]!.x - shapes[sum]!.boxWidth / 2, positions[sum]!.y],
  ])
  const placed: Point[] = []
  const { width, height } = network.weight
  const covered = ([x, y]: Point): number =>
    placed.reduce((total, [px, py]) => {
      const [w, h] = [width - Math.abs(px - x), height - Math.abs(py - y)]
      return w > 0 && h > 0 ? total + w * h : total
    }, 0)
  const crowded = ([x, y]: Point, own: number): number =>
    lines.reduce((total, [[x1, y1], [x2, y2]], i) => {
      if (i === own || x < x1 || x > x2) return total
      return total + Math.max(0, clearance - Math.abs(y1 + ((y2 - y1) * (x - x1)) / (x2 - x1) - y))
    }, 0)
  wires.forEach(({ weight }, own) => {
    const [start, end] = lines[own]!
    const spots = shares.map((t) => {
      const at: Point = [start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t]
      return { at, cost: covered(at) + 20 * crowded(at, own) }
    })
    const { at } = spots.reduce((least, spot) => (spot.cost < least.cost ? spot : least))
    placed.push(at)
    positions[weight] = { x: at[0], y: at[1] }
  })
}
