import type { Notation } from './notation.ts'
import type { ops } from './registry.ts'
import type { Expr } from './rule.ts'
import type { Dtype, Tensor } from './tensor.ts'

/** The name of an op: a key of the registry. */
export type OpName = keyof typeof ops

/** What an op is told besides its tensors: dimensions, flags, slopes. Plain data, so that a graph can be cloned and compared. */
export type Attr = number | boolean | string | readonly Attr[]
export type Attrs = Readonly<Record<string, Attr>>

/** What a rule may look at: the shapes of the arguments, the shape of the result, the attributes. Never the values. */
export interface Context {
  readonly shapes: readonly (readonly number[])[]
  readonly shape: readonly number[]
  readonly attrs: Attrs
}

/**
 * How an op is differentiated. From one statement both modes follow.
 * - elementwise: one partial ∂y/∂arg per argument, taken element by element; pull = g·partial summed over broadcast axes, push = Σ partial·t.
 * - linear: linear in all arguments together; push = the op itself on the tangents; pulls are given.
 * - multilinear: linear in each argument alone; push = Σ the op with one argument replaced by its tangent; pulls are given.
 * - general: pulls and pushes are both given, one per argument.
 * - given: no rule; the program itself says what flows back, and a graph carries it (`OpNode.given`). Forward mode goes through the first argument.
 * - none: piecewise constant or not a number; nothing flows.
 */
export type Rule =
  | { readonly kind: 'elementwise'; readonly partials: readonly Expr[] }
  | { readonly kind: 'linear'; readonly pulls: readonly Expr[] }
  | { readonly kind: 'multilinear'; readonly pulls: readonly Expr[] }
  | { readonly kind: 'general'; readonly pulls: readonly Expr[]; readonly pushes: readonly Expr[] }
  | { readonly kind: 'given' }
  | { readonly kind: 'none' }

/** The entries of a tensor as nodes of a lower level, in row-major order. */
export type Cells = readonly number[]

/** What an expansion is written with: each call adds a node and returns its index. */
export interface Builder {
  readonly op: (name: OpName, args: Cells, attrs?: Attrs) => number
  readonly constant: (value: number) => number
  /** Σ leftᵢ·rightᵢ (+ bias): one weighted sum at neuron level, products and sums at scalar level. */
  readonly dot: (pairs: readonly (readonly [number, number])[], bias?: number) => number
}

/**
 * How an op is computed entry by entry, which is what lower levels show.
 * - entrywise: the op itself on each entry, broadcast. The default of ops with an element-wise rule.
 * - moves: every entry of the result is an entry of an argument; nothing is computed.
 * - else a function from the arguments' entries to the result's. The values are for ops whose places, not numbers, decide what comes from where.
 */
export type Expansion =
  | 'entrywise'
  | 'moves'
  | ((args: readonly Cells[], context: Context, build: Builder, values: Values) => Cells)

/** The values of an op's arguments and of its result. */
export interface Values {
  readonly args: readonly Tensor[]
  readonly output: Tensor
}

/** Inputs on which the law tests try an op: shapes and attributes, and the open interval the elements are drawn from. */
export interface Sample {
  readonly shapes: readonly (readonly number[])[]
  readonly attrs?: Attrs
  readonly domain?: readonly [number, number]
  /** The last arguments, where they are places or masks: whole numbers or truth values that no gradient flows to. */
  readonly places?: readonly (readonly (number | boolean)[])[]
}

/** The value of an op. `each`: the same for one entry, of one or two arguments, where it works entry by entry on real numbers; `dtype` is the result's. */
export interface Forward {
  (args: readonly Tensor[], attrs: Attrs): Tensor
  readonly each?: (attrs: Attrs, dtype: Dtype) => (x: number, y: number) => number
}

/** An op: its value, its derivative, its notation, and inputs to try it on. Everything the app knows about it is here. */
export interface Op {
  /** What PyTorch calls the backward node, without `Backward0`: `Mul`, `Sigmoid`. */
  readonly gradFn: string
  readonly notation: (context: Context) => Notation
  /** The value. The arguments fit together: the caller has checked shapes. */
  readonly forward: Forward
  readonly rule: (context: Context) => Rule
  /** Needed where the rule is not element-wise. */
  readonly expansion?: Expansion
  readonly samples: readonly Sample[]
  /** The inputs at which an op of one argument has no slope; the rule says what is taken there. */
  readonly kinks?: (attrs: Attrs) => readonly number[]
  /** Where else an op changes from one formula to another: of two arguments where they are equal, of one argument at 0. */
  readonly switches?: 'where its arguments meet' | 'at 0'
  /** Why nothing flows through where the slope is 0, to be read after “0, because”. */
  readonly flat?: string
}
