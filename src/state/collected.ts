import type { Printed } from '../lang/log.ts'
import type { Progress } from '../lang/run.ts'

/** All that a running program has told of so far. `losses` is a view that grows in place: what it holds does not change. */
export interface Collected {
  readonly elapsedMs: number
  readonly backwards: number
  readonly losses: Float64Array
  readonly prints: readonly Printed[]
}

/** Puts the pieces together that a running program tells of. */
export class Collector {
  #losses = new Float64Array(1024)
  #count = 0
  readonly #prints: Printed[] = []
  #last: Collected = { elapsedMs: 0, backwards: 0, losses: new Float64Array(), prints: [] }

  /** Takes in one more piece. */
  add({ elapsedMs, backwards, losses, prints }: Progress): Collected {
    const count = this.#count + losses.length
    if (count > this.#losses.length) {
      const longer = new Float64Array(2 * count)
      longer.set(this.#losses)
      this.#losses = longer
    }
    this.#losses.set(losses, this.#count)
    this.#count = count
    for (const printed of prints) this.#prints.push(printed)
    this.#last = { elapsedMs, backwards, losses: this.#losses.subarray(0, count), prints: this.#prints }
    return this.#last
  }

  /** Everything up to now. */
  get all(): Collected {
    return this.#last
  }
}
