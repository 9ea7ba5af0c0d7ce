import type { Graph } from './graph.ts'
import { replay } from './replay.ts'
import { type Tensor, tensor } from './tensor.ts'

/** Which precision a difference is taken in. */
export type Precision = 'float32' | 'float64'

/** A number of a leaf: the leaf, and which entry of it. */
export interface Entry {
  readonly leaf: number
  readonly entry: number
}

/** The unit round-off of each precision. */
export const roundOff: Readonly<Record<Precision, number>> = { float64: 2 ** -53, float32: 2 ** -24 }

const nudged = (t: Tensor, at: number, by: number, dtype: Precision): Tensor =>
  tensor(
    Array.from(t.data, (value, i) => (i === at ? value + by : value)),
    t.shape,
    dtype,
  )

/** The output of a graph when one entry of a leaf has moved by `by`. An output of several numbers is added up, as its seed of ones does. */
function outputAt(graph: Graph, { leaf, entry }: Entry, by: number, precision: Precision): number {
  const { value } = graph.nodes[leaf]!
  const values = replay(graph, leaf, nudged(value, entry, by, precision), precision)
  let total = 0
  for (const part of values[graph.output]!.data) total += part
  return total
}

/** (f(x + ε) − f(x − ε)) / 2ε, with an error of about ε² and of round-off / ε. */
export const centralDifference = (graph: Graph, at: Entry, epsilon: number, precision: Precision = 'float64'): number =>
  (outputAt(graph, at, epsilon, precision) - outputAt(graph, at, -epsilon, precision)) / (2 * epsilon)

/** (f(x + ε) − f(x)) / ε, with an error of about ε and of round-off / ε. A negative ε gives the slope from the left. */
export const forwardDifference = (graph: Graph, at: Entry, epsilon: number, precision: Precision = 'float64'): number =>
  (outputAt(graph, at, epsilon, precision) - outputAt(graph, at, 0, precision)) / epsilon
