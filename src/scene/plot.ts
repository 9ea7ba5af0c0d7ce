import { contextOf } from '../core/context.ts'
import { evaluate } from '../core/evaluate.ts'
import type { OpNode } from '../core/graph.ts'
import { Binding, notate, type Written } from '../core/notation.ts'
import { partial } from '../core/pull.ts'
import { ops } from '../core/registry.ts'
import { type Expr, mentions } from '../core/rule.ts'
import { scalar, type Tensor, tensor } from '../core/tensor.ts'
import type { Trace } from '../core/trace.ts'
import { numberTerm, type Term, typeset } from '../core/typeset.ts'
import { onlySlot } from './activation.ts'
import { written } from './number.ts'
import { kinkSentence, letter } from './reason.ts'

/** A point of a curve. */
export type Point = readonly [x: number, y: number]

/** Where the function stands now: one entry of its argument, its value and its slope there. */
export interface Current {
  readonly entry: number
  readonly x: number
  readonly y: number
  readonly slope: number
}

/** A kink: the slope just left and just right of it, and the slope that is taken. */
export interface Kink {
  readonly x: number
  readonly y: number
  readonly left: number
  readonly right: number
  readonly slope: number
  readonly says: string
}

/** The function of an element-wise op and its derivative as curves, each in pieces without a break. */
export interface Plot {
  readonly node: number
  /** y = σ(x) and y′ = y · (1 − y), with x for the argument. */
  readonly formula: Written
  readonly derivative: Written
  readonly value: readonly (readonly Point[])[]
  readonly slope: readonly (readonly Point[])[]
  readonly current: readonly Current[]
  readonly kinks: readonly Kink[]
  readonly xs: readonly [number, number]
  readonly ys: readonly [number, number]
  readonly slopes: readonly [number, number]
}

const samples = 120
const narrowest = 4
const mostCurrent = 100

/** The plot of the op of a node; null where it is no element-wise function of one argument, or a straight line. */
export function plotOf({ graph }: Trace, index: number): Plot | null {
  const slot = onlySlot(graph, index)
  const node = graph.nodes[index]!
  if (slot === null || node.kind === 'leaf') return null
  const others = node.args.map((arg) => graph.nodes[arg]!.value)
  if (others.some(({ shape }, place) => place !== slot && shape.length > 0)) return null
  const own = contextOf(others, node.value, node.attrs)
  const rule = partial(node.op, own, slot)
  const kinks = node.args.length === 1 ? (ops[node.op].kinks?.(node.attrs) ?? []) : []
  if (rule === null || (kinks.length === 0 && !bends(rule, slot))) return null

  /** The op and its partial at many arguments at once, by the same code that runs the program. */
  const at = (xs: readonly number[]): { y: Tensor; slope: Tensor } => {
    const x = tensor(xs, [xs.length], 'float64')
    const args = others.map((other, place) => (place === slot ? x : scalar(other.data[0]!, 'float64')))
    const y = ops[node.op].forward(args, node.attrs)
    const context = contextOf(args, y, node.attrs)
    const slope = evaluate(partial(node.op, context, slot)!, { args, output: y, flow: x }, 'float64')
    return {
      y,
      slope:
        slope.shape.length === 0
          ? tensor(
              xs.map(() => slope.data[0]!),
              [xs.length],
              'float64',
            )
          : slope,
    }
  }

  const here = [...others[slot]!.data].filter(Number.isFinite).slice(0, mostCurrent)
  const reach = Math.max(narrowest, 1.2 * Math.max(0, ...here.map(Math.abs)))
  const [first, last] = [-reach, reach]
  const breaks = [first, ...kinks.filter((kink) => kink > first && kink < last), last]
  const [value, slope]: [Point[][], Point[][]] = [[], []]
  breaks.slice(1).forEach((end, i) => {
    const from = breaks[i]!
    // just beside a kink, where the slope is still that of its side
    const inside = 1e-9 * reach
    const xs = Array.from({ length: samples + 1 }, (_, k) => from + inside + ((end - from - 2 * inside) * k) / samples)
    const made = at(xs)
    value.push(...pieces(xs, made.y))
    slope.push(...pieces(xs, made.slope))
  })
  const now = at(here)
  const current = here.map((x, entry): Current => ({ entry, x, y: now.y.data[entry]!, slope: now.slope.data[entry]! }))
  const drawn = [...value.flat(), ...slope.flat()].map(([x]) => x)
  return {
    node: index,
    ...formulas(node, slot, others),
    value,
    slope,
    current,
    kinks: kinks.map((x): Kink => {
      const beside = 1e-9 * reach
      const { y, slope: taken } = at([x, x - beside, x + beside])
      const [at0, left, right] = taken.data
      return { x, y: y.data[0]!, left: left!, right: right!, slope: at0!, says: kinkSentence(node.op, node.attrs, x) }
    }),
    xs: [Math.min(...drawn), Math.max(...drawn)],
    ys: range(
      value,
      current.map(({ y }) => y),
    ),
    slopes: range(
      slope,
      current.map(({ slope: each }) => each),
    ),
  }
}

/** y = g(x) and y′ = g′(x), with the op's own notation and the rule's own expression. */
function formulas({ op, attrs, value }: OpNode, slot: number, values: readonly Tensor[]) {
  const term = (each: Tensor, as: Written): Term => ({ written: as, value: scalar(each.data[0]!, 'float64') })
  const name = (plain: string): Written => ({ tex: plain.replace('′', "'"), plain, binding: Binding.atom, rank: 0 })
  const args = values.map((each, i) =>
    i === slot ? term(each, letter) : numberTerm(each.data[0]!, written, 'float64'),
  )
  const y = term(value, name('y'))
  const context = contextOf(
    args.map((arg) => arg.value),
    y.value,
    attrs,
  )
  const right = notate(
    ops[op].notation(context),
    args.map((arg) => arg.written),
    0,
  )
  const slope = typeset(partial(op, context, slot)!, { args, output: y, flow: y }, written, 'float64')
  return { formula: equal(name('y'), right), derivative: equal(name('y′'), slope.written) }
}

const equal = (left: Written, right: Written): Written => ({
  ...left,
  tex: `${left.tex} = ${right.tex}`,
  plain: `${left.plain} = ${right.plain}`,
})

/** Whether a slope changes with the argument. */
const bends = (rule: Expr, slot: number): boolean =>
  mentions(rule, (part) => part.kind === 'output' || (part.kind === 'arg' && part.index === slot))

/** The points of a curve without those that are no numbers, broken where these are. */
function pieces(xs: readonly number[], ys: Tensor): Point[][] {
  const made: Point[][] = [[]]
  xs.forEach((x, i) => {
    const y = ys.data[i]!
    if (Number.isFinite(y)) made.at(-1)!.push([x, y])
    else if (made.at(-1)!.length > 0) made.push([])
  })
  return made.filter((piece) => piece.length > 1)
}

/** The range that a curve is drawn in: 0, what is now, and all of the curve but its steepest hundredths. */
function range(curve: readonly (readonly Point[])[], now: readonly number[]): readonly [number, number] {
  const sorted = curve.flatMap((piece) => piece.map(([, y]) => y)).sort((p, q) => p - q)
  const few = Math.floor(sorted.length / 40)
  const kept = [0, ...now.filter(Number.isFinite), sorted[few] ?? 0, sorted.at(-1 - few) ?? 1]
  const [low, high] = [Math.min(...kept), Math.max(...kept)]
  const room = 0.08 * (high - low || 1)
  return [low - room, high + room]
}
