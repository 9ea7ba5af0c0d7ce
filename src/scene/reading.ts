import type { Graph } from '../core/graph.ts'
import type { Magnified } from '../core/levels/magnify.ts'
import { type Conventions, programConventions } from './conventions.ts'
import type { Label } from './label.ts'

/** What the conventions call a node, where that is not its name in the program. */
export interface Sign {
  readonly label: Label
  /** ∂J/∂node: δ, or W.grad. */
  readonly gradient: Label | null
  /** The activation function g of the layer whose a this is. */
  readonly fn: Label | null
  /** Whether the node is the transpose of what the label names. */
  readonly transposed: boolean
}

/** How a graph is read. */
export interface Reading {
  readonly conventions: Conventions
  readonly signs: ReadonlyMap<number, Sign>
  /** How the same graph is read when it is magnified. */
  readonly magnified: (to: Magnified) => Reading
}

const plain: Reading = { conventions: programConventions, signs: new Map(), magnified: () => plain }
const readings = new WeakMap<Graph, Reading>()

/** How a graph is read: as the program names it, unless it was made to be read otherwise. */
export const readingOf = (graph: Graph): Reading => readings.get(graph) ?? plain

/** Says how a graph is to be read, before anything has read it. */
export const read = (graph: Graph, reading: Reading): void => {
  if (reading !== plain) readings.set(graph, reading)
}
