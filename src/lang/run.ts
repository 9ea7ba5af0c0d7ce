import type { Span } from '../core/graph.ts'
import type { Tensor } from '../core/tensor.ts'
import type { Trace } from '../core/trace.ts'
import type { Control } from './control.ts'
import type { Misfit } from './misfit.ts'

/** Why a program ended early: Python's or PyTorch's own sentence, what to do about it, and where. */
export interface Diagnostic {
  /** The exception's class: `NameError`, `RuntimeError`, `SyntaxError`, `TimeoutError`. */
  readonly type: string
  /** The sentence Python or PyTorch prints after the colon, to the letter. */
  readonly message: string
  /** One plain sentence on what to do. */
  readonly hint: string
  /** 1-based line, or null where the error has no place. */
  readonly line: number | null
  readonly span: Span | null
  /** The two tensors whose shapes do not fit, where that is why. */
  readonly misfit?: Misfit
}

/** One `backward()` of a program, or, where a program has none, its forward computation alone. */
export interface Episode {
  readonly kind: 'backward' | 'forward'
  /** The line of the `backward()` call (or of the output). */
  readonly line: number
  readonly trace: Trace
}

/** A top-level variable that holds a tensor when the program ends. */
export interface Variable {
  readonly name: string
  readonly value: Tensor
  readonly requiresGrad: boolean
  readonly isLeaf: boolean
  readonly grad: Tensor | null
}

/** What happened when a program ran. Plain data: it crosses from the worker to the page. */
export interface Run {
  readonly source: string
  readonly episodes: readonly Episode[]
  /** How many backward passes ran; more than `episodes` where only the first were kept. */
  readonly backwards: number
  readonly stdout: string
  readonly error: Diagnostic | null
  readonly variables: readonly Variable[]
  /** Whether the program repeats and chooses: what a formula of one run does not show. */
  readonly control: Control
}

/** What a run may use; `now` is the clock, in milliseconds. */
export interface Options {
  readonly timeLimitMs?: number
  readonly now?: () => number
}
