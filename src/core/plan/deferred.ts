import type { Dtype, Tensor } from '../tensor.ts'

/** Where the numbers of a deferred tensor come from. */
export interface Source {
  /** A copy of its numbers, computed first if they are not yet. Throws `Stale` where they have been written over. */
  read(tensor: Deferred): Float32Array | Float64Array
}

/** A tensor whose shape is known and whose numbers are computed when they are first looked at. */
export class Deferred implements Tensor {
  readonly dtype: Dtype
  readonly shape: readonly number[]
  readonly source: Source
  /** Which event of a turn makes it, and in which turn it was made. */
  readonly event: number
  readonly turn: number
  #own: Float32Array | Float64Array | null = null

  constructor(source: Source, event: number, turn: number, like: Pick<Tensor, 'dtype' | 'shape'>) {
    this.source = source
    this.event = event
    this.turn = turn
    this.dtype = like.dtype
    this.shape = like.shape
  }

  get data(): Float32Array | Float64Array {
    this.#own ??= this.source.read(this)
    return this.#own
  }
}

/** A tensor as plain data, with its numbers. */
export const settled = (t: Tensor): Tensor =>
  t instanceof Deferred ? { dtype: t.dtype, shape: t.shape, data: t.data } : t

/** The program asks for what a faster way has not kept: it has to be run again. Nothing that a program can catch. */
export class Again extends Error {}

/** The numbers of a deferred tensor were written over before anybody looked: they are kept when the program is run again. */
export class Stale extends Again {
  readonly event: number
  readonly source: Source

  constructor({ event, source }: Deferred) {
    super(`the numbers of event ${event} are gone`)
    this.event = event
    this.source = source
  }
}
