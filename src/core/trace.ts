import type { Graph } from './graph.ts'
import type { Rule } from './op.ts'
import type { Tensor } from './tensor.ts'
import type { UpdateRule } from './update.ts'

/** One thing that happens and can be said in one sentence. */
export type Step =
  /** An op's value is computed from its arguments' values. */
  | { readonly kind: 'value'; readonly node: number }
  /** The backward pass starts: ∂J/∂J = 1 is planted at the output. */
  | { readonly kind: 'seed'; readonly node: number; readonly amount: Tensor }
  /** `amount` flows back from the user `from` along its argument `slot` and is added to the gradient of `to`. */
  | {
      readonly kind: 'contribution'
      readonly from: number
      readonly slot: number
      readonly to: number
      readonly amount: Tensor
      readonly planted?: Planted
    }
  /** Forward mode starts: the leaf moves by `amount`, its tangent. */
  | { readonly kind: 'nudge'; readonly node: number; readonly amount: Tensor }
  /** Forward mode: `amount` flows on from the argument `from` (number `slot`) and is added to the tangent of the user `to`. */
  | {
      readonly kind: 'push'
      readonly from: number
      readonly slot: number
      readonly to: number
      readonly amount: Tensor
    }
  /** After the backward pass: line `line` of the rule by which the parameter `node` learns. */
  | {
      readonly kind: 'update'
      readonly node: number
      readonly update: Update
      readonly line: number
      /** At a lower level, the nodes that hold the entries of the parameter. */
      readonly cells?: readonly Cell[]
    }

/** What an optimizer did to one parameter between two backward passes. */
export interface Update {
  readonly rule: UpdateRule
  /** The 1-based line of the program that asked for it. */
  readonly at: number
  /** The value of each symbol of the rule before; null for what had none. */
  readonly before: readonly (Tensor | null)[]
  /** What each line of the rule gave. */
  readonly after: readonly Tensor[]
}

/** A node that holds some entries of a tensor: which. */
export interface Cell {
  readonly node: number
  readonly offsets: readonly number[]
}

/** A step that brings something into a bucket: a gradient or a tangent. */
export type Arrival = Exclude<Step, { kind: 'value' | 'update' }>

/** Whether a step brings something into a bucket. */
export const isArrival = (step: Step | undefined): step is Arrival =>
  step !== undefined && step.kind !== 'value' && step.kind !== 'update'

/** The node that a step is about: the one that gets a value, a gradient or a tangent. */
export const nodeOf = (step: Step): number =>
  step.kind === 'contribution' || step.kind === 'push' ? step.to : step.node

/** The edge along which a step flows: the argument `slot` of the node `user`; null for steps that flow along none. */
export function edgeOf(step: Step): { readonly user: number; readonly slot: number } | null {
  switch (step.kind) {
    case 'contribution':
      return { user: step.from, slot: step.slot }
    case 'push':
      return { user: step.to, slot: step.slot }
    case 'value':
    case 'seed':
    case 'nudge':
    case 'update':
      return null
  }
}

/** How a pass with a planted mistake came to an amount. The true engine's steps have none: their op and the values say it all. */
export interface Planted {
  readonly rule: Rule
  /** The values that stood for the arguments. */
  readonly args: readonly Tensor[]
  /** What was in the bucket of the user when it handed on. */
  readonly upstream: Tensor
  /** Whether the amount took the place of what was in the bucket. */
  readonly overwrites: boolean
}

/** Everything that happens in one evaluation and one backward pass over a graph, in order. */
export interface Trace {
  readonly graph: Graph
  readonly steps: readonly Step[]
  /** `.grad` that a leaf already held before this backward pass; PyTorch adds to it. */
  readonly held: ReadonlyMap<number, Tensor>
  /** Where a planted mistake first shows: the node whose number is wrong, and the step from which it is. Absent from every true trace. */
  readonly wrong?: { readonly node: number; readonly step: number }
}
