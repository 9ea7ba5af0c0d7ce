import { centralDifference, type Entry, forwardDifference, type Precision } from '../core/numerical.ts'
import type { Trace } from '../core/trace.ts'
import { ledgerOf } from './ledger.ts'
import { plainName, symbolsOf } from './symbols.ts'

/** One number that learns: what the backward pass says of it, and what nudging it does to the output. */
export interface CheckRow extends Entry {
  readonly name: string
  readonly autograd: number
  readonly central: number
  /** |difference| over the larger of the two, or over 1 where both are small. */
  readonly error: number
  /** kink: the slopes from the left and from the right differ, so that there is no slope to agree with. */
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
const tolerance = 1e-4
const epsilonFor = (value: number): number => 6e-6 * Math.max(1, Math.abs(value))

const difference = (p: number, q: number): number => Math.abs(p - q) / Math.max(1, Math.abs(p), Math.abs(q))

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
  const rows = entries.slice(0, mostRows).map(({ leaf, entry }): CheckRow => {
    const { value } = graph.nodes[leaf]!
    const epsilon = epsilonFor(value.data[entry]!)
    const at = { leaf, entry }
    const autograd = gradient[leaf]?.data[entry] ?? 0
    const central = centralDifference(graph, at, epsilon)
    const [right, left] = [epsilon, -epsilon].map((by) => forwardDifference(graph, at, by))
    const error = difference(autograd, central)
    const smooth = difference(right!, left!) < 1e-2
    const verdict = error <= tolerance ? 'agrees' : smooth ? 'disagrees' : 'kink'
    return { ...at, name: plainName(symbols, leaf) + entryText(value.shape, entry), autograd, central, error, verdict }
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
  return difference(refined, autograd) < 1e-5 ? refined : autograd
}
