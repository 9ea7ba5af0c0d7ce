import type { Written } from '../core/notation.ts'
import type { Trace } from '../core/trace.ts'
import { ledgerOf } from './ledger.ts'
import { plainNumber } from './number.ts'
import type { Point } from './plot.ts'
import { niceRange } from './sweep/nice.ts'
import { symbolsOf } from './symbols.ts'

/** The nodes that hold the inputs, the targets and the outputs of all samples. */
export interface DataRequest {
  readonly x: number
  readonly y: number
  readonly yhat: number
}

/** One sample: what went in and what should come out; what does come out, and by how much that is off, once it is computed. */
export interface DataPoint {
  readonly x: number
  readonly y: number
  readonly yhat: number | null
  readonly error: number | null
}

/** The samples of a program as points, what its model answers as a line, and the distance between. */
export interface DataPlot {
  readonly points: readonly DataPoint[]
  /** From left to right; over the whole axis where the model is a straight line. Empty before it has answered. */
  readonly line: readonly Point[]
  readonly xs: readonly [number, number]
  readonly ys: readonly [number, number]
  readonly names: { readonly x: Written; readonly y: Written; readonly yhat: Written }
  /** The whole in a few sentences. */
  readonly says: string
}

/** The data plot at a cursor; null where these nodes do not hold one number for each sample. */
export function dataPlotOf(trace: Trace, cursor: number, { x, y, yhat }: DataRequest): DataPlot | null {
  const { nodes } = trace.graph
  const [xs, ys, answers] = [x, y, yhat].map((node) => nodes[node]?.value.data)
  if (xs === undefined || ys === undefined || answers === undefined) return null
  if (xs.length !== ys.length || xs.length !== answers.length || xs.length < 2) return null
  if ([xs, ys, answers].some((data) => data.some((each) => !Number.isFinite(each)))) return null
  const known = nodes[yhat]!.kind === 'leaf' || (ledgerOf(trace).valueStep[yhat] ?? Number.POSITIVE_INFINITY) < cursor
  const points = Array.from(xs, (at, i): DataPoint => {
    const answer = known ? answers[i]! : null
    return { x: at, y: ys[i]!, yhat: answer, error: answer === null ? null : answer - ys[i]! }
  })
  // what is still to come has its room, so that nothing moves when it comes
  const across = rangeOf([...xs])
  const symbols = symbolsOf(trace.graph)
  const names = { x: symbols[x]!.written, y: symbols[y]!.written, yhat: symbols[yhat]!.written }
  return {
    points,
    line: known
      ? lineThrough(
          [...xs].map((at, i): Point => [at, answers[i]!]),
          across,
        )
      : [],
    xs: across,
    ys: rangeOf([...ys, ...answers]),
    names,
    says: saysOf(points, names),
  }
}

/** A range with 0 in it and a little room, in round numbers. */
function rangeOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)]
  if (low === high) return [-1, 1]
  const room = 0.08 * (high - low)
  return niceRange(low < 0 ? low - room : 0, high > 0 ? high + room : 0)
}

/** The answers from left to right, drawn on to both ends of the axis where they lie on a straight line. */
function lineThrough(answers: readonly Point[], [from, to]: readonly [number, number]): readonly Point[] {
  const sorted = answers.toSorted((p, q) => p[0] - q[0])
  const [first, last] = [sorted[0]!, sorted.at(-1)!]
  if (first[0] === last[0]) return sorted
  const slope = (last[1] - first[1]) / (last[0] - first[0])
  const on = (at: number): number => first[1] + slope * (at - first[0])
  const size = Math.max(...sorted.map(([, height]) => Math.abs(height)), 1)
  const straight = sorted.every(([at, height]) => Math.abs(height - on(at)) <= 1e-6 * size)
  return straight
    ? [
        [from, on(from)],
        [to, on(to)],
      ]
    : sorted
}

function saysOf(points: readonly DataPoint[], names: DataPlot['names']): string {
  const samples = points.map(({ x, y, yhat, error }) => {
    const target = `${names.x.plain} = ${plainNumber(x)}: ${names.y.plain} = ${plainNumber(y)}`
    return yhat === null || error === null
      ? target
      : `${target}, ${names.yhat.plain} = ${plainNumber(yhat)}, error ${plainNumber(error)}`
  })
  return `${points.length} samples. ${samples.join('; ')}.`
}
