import { spotOf } from '../core/along.ts'
import type { Leaf } from '../core/graph.ts'
import type { Written } from '../core/notation.ts'
import type { Trace } from '../core/trace.ts'
import type { Variable } from '../lang/run.ts'
import { entryWritten } from './entry.ts'
import type { Label } from './label.ts'
import { plainNumber } from './number.ts'
import type { Point } from './plot.ts'
import { type Break, breaksIn } from './sweep/breaks.ts'
import { niceStep } from './sweep/nice.ts'
import { type Place, probeOf, type Reading, readingAt } from './sweep/probe.ts'
import { axisRange, heightRange } from './sweep/range.ts'
import { piecesOf, readingsOn, refined, type Seen } from './sweep/trail.ts'
import { endOf, type NextStep, rateOf, stepText, type WalkPoint, walkOf } from './sweep/walk.ts'
import { writtenOut } from './sweep/written-out.ts'
import { derivativeSymbol, type NodeSymbol, symbolsOf } from './symbols.ts'

export type { Place } from './sweep/probe.ts'
export type { NextStep, WalkPoint } from './sweep/walk.ts'

/** What is swept, and what is seen of it. Nodes are those of the graph of one pass. */
export interface SweepRequest {
  /** The number of a leaf that the axis stands for. */
  readonly over: Place
  /** The numbers that are drawn over it; the last is the one that is differentiated. */
  readonly of: readonly Place[]
  readonly derivative: boolean
  /** The part of the axis to draw, where it is not to be chosen. */
  readonly reach?: readonly [number, number]
  /** The pass that the nodes are of, and up to which the walk goes; the last where left out. */
  readonly pass?: number
  /** What the program's variables held in the end: where the update after the last pass went. */
  readonly after?: readonly Variable[]
}

/** A kink or a jump of a curve: height and slope just left and just right of it, and the height and the slope that are taken on it. */
export interface SweepKink {
  readonly x: number
  readonly y: number
  readonly slope: number
  readonly left: { readonly y: number; readonly slope: number }
  readonly right: { readonly y: number; readonly slope: number }
  readonly jumps: boolean
  readonly says: string
}

/** One number as a curve over the axis, in pieces without a break. */
export interface SweepCurve extends Place {
  readonly written: Written
  /** The number as an expression of the leaves, while that is short. */
  readonly formula: Written | null
  readonly pieces: readonly (readonly Point[])[]
  readonly range: readonly [number, number]
  /** What it is now. */
  readonly y: number
  readonly slope: number
  readonly kinks: readonly SweepKink[]
}

/** The slope of the last curve, drawn over the same axis. */
export interface SlopeCurve {
  readonly written: Written
  readonly pieces: readonly (readonly Point[])[]
  readonly range: readonly [number, number]
}

/** The axis: a number of a leaf. */
export interface SweepAxis extends Place {
  readonly written: Written
  /** How the picture labels the leaf; null where it has no name. */
  readonly label: Label | null
  readonly range: readonly [number, number]
  /** Where the number stands in the program; null where the program computed it, so that it cannot be changed. */
  readonly literal: Leaf['literals'][number]
  /** Whether it is a whole number of the program. */
  readonly whole: boolean
  /** By how much a key or a small drag changes it. */
  readonly step: number
}

/** How numbers of a program follow one number of it, and where the program stands on the curves. */
export interface Sweep {
  readonly axis: SweepAxis
  readonly curves: readonly SweepCurve[]
  readonly derivative: SlopeCurve | null
  /** Where the last curve stands now: its tangent has the slope that the engine found there. */
  readonly current: { readonly x: number; readonly y: number; readonly slope: number }
  /** Where the passes up to now stood, from the first; one pass alone is no walk, and the list is empty. */
  readonly walk: readonly WalkPoint[]
  readonly next: (NextStep & { readonly y: number }) | null
  /** The whole in a few sentences. */
  readonly says: string
}

const samples = 200
/** Up to which pass the axis leaves room for steps that are still to come. */
const passesAhead = 8

