import { edgeOf, nodeOf, type Step, type Trace } from '../core/trace.ts'
import { type Edge, isScalarEdge, readBy, subjectOf } from './formula.ts'
import type { Part } from './parts.ts'

/** What a picture that is projected lights, and dims the rest: the nodes and the edge that one step is about. */
export interface Lit {
  readonly node: (node: number) => boolean
  readonly edge: (user: number, slot: number) => boolean
}

const nothing: Lit = { node: () => false, edge: () => false }

const only = (nodes: readonly number[], edges: (user: number, slot: number) => boolean): Lit => {
  const lit = new Set(nodes)
  return { node: (node) => lit.has(node), edge: edges }
}

/** What is lit at a cursor; with a part, of the step after it. Before the first step, nothing. */
export function litFor(trace: Trace, cursor: number, part: Part | null = null): Lit {
  const step = trace.steps[part === null ? cursor - 1 : cursor]
  if (step === undefined) return nothing
  const edge = edgeOf(step)
  if (edge === null) return litAt(trace, step)
  const on = (user: number, slot: number): boolean => user === edge.user && slot === edge.slot
  const ends = step.kind === 'contribution' || step.kind === 'push' ? [step.from, step.to] : []
  switch (part) {
    case 'arrive':
      return only([edge.user], () => false)
    case 'local':
      return only([...ends, ...readAt(trace, edge)], on)
    case 'multiply':
    case null:
      return only(ends, on)
  }
}

/** A step that flows along no edge: a value with what it is computed from, a seed, a nudge. */
function litAt(trace: Trace, step: Step): Lit {
  const node = nodeOf(step)
  const made = trace.graph.nodes[node]!
  if (step.kind === 'update') return only([node, ...(step.cells ?? []).map((cell) => cell.node)], () => false)
  return step.kind === 'value' && made.kind === 'op'
    ? only([node, ...made.args], (user) => user === node)
    : only([node], () => false)
}

/** The nodes whose values the local slope of an edge is made of. */
function readAt(trace: Trace, edge: Edge): readonly number[] {
  const subject = subjectOf(trace)
  return isScalarEdge(subject, edge) ? readBy(subject, edge) : []
}
