import type { Graph } from './graph.ts'
import type { Context, OpName, Rule } from './op.ts'
import type { Tensor } from './tensor.ts'

/** An edge of the graph as the backward pass meets it: the argument `slot` of the node `user`. */
export interface BackwardEdge {
  readonly user: number
  readonly slot: number
}

/** The places where a backward pass can go wrong. What is left out is done right. */
export interface Faults {
  /** Where the 1 is planted; undefined for the output. */
  readonly seed?: (graph: Graph) => number | undefined
  /** In which order the nodes hand on, each once; else from the last of the Wengert list to the first. */
  readonly order?: (graph: Graph, start: number) => readonly number[]
  /** The derivative rule of an op; undefined for its own. */
  readonly rule?: (op: OpName, context: Context) => Rule | undefined
  /** The values that stand for the arguments of an edge's user; undefined for their own. `gradients` are the buckets so far. */
  readonly args?: (
    graph: Graph,
    edge: BackwardEdge,
    gradients: readonly (Tensor | undefined)[],
  ) => readonly Tensor[] | undefined
  /** Which contribution to a bucket stays in it, where there are several; else their sum. */
  readonly keeps?: 'the first' | 'the last'
}
