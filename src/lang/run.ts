import type { Span } from '../core/graph.ts'
import type { Tensor } from '../core/tensor.ts'
import type { Trace } from '../core/trace.ts'
import type { Control } from './control.ts'
import type { Printed } from './log.ts'
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
  /** Whether the program made no mistake but was stopped: by the reader, or because it used up what it may use. */
  readonly stopped?: true
  /** The two tensors whose shapes do not fit, where that is why. */
  readonly misfit?: Misfit
}

/** One `backward()` of a program, or, where a program has none, its forward computation alone. */
export interface Episode {
  readonly kind: 'backward' | 'forward'
  /** The line of the `backward()` call (or of the output). */
  readonly line: number
  readonly trace: Trace
  /** What the loops around it count, the outermost first: `epoch` is 137. */
  readonly turn: readonly Counted[]
}

/** A number or a text that a loop gives a name. */
export interface Counted {
  readonly name: string
  readonly text: string
}

/** A top-level variable that holds a tensor when the program ends. */
export interface Variable {
  readonly name: string
  readonly value: Tensor
  readonly requiresGrad: boolean
  readonly isLeaf: boolean
  readonly grad: Tensor | null
}

/** A top-level variable that holds a module when the program ends. */
export interface NamedModule {
  readonly name: string
  /** All its parameters, each under its path: `fc.weight`, `0.bias`. */
  readonly parameters: readonly Variable[]
}

/** What happened when a program ran. Plain data: it crosses from the worker to the page. */
export interface Run {
  readonly source: string
  /** The backward passes that were kept whole, one after the other from `firstKept` on. */
  readonly episodes: readonly Episode[]
  /** Which backward pass of the program the first episode is, counted from 0. */
  readonly firstKept: number
  /** How many backward passes ran; more than `episodes` where not all were kept. */
  readonly backwards: number
  /** The value of the output of each backward pass; NaN where it is no scalar. */
  readonly losses: Float64Array
  readonly prints: readonly Printed[]
  /** The printed texts in one piece. */
  readonly stdout: string
  readonly error: Diagnostic | null
  readonly variables: readonly Variable[]
  readonly modules: readonly NamedModule[]
  /** Whether the program repeats and chooses: what a formula of one run does not show. */
  readonly control: Control
}

/** What a program that still runs has brought about. */
export interface Progress {
  readonly elapsedMs: number
  /** How many backward passes ran so far. */
  readonly backwards: number
  /** The values of their outputs, since the last report. */
  readonly losses: Float64Array
  /** What was printed since the last report. */
  readonly prints: readonly Printed[]
}

/** How many backward passes are kept of a loop that will have more than can be kept, if none is wanted more than the others. */
export const firstOfMany = 4

/** What a run may use, what of it is kept, and who is told how far it is. */
export interface Options {
  /** Whether loops that repeat are carried out by plans, as they are unless this is false: the numbers are the same. */
  readonly plans?: boolean
  /** How long it may run, in milliseconds. */
  readonly timeLimitMs?: number
  /** How long it may neither print nor run a backward pass; as long as it may run where this is left out. */
  readonly quietLimitMs?: number
  /** The clock, in milliseconds. */
  readonly now?: () => number
  /** The first backward pass that is wanted whole, counted from 0; null or left out where none is wanted more than the others. */
  readonly keepFrom?: number | null
  /** Whether the program ends, without an error, once no further pass can be kept. */
  readonly stopWhenKept?: boolean
  /** Told at most every 50 ms. */
  readonly onProgress?: (progress: Progress) => void
}