/** The sweep of one number of a program: what others would be if it were another. Null where it is no number of a leaf that can be moved. */
export function sweepOf(traces: readonly Trace[], request: SweepRequest): Sweep | null {
  const pass = request.pass ?? traces.length - 1
  const { over, of, derivative } = request
  const trace = traces[pass]
  const leaf = trace?.graph.nodes[over.node]
  const main = of.at(-1)
  if (trace === undefined || leaf?.kind !== 'leaf' || main === undefined) return null
  const { graph } = trace
  const x = leaf.value.data[over.entry]
  if (x === undefined || !Number.isFinite(x) || !movable(leaf)) return null
  if (of.some(({ node, entry }) => graph.nodes[node]?.value.data[entry] === undefined)) return null

  const now = readingAt(x, spotOf(graph, { leaf: over.node, entry: over.entry }), of)
  const walk = walkOf(traces, pass, over, main)
  const end = pass === traces.length - 1 && request.after !== undefined ? endOf(trace, over, request.after) : null
  const ahead = end ?? walk.find((point) => point.pass === pass + 1)?.x ?? null
  const probe = probeOf(graph, over, of)
  const near = walk.filter((point) => point.pass <= Math.max(pass + 1, passesAhead))
  const range =
    request.reach ?? axisRange(probe, [x, ...near.map((point) => point.x), ...(ahead === null ? [] : [ahead])])

  const xs = Array.from({ length: samples + 1 }, (_, i) => range[0] + ((range[1] - range[0]) * i) / samples)
  const breaks = breaksIn(probe, xs)
  const coarse = readingsOn(probe, xs, breaks)
  const done = walk.filter((point) => point.pass <= pass)
  const next = ahead === null ? null : probe.at(ahead)
  const seen = (channel: Seen['channel'], must: readonly number[]): Seen => ({
    channel,
    range: heightRange(coarse.map(channel), must),
  })
  const values = of.map((_, i) => {
    const steps = i === of.length - 1 ? [...near.map((point) => point.y), ...(next === null ? [] : [next.ys[i]!])] : []
    return seen(({ ys }) => ys[i]!, [now.ys[i]!, ...steps])
  })
  const slopes = seen(slopeOf, [
    0,
    slopeOf(now),
    ...breaks.flatMap(({ left, on, right }) => [left, on, right].map(slopeOf)),
  ])
  const readings = refined(probe, coarse, derivative ? [...values, slopes] : values)

  const symbols = symbolsOf(graph)
  const axisName = nameOf(graph.nodes[over.node]!.value.shape, symbols[over.node]!.written, over.entry)
  const curves = of.map((place, i): SweepCurve => {
    const node = graph.nodes[place.node]!
    const written = nameOf(node.value.shape, symbols[place.node]!.written, place.entry)
    return {
      ...place,
      written,
      formula: node.value.shape.length === 0 && node.name !== undefined ? writtenOut(graph, symbols, place.node) : null,
      pieces: piecesOf(readings, values[i]!),
      range: values[i]!.range,
      y: now.ys[i]!,
      slope: now.slopes[i]!,
      kinks: kinksOf(breaks, i, values[i]!.range, `${written.plain} over ${axisName.plain}`),
    }
  })
  const axis: SweepAxis = {
    ...over,
    written: axisName,
    label: symbols[over.node]!.label,
    range,
    literal: leaf.literals[over.entry] ?? null,
    whole: leaf.value.dtype === 'int64',
    step: Math.max(leaf.value.dtype === 'int64' ? 1 : 0, niceStep((range[1] - range[0]) / 100)),
  }
  const drawn: Omit<Sweep, 'says'> = {
    axis,
    curves,
    derivative: derivative
      ? {
          written: slopeName(symbols, main, axis, curves.at(-1)!),
          pieces: piecesOf(readings, slopes),
          range: slopes.range,
        }
      : null,
    current: { x, y: now.ys.at(-1)!, slope: slopeOf(now) },
    walk: traces.length > 1 ? done : [],
    next:
      next === null
        ? null
        : stepTo(
            next,
            now,
            rateOf(traces, pass, over, [...walk.map((point) => point.x), ...(end === null ? [] : [end])]),
          ),
  }
  return { ...drawn, says: sentence(drawn) }
}

