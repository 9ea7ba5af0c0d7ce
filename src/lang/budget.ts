import { Raised, raise, Stopped, stop } from '../torch/raised.ts'
import { Log } from './log.ts'

/** How long a program may run, in milliseconds, and who is told that it still does. */
export interface Limits {
  /** How long it may run in all. */
  readonly timeLimitMs: number
  /** How long it may neither print nor run a backward pass. */
  readonly quietLimitMs?: number
  readonly now: () => number
  /** When it began, by that clock. */
  readonly start: number
  /** Told, each time the clock is read, how long the program has been running. */
  readonly onLook?: (elapsedMs: number, log: Log) => void
}

/** How often the clock is read, in steps. */
const interval = 8192
/** The most list entries and characters a program may make. */
const mostItems = 4_000_000
/** How deep calls may be nested: less than Python's 1000, because its own frames count there. */
const mostCalls = 990

/** Counts what a program uses, and ends it when it is too much. */
export class Budget {
  readonly log = new Log()
  readonly #limits: Limits
  /** When the program last showed a sign of life, as far as was looked, and how many there were. */
  #alive: number
  #signs = 0
  #steps = 0
  #nextLook = interval
  #items = 0
  #depth = 0

  constructor(limits: Limits) {
    this.#limits = limits
    this.#alive = limits.now()
  }

  /** Counts work: one step of the interpreter, or the elements an operation touches. */
  charge(work = 1): void {
    this.#steps += work
    if (this.#steps < this.#nextLook) return
    this.#nextLook = this.#steps + interval
    this.#look()
  }

  #look(): void {
    const { timeLimitMs, quietLimitMs = timeLimitMs, now, start, onLook } = this.#limits
    const time = now()
    if (this.log.signs !== this.#signs) {
      this.#signs = this.log.signs
      this.#alive = time
    }
    onLook?.(time - start, this.log)
    if (time - start > timeLimitMs)
      stop('TimeoutError', `the program ran longer than ${seconds(timeLimitMs)} and was stopped`, endless)
    if (time - this.#alive > quietLimitMs)
      stop(
        'TimeoutError',
        `the program ran longer than ${seconds(quietLimitMs)} without a backward pass or a printed line and was stopped`,
        endless,
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
    this.enter()
    try {
      return body()
    } finally {
      this.leave()
    }
  }

  /** Begins a nested call, within the limit; `leave` must follow, whatever happens. */
  enter(): void {
    if (this.#depth >= mostCalls)
      raise(
        'RecursionError',
        'maximum recursion depth exceeded',
        'A function calls itself without end: add a case that stops.',
      )
    this.#depth++
  }

  leave(): void {
    this.#depth--
  }

  /** How many calls are nested. It is set back after an overflow of the host's stack, which leaves no room to count. */
  get depth(): number {
    return this.#depth
  }

  set depth(depth: number) {
    this.#depth = depth
  }
}

const endless = 'Look for a loop that never ends, or use fewer iterations.'

const seconds = (ms: number): string => `${ms / 1000} second${ms === 1000 ? '' : 's'}`

/** What an overflow of the host's own stack means to the program. */
export const tooDeep = (): Raised =>
  new Raised('RecursionError', 'maximum recursion depth exceeded', 'A function or an expression is nested too deeply.')

/** What a text or list longer than the host can hold means to the program. */
export const tooLong = (): Raised =>
  new Stopped('MemoryError', 'the program made longer lists and strings than fit here', 'Use shorter ones.')
