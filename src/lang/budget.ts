import { Raised, raise, Stopped, stop } from '../torch/raised.ts'

/** A program that was stopped because it took too long or too much. */
export interface Limits {
  readonly timeLimitMs: number
  readonly now: () => number
}

/** How often the clock is read, in steps. */
const interval = 1024
/** The most list entries and characters a program may make. */
const mostItems = 4_000_000
/** How deep calls may be nested: less than Python's 1000, because its own frames count there. */
const mostCalls = 990
/** The most characters it may print. */
const mostOutput = 65_536

/** Counts what a program uses, and ends it when it is too much. */
export class Budget {
  readonly #limits: Limits
  readonly #start: number
  #steps = 0
  #nextLook = interval
  #items = 0
  #depth = 0
  #output: string[] = []
  #outputLength = 0

  constructor(limits: Limits) {
    this.#limits = limits
    this.#start = limits.now()
  }

  /** Counts work: one step of the interpreter, or the elements an operation touches. */
  charge(work = 1): void {
    this.#steps += work
    if (this.#steps < this.#nextLook) return
    this.#nextLook = this.#steps + interval
    const limit = this.#limits.timeLimitMs
    if (this.#limits.now() - this.#start > limit)
      stop(
        'TimeoutError',
        `the program ran longer than ${limit / 1000} second${limit === 1000 ? '' : 's'} and was stopped`,
        'Look for a loop that never ends, or use fewer iterations.',
      )
  }

  /** Counts entries of lists and characters of strings before they are made. */
  allocate(count: number): void {
    this.#items += count
    this.charge(count / 8)
    if (count > mostItems || this.#items > mostItems)
      stop('MemoryError', 'the program made longer lists and strings than fit here', 'Use shorter ones.')
  }

  /** Runs a function body within the limit on nested calls. */
  call<T>(body: () => T): T {
    if (this.#depth >= mostCalls)
      raise(
        'RecursionError',
        'maximum recursion depth exceeded',
        'A function calls itself without end: add a case that stops.',
      )
    this.#depth++
    try {
      return body()
    } finally {
      this.#depth--
    }
  }

  print(text: string): void {
    if (this.#outputLength > mostOutput) return
    this.#outputLength += text.length
    this.#output.push(
      this.#outputLength > mostOutput ? `${text.slice(0, mostOutput)}\n… the rest of the output is left out\n` : text,
    )
  }

  get stdout(): string {
    return this.#output.join('')
  }
}

/** What an overflow of the host's own stack means to the program. */
export const tooDeep = (): Raised =>
  new Raised('RecursionError', 'maximum recursion depth exceeded', 'A function or an expression is nested too deeply.')

/** What a text or list longer than the host can hold means to the program. */
export const tooLong = (): Raised =>
  new Stopped('MemoryError', 'the program made longer lists and strings than fit here', 'Use shorter ones.')
