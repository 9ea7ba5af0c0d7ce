import { stop } from '../torch/raised.ts'

/** Something a program printed: the 1-based line of the `print`, the text with its end, and how many backward passes ran before. */
export interface Printed {
  readonly line: number
  readonly text: string
  readonly backwards: number
}

/** The most lines and characters a program may print. */
export const mostPrinted = { lines: 100_000, characters: 4_000_000 } as const

/** What a running program has let out so far: what it printed, and one number for each backward pass. Both only grow. */
export class Log {
  readonly prints: Printed[] = []
  #losses = new Float64Array(64)
  #backwards = 0
  #lines = 0
  #characters = 0

  /** Keeps a printed text. A program that prints too much ends with a sentence: nothing is left out silently. */
  print(line: number, text: string): void {
    this.#characters += text.length
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lines++
    if (this.#lines > mostPrinted.lines) tooMuch(`${mostPrinted.lines} lines`)
    if (this.#characters > mostPrinted.characters) tooMuch(`${mostPrinted.characters} characters`)
    this.prints.push({ line, text, backwards: this.#backwards })
  }

  /** Counts a backward pass, with the number it started from; NaN where that is no scalar. */
  backward(loss: number): void {
    if (this.#backwards === this.#losses.length) {
      const longer = new Float64Array(2 * this.#losses.length)
      longer.set(this.#losses)
      this.#losses = longer
    }
    this.#losses[this.#backwards++] = loss
  }

  /** How many backward passes ran. */
  get backwards(): number {
    return this.#backwards
  }

  /** How many signs of life the program gave: prints and backward passes. */
  get signs(): number {
    return this.prints.length + this.#backwards
  }

  /** The numbers of the backward passes from one on, in an array of their own. */
  losses(from = 0): Float64Array {
    return this.#losses.slice(from, this.#backwards)
  }
}

const tooMuch = (limit: string): never =>
  stop('MemoryError', `the program printed more than ${limit} and was stopped`, 'Print less, say every hundredth time.')
