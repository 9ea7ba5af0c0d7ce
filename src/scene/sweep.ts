import { tangents } from '../core/forward.ts'
import type { Graph } from '../core/graph.ts'
import { replay } from '../core/replay.ts'
import { full, tensor } from '../core/tensor.ts'
import type { Trace } from '../core/trace.ts'
import type { Point } from './plot.ts'
import { plainName, symbolsOf } from './symbols.ts'

/** A number of a run: a node of its tensors, and which entry of it. */
export interface SweptPlace {
  readonly node: number
  readonly entry: number
}

/** Which numbers are drawn over which; `reach` where the axis is not left to the numbers. */
export interface SweepAsked {
  readonly over: SweptPlace
  readonly of: readonly SweptPlace[]
  readonly reach?: readonly [number, number]
}

/** Where a curve has no one slope: just left of it, just right, and the one that is taken. */
export interface Corner {
  readonly x: number
  readonly y: number
  readonly left: number
  readonly right: number
  readonly slope: number
}

/** A value of the program over one of its numbers, and its derivative by it, each in pieces without a jump. */
export interface SweptCurve {
  readonly name: string
  readonly value: readonly (readonly Point[])[]
  readonly slope: readonly (readonly Point[])[]
  readonly corners: readonly Corner[]
  readonly now: { readonly y: number; readonly slope: number }
}

/** Curves over one number of the program, where it stands now, and where the passes before this one stood. */
export interface Sweep {
  readonly over: string
  readonly x: number
  readonly xs: readonly [number, number]
  readonly curves: readonly SweptCurve[]
  /** The last curve at the number of each backward pass up to this one, in order. */
  readonly walk: readonly Point[]
}

const samples = 160
const narrowest = 4

/** Values of a program over one of its numbers, by evaluating its graph again; slopes by forward mode. Null where nothing is a number. */
export function sweepOf(passes: readonly Trace[], pass: number, { over, of, reach }: SweepAsked): Sweep | null {
  const trace = passes[pass]
  const leaf = trace?.graph.nodes[over.node]
  if (trace === undefined || leaf === undefined || leaf.value.data.length <= over.entry || of.length === 0) return null
  const { graph } = trace
  const symbols = symbolsOf(graph)
  const x = leaf.value.data[over.entry]!
  const walked = passes.slice(0, pass + 1).flatMap((each) => numberIn(each, graph, over) ?? [])
  const xs = reach ?? rangeOf([...walked, x])
  const curves = of.map((place): SweptCurve => {
    const at = (from: number) => evaluated(graph, over, place, from)
    const { pieces, corners } = traced(at, xs)
    return {
      name: plainName(symbols, place.node),
      value: pieces.map((piece) => piece.map(([where, y]) => [where, y] as const)),
      slope: pieces.map((piece) => piece.map(([where, , slope]) => [where, slope] as const)),
      corners,
      now: at(x),
    }
  })
  const last = of.at(-1)
  const walk =
    last === undefined ? [] : walked.map((from): Point => [from, evaluated(graph, over, last, from).y] as const)
  return { over: plainName(symbols, over.node), x, xs, curves, walk }
}

/** The number of the same name in another pass of the program. */
function numberIn({ graph }: Trace, own: Graph, { node, entry }: SweptPlace): number | null {
  const name = own.nodes[node]!.name
  const found = graph.nodes.find((each) => each.kind === 'leaf' && each.name !== undefined && each.name === name)
  return found?.value.data[entry] ?? null
}

/** A value of a graph, and how fast it moves, with another number in one of its leaves. */
function evaluated(graph: Graph, { node, entry }: SweptPlace, of: SweptPlace, x: number) {
  const { value } = graph.nodes[node]!
  const put = tensor(
    Array.from(value.data, (each, i) => (i === entry ? x : each)),
    value.shape,
    'float64',
  )
  const values = replay(graph, node, put, 'float64')
  const moved = { ...graph, nodes: graph.nodes.map((each, i) => ({ ...each, value: values[i]! })) }
  const unit = full(value.shape, 0, 'float64')
  unit.data[entry] = 1
  const tangent = tangents(moved, new Map([[node, unit]]))[of.node]
  return { y: values[of.node]!.data[of.entry] ?? Number.NaN, slope: tangent?.data[of.entry] ?? 0 }
}

