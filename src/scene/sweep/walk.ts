import { gradientsOf } from '../../core/mutants/mutant.ts'
import type { Trace } from '../../core/trace.ts'
import type { Variable } from '../../lang/run.ts'
import { plainNumber } from '../number.ts'
import type { Place } from './probe.ts'

/** Where one pass of a program stands. */
export interface WalkPoint {
  readonly pass: number
  readonly x: number
  readonly y: number
}

/** Where the update after a pass takes the number, and by how much; `rate` is γ where every update so far was −γ times the slope. */
export interface NextStep {
  readonly x: number
  readonly by: number
  readonly rate: number | null
  /** −0.5 · (−4) = +2, or +2 alone where the rate is not known. */
  readonly text: string
}

/** The node of another pass that is the same to the reader: its output for the output, else the one of the same name. Null where there is none. */
function counterpart(from: Trace, node: number, to: Trace): number | null {
  if (from === to) return node
  if (node === from.graph.output) return to.graph.output
  const { name, kind } = from.graph.nodes[node]!
  if (name === undefined) return null
  const copies = (trace: Trace): number[] =>
    trace.graph.nodes.flatMap((each, index) => (each.name === name && each.kind === kind ? [index] : []))
  return copies(to)[copies(from).indexOf(node)] ?? null
}

/** A number of one pass in another: its place there. Null where there is none. */
function placeIn(from: Trace, { node, entry }: Place, to: Trace): Place | null {
  const there = counterpart(from, node, to)
  return there === null || entry >= to.graph.nodes[there]!.value.data.length ? null : { node: there, entry }
}

const valueAt = ({ graph }: Trace, { node, entry }: Place): number => graph.nodes[node]!.value.data[entry]!

/** Where each pass stands, in order, as far as the two numbers are found in it. */
export function walkOf(traces: readonly Trace[], pass: number, over: Place, of: Place): readonly WalkPoint[] {
  const from = traces[pass]!
  return traces.flatMap((trace, at) => {
    const [leaf, value] = [placeIn(from, over, trace), placeIn(from, of, trace)]
    if (leaf === null || value === null || trace.graph.nodes[leaf.node]!.kind !== 'leaf') return []
    return [{ pass: at, x: valueAt(trace, leaf), y: valueAt(trace, value) }]
  })
}

/** What a variable holds at the end, if it is another number than the last pass had. */
export function endOf(trace: Trace, { node, entry }: Place, variables: readonly Variable[]): number | null {
  const { name, value } = trace.graph.nodes[node]!
  const held = variables.find((variable) => variable.name === name)?.value
  if (held === undefined || held.data.length !== value.data.length) return null
  const end = held.data[entry]!
  return end === value.data[entry] ? null : end
}

/** The gradient of a number in each pass, as its output has it. */
const slopeIn = (trace: Trace, { node, entry }: Place): number | null => gradientsOf(trace)[node]?.data[entry] ?? null

/** γ, where at least two updates were −γ times the slope, and all were. */
export function rateOf(traces: readonly Trace[], pass: number, over: Place, xs: readonly number[]): number | null {
  const rates = xs.slice(1).map((x, at) => {
    const place = traces[at] === undefined ? null : placeIn(traces[pass]!, over, traces[at])
    const slope = place === null ? null : slopeIn(traces[at]!, place)
    return slope === null || slope === 0 ? null : (xs[at]! - x) / slope
  })
  const known = rates.filter((rate) => rate !== null)
  const [first] = known
  if (first === undefined || known.length < 2 || first <= 0) return null
  return known.every((rate) => Math.abs(rate - first) <= 1e-3 * first) ? Number(first.toPrecision(5)) : null
}

/** A step in numbers: the update rule where its rate is known, and what it comes to. */
export function stepText(by: number, rate: number | null, slope: number): string {
  const result = `${by > 0 ? '+' : ''}${plainNumber(by)}`
  const factor = slope < 0 ? `(${plainNumber(slope)})` : plainNumber(slope)
  return rate === null ? result : `−${plainNumber(rate)} · ${factor} = ${result}`
}
