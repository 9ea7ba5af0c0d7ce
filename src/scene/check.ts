import { type Check, type Comparison, checkGradients, difference } from '../core/check.ts'
import { centralDifference, type Entry, forwardDifference, type Precision } from '../core/numerical.ts'
import type { Trace } from '../core/trace.ts'
import { ledgerOf } from './ledger.ts'
import { plainName, symbolsOf } from './symbols.ts'

/** A number that learns, compared, with its name. */
export interface CheckRow extends Comparison {
  readonly name: string
}

const entryText = (shape: readonly number[], entry: number): string =>
  shape.length === 0
    ? ''
    : `[${shape.map((size, axis) => Math.floor(entry / shape.slice(axis + 1).reduce((p, q) => p * q, 1)) % size).join(',')}]`

/** Compares every gradient of a trace with a central difference, and names them. */
export function checkOf(trace: Trace): Check<CheckRow> {
  const symbols = symbolsOf(trace.graph)
  const check = checkGradients(trace)
  const nameOf = ({ leaf, entry }: Entry): string =>
    plainName(symbols, leaf) + entryText(trace.graph.nodes[leaf]!.value.shape, entry)
  return { ...check, rows: check.rows.map((row) => ({ ...row, name: nameOf(row) })) }
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