/** Whether a number of a leaf can be any other: not an index, not true or false. */
const movable = ({ value, role }: Leaf): boolean =>
  value.dtype !== 'bool' && (value.dtype !== 'int64' || role === 'constant')

const nameOf = (shape: readonly number[], whole: Written, entry: number): Written =>
  shape.every((size) => size === 1) ? whole : entryWritten(whole, shape, entry)

/** The step from where a pass stands to where the next does. */
function stepTo({ x, ys }: Reading, from: Reading, rate: number | null): Sweep['next'] {
  const by = x - from.x
  return { x, y: ys.at(-1)!, by, rate, text: stepText(by, rate, slopeOf(from)) }
}

/** The slope of what is differentiated. */
const slopeOf = ({ slopes }: Reading): number => slopes.at(-1)!

/** ∂J/∂w, or the sign that the conventions have for it. */
function slopeName(symbols: readonly NodeSymbol[], of: Place, axis: SweepAxis, { written }: SweepCurve): Written {
  const whole = axis.written === symbols[axis.node]!.written
  if (whole && written === symbols[of.node]!.written && written.rank === 0)
    return derivativeSymbol(symbols, of.node, axis.node)
  return derivativeSymbol(symbols.with(of.node, { ...symbols[of.node]!, written }), of.node, axis.written)
}

/** The breaks that a curve shows. */
function kinksOf(
  breaks: readonly Break[],
  i: number,
  [low, high]: readonly [number, number],
  what: string,
): SweepKink[] {
  return breaks.flatMap(({ left: before, on, right: after }): SweepKink[] => {
    const side = ({ ys, slopes }: Reading) => ({ y: ys[i]!, slope: slopes[i]! })
    const [left, taken, right] = [side(before), side(on), side(after)]
    const jumps = differ(left.y, right.y, high - low) || differ(left.y, taken.y, high - low)
    const size = Math.max(Math.abs(left.slope), Math.abs(right.slope), Math.abs(taken.slope))
    const turns = differ(left.slope, right.slope, size) || differ(left.slope, taken.slope, size)
    if (!jumps && !turns) return []
    const heights = `it is ${plainNumber(left.y)} on the left, ${plainNumber(right.y)} on the right, ${plainNumber(taken.y)} there`
    const tilts = `the slope is ${plainNumber(left.slope)} on the left, ${plainNumber(right.slope)} on the right; ${plainNumber(taken.slope)} is taken`
    const says = `${what} ${jumps ? 'jumps' : 'has a kink'} at ${plainNumber(on.x)}: ${[...(jumps ? [heights] : []), ...(turns ? [tilts] : [])].join('; ')}.`
    return [{ x: on.x, ...taken, left, right, jumps, says }]
  })
}

const differ = (p: number, q: number, size: number): boolean => Math.abs(p - q) > 1e-6 * size

/** The sweep for those who do not see it. */
function sentence({ axis, curves, current, derivative, walk, next }: Omit<Sweep, 'says'>): string {
  const [from, to] = axis.range.map(plainNumber)
  const over = axis.written.plain
  const names = curves.map(({ written }) => written.plain).join(', ')
  const heights = curves.map(({ written, y }) => `${written.plain} = ${plainNumber(y)}`).join(', ')
  const slope = `${derivative?.written.plain ?? 'slope'} = ${plainNumber(current.slope)}`
  const passes = walk.length > 1 ? ` So far ${over} was ${walk.map(({ x }) => plainNumber(x)).join(', ')}.` : ''
  const update = next === null ? '' : ` The next update takes it to ${plainNumber(next.x)}.`
  const kinks = curves.flatMap((curve) => curve.kinks.map(({ says }) => ` ${says}`)).slice(0, 4)
  return `${names} over ${over} from ${from} to ${to}. At ${over} = ${plainNumber(current.x)}: ${heights}, ${slope}.${passes}${update}${kinks.join('')}`
}