/** The range of an axis around the numbers that must be on it: a little wider than they are, with round ends, so that it does not move with every change. */
function rangeOf(needed: readonly number[]): readonly [number, number] {
  const finite = needed.filter(Number.isFinite)
  const [low, high] = [Math.min(0, ...finite), Math.max(0, ...finite)]
  const room = Math.max(narrowest, 1.6 * (high - low)) - (high - low)
  const unit = 10 ** Math.floor(Math.log10((high - low + room) / 4))
  return [Math.floor((low - room / 2) / unit) * unit, Math.ceil((high + room / 2) / unit) * unit]
}

type Sampled = readonly [x: number, y: number, slope: number]

/** A curve sampled over a range, cut where its slope or its value jumps. */
function traced(
  at: (x: number) => { readonly y: number; readonly slope: number },
  [from, to]: readonly [number, number],
) {
  const sampled = (x: number): Sampled => {
    const { y, slope } = at(x)
    return [x, y, slope]
  }
  const points = Array.from({ length: samples + 1 }, (_, i) => sampled(from + ((to - from) * i) / samples))
  const scale = spreadOf(points.map(([, , slope]) => slope))
  const height = spreadOf(points.map(([, y]) => y))
  /** Whether two points may have a break between them: their slopes differ, or their values more than these explain. */
  const breaks = (p: Sampled, q: Sampled, tight: number): boolean =>
    Math.abs(q[2] - p[2]) > tight * scale ||
    Math.abs(q[1] - p[1] - ((p[2] + q[2]) / 2) * (q[0] - p[0])) > tight * height
  const corners: Corner[] = []
  const pieces: Sampled[][] = [[]]
  points.forEach((point, i) => {
    const before = points[i - 1]
    if (before !== undefined && breaks(before, point, 0.02)) {
      const [left, right] = narrowed(sampled, before, point)
      if (breaks(left, right, 0.01)) {
        const x = rounded((left[0] + right[0]) / 2)
        const same = corners.at(-1)?.x === x ? corners.pop() : undefined
        corners.push({ x, y: at(x).y, left: same?.left ?? left[2], right: right[2], slope: at(x).slope })
        // a break on a sampled point is found from both sides
        if (same === undefined) pieces.at(-1)!.push(left)
        else pieces.pop()
        pieces.push([right])
      }
    }
    if (!Number.isFinite(point[1])) pieces.push([])
    else if (!corners.some(({ x }) => x === point[0])) pieces.at(-1)!.push(point)
  })
  return { pieces: pieces.filter((piece) => piece.length > 1), corners }
}

/** How far numbers lie apart. */
function spreadOf(numbers: readonly number[]): number {
  const finite = numbers.filter(Number.isFinite)
  return Math.max(1e-9, Math.max(...finite) - Math.min(...finite))
}

/** Two points just beside the place between two others where slope or value jumps, found by halving. */
function narrowed(sampled: (x: number) => Sampled, left: Sampled, right: Sampled): readonly [Sampled, Sampled] {
  let [p, q] = [left, right]
  const jump = (from: Sampled, to: Sampled): number => Math.abs(to[2] - from[2]) + Math.abs(to[1] - from[1])
  for (let i = 0; i < 40; i++) {
    const middle = sampled((p[0] + q[0]) / 2)
    if (jump(p, middle) < jump(middle, q)) p = middle
    else q = middle
  }
  return [p, q]
}

/** A place found by halving, as the number it is nearest to. */
const rounded = (x: number): number => Math.round(x * 1e6) / 1e6 + 0
