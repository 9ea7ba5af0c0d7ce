import { centralDifference, type Entry, forwardDifference, type Precision } from '../core/numerical.ts'
import type { Trace } from '../core/trace.ts'
import { ledgerOf } from './ledger.ts'
import { plainName, symbolsOf } from './symbols.ts'

/** One number that learns: what the backward pass says of it, and what nudging it does to the output. */
export interface CheckRow extends Entry {
  readonly name: string
  readonly autograd: number
  readonly central: number
  /** |difference| over the larger of the two; over a thousandth of the largest gradient where both are smaller. */
  readonly error: number
  /** kink: the slopes from the left and from the right differ, and the gradient is one of them or between, so that there is no slope to agree with. */
  readonly verdict: 'agrees' | 'disagrees' | 'kink'
}

/** The check of a whole program. */
export interface Check {
  readonly rows: readonly CheckRow[]
  /** How many numbers were left out, there being too many. */
  readonly left: number
  readonly lamp: 'green' | 'amber' | 'red'
}

const mostRows = 200
const tolerance = 1e-3
/** Gradients below this are not told apart. */
const smallest = 1e-9
const epsilonFor = (value: number): number => 6e-6 * Math.max(1, Math.abs(value))

const difference = (p: number, q: number, floor: number): number => {
  const size = Math.max(floor, Math.abs(p), Math.abs(q))
  return p === q ? 0 : Math.abs(p - q) / size
}

/** Whether a gradient is the slope on one side of a kink, or between the two: what autograd may choose there. */
function isAtKink(autograd: number, left: number, right: number, floor: number): boolean {
  const slack = tolerance * Math.max(floor, Math.abs(left), Math.abs(right))
  const between = autograd >= Math.min(left, right) - slack && autograd <= Math.max(left, right) + slack
  return between && difference(left, right, floor) >= 1e-2
}

const entryText = (shape: readonly number[], entry: number): string =>
  shape.length === 0
    ? ''
    : `[${shape.map((size, axis) => Math.floor(entry / shape.slice(axis + 1).reduce((p, q) => p * q, 1)) % size).join(',')}]`

/** Compares every gradient of a trace with a central difference in double precision. A number that no gradient reaches has gradient 0. */
export function checkOf(trace: Trace): Check {
  const { graph } = trace
  const { gradient } = ledgerOf(trace)
  const symbols = symbolsOf(graph)
  const entries = graph.nodes.flatMap((node, leaf): Entry[] =>
    node.kind === 'leaf' && node.requiresGrad ? Array.from(node.value.data, (_, entry) => ({ leaf, entry })) : [],
  )
  const measured = entries.slice(0, mostRows).map(({ leaf, entry }) => {
    const at = { leaf, entry }
    const epsilon = epsilonFor(graph.nodes[leaf]!.value.data[entry]!)
    return { at, epsilon, central: centralDifference(graph, at, epsilon) }
  })
  const sizes = measured.map(({ central }) => Math.abs(central)).filter(Number.isFinite)
  const floor = Math.max(smallest, Math.max(0, ...sizes) / 1000)
  const rows = measured.map(({ at, epsilon, central }): CheckRow => {
    const { leaf, entry } = at
    const autograd = gradient[leaf]?.data[entry] ?? 0
    const error = difference(autograd, central, floor)
    const name = plainName(symbols, leaf) + entryText(graph.nodes[leaf]!.value.shape, entry)
    if (error <= tolerance) return { ...at, name, autograd, central, error, verdict: 'agrees' }
    const [right, left] = [epsilon, -epsilon].map((by) => forwardDifference(graph, at, by))
    const verdict = isAtKink(autograd, left!, right!, floor) ? 'kink' : 'disagrees'
    return { ...at, name, autograd, central, error, verdict }
  })
  const has = (verdict: CheckRow['verdict']): boolean => rows.some((row) => row.verdict === verdict)
  return {
    rows,
    left: entries.length - rows.length,
    lamp: has('disagrees') ? 'red' : has('kink') ? 'amber' : 'green',
  }
}

/** A point of the error curve: the error of a difference taken with ε. */
export interface ErrorPoint {
  readonly epsilon: number
  readonly central: number
  readonly forward: number
}

/** The errors of the central and the forward difference against ε from 0.1 down to 10⁻¹⁴; the slope that the backward pass gives is taken as exact. */
export function errorCurve(trace: Trace, at: Entry, precision: Precision): readonly ErrorPoint[] {
  const exact = exactSlope(trace, at)
  const lowest = precision === 'float64' ? -14 : -7
  return Array.from({ length: -2 * lowest - 1 }, (_, i) => {
    const epsilon = 10 ** (-1 - i / 2)
    return {
      epsilon,
      central: Math.abs(centralDifference(trace.graph, at, epsilon, precision) - exact),
      forward: Math.abs(forwardDifference(trace.graph, at, epsilon, precision) - exact),
    }
  })
}

/** The slope to more digits than float32 has: two central differences, extrapolated (Richardson), where that agrees with the backward pass. */
function exactSlope(trace: Trace, at: Entry): number {
  const autograd = ledgerOf(trace).gradient[at.leaf]?.data[at.entry] ?? 0
  const [wide, narrow] = [2e-3, 1e-3].map((epsilon) => centralDifference(trace.graph, at, epsilon))
  const refined = (4 * narrow! - wide!) / 3
  return difference(refined, autograd, 1) < 1e-5 ? refined : autograd
}
