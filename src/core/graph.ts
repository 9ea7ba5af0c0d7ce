import type { Attrs, OpName } from './op.ts'
import type { Tensor } from './tensor.ts'

/** A stretch of the program's text, in UTF-16 offsets; `to` is exclusive. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Where a node comes from in the program: the 1-based line that made it, the name it was first assigned to, and, at a lower level, which entry of that it is. */
export interface Origin {
  readonly line?: number
  readonly name?: string
  /** As Python writes it: `2, 1`, or `:, 1` for all samples. */
  readonly entry?: string
}

/** A number that enters the graph from outside. `literals` gives, for each element, the number's place in the text, or null where the program computed it; it is empty where it computed all. */
export interface Leaf extends Origin {
  readonly kind: 'leaf'
  /** parameter: a leaf that requires grad; data: a tensor that does not; constant: a Python number in an expression. */
  readonly role: 'parameter' | 'data' | 'constant'
  readonly value: Tensor
  readonly requiresGrad: boolean
  readonly literals: readonly (Span | null)[]
}

/** An op applied to earlier nodes. */
export interface OpNode extends Origin {
  readonly kind: 'op'
  readonly op: OpName
  readonly args: readonly number[]
  readonly attrs: Attrs
  readonly value: Tensor
  readonly requiresGrad: boolean
  /** For an op whose rule is `given`: what the program's own code gave back for each argument in the backward pass that is shown; null for nothing. */
  readonly given?: readonly (Tensor | null)[]
}

export type Node = Leaf | OpNode

/** A Wengert list: arguments stand before their users, so index order is evaluation order. `a*a` names its argument twice. */
export interface Graph {
  readonly nodes: readonly Node[]
  /** Index of the node that is differentiated: the loss. */
  readonly output: number
}
