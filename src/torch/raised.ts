import type { Clash } from './clash.ts'

/** A Python exception on its way to the user: its class, the sentence Python or PyTorch prints, and what to do about it. */
export class Raised extends Error {
  readonly type: string
  readonly #hint: string | (() => string)
  /** The two tensors that do not fit together, where that is why. */
  readonly clash: Clash | null

  constructor(type: string, message: string, hint: string | (() => string), clash: Clash | null = null) {
    super(message)
    this.type = type
    this.#hint = hint
    this.clash = clash
  }

  /** What to do about it: found only when someone asks, for a program may catch many. */
  get hint(): string {
    return typeof this.#hint === 'string' ? this.#hint : this.#hint()
  }
}

/** Ends the program with an exception. */
export function raise(type: string, message: string, hint: string | (() => string), clash: Clash | null = null): never {
  throw new Raised(type, message, hint, clash)
}

/** The end of a program that used up what it may use: no `except` catches it. */
export class Stopped extends Raised {}

/** Ends the program because it used up too much. */
export function stop(type: string, message: string, hint: string): never {
  throw new Stopped(type, message, hint)
}
