import { type Dtype, sameShape, sizeOf, type Tensor } from '../../tensor.ts'
import type { Numbers, Script } from '../plan.ts'

type Like = Pick<Tensor, 'dtype' | 'shape'>

/** Where the numbers of a tensor stand in memory: 32-bit floats, or doubles for whole numbers and float64. */
export interface Place {
  readonly like: Like
  readonly address: number
  readonly wide: boolean
}

/** Truth values are 0 and 1, which 32 bits hold exactly. */
const isWide = (dtype: Dtype): boolean => dtype === 'float64' || dtype === 'int64'

/** Places in one memory, one behind the other, each at a multiple of 16 bytes. */
export class Layout {
  #size = 16

  place(like: Like): Place {
    const wide = isWide(like.dtype)
    const address = this.#size
    this.#size += Math.ceil((sizeOf(like.shape) * (wide ? 8 : 4) + 16) / 16) * 16
    return { like, address, wide }
  }

  /** Pages of 64 KiB that hold all places. */
  get pages(): number {
    return Math.ceil(this.#size / 65_536)
  }
}

/** The numbers at a place. */
export const numbersAt = (buffer: ArrayBuffer, { like, address, wide }: Place): Numbers =>
  wide ? new Float64Array(buffer, address, sizeOf(like.shape)) : new Float32Array(buffer, address, sizeOf(like.shape))

/** The places of a script's events and slots. */
export const placesOf = (layout: Layout, { events, slots }: Script): { events: Place[]; slots: Place[] } => ({
  events: events.map(({ like }) => layout.place(like)),
  slots: slots.map(({ like }) => layout.place(like)),
})

/** How an argument's entries follow those of the result, seen as a matrix of rows and columns. */
export type Pattern = 'entry' | 'row' | 'column' | 'one'

/** A result as a matrix such that every argument is broadcast along its rows, its columns, both or neither; null where there is no such view. */
export function matrixView(
  shape: readonly number[],
  args: readonly (readonly number[])[],
): { rows: number; columns: number; patterns: Pattern[] } | null {
  for (let split = 0; split <= shape.length; split++) {
    const [outer, inner] = [shape.slice(0, split), shape.slice(split)]
    const patterns = args.map((arg) => patternOf(outer, inner, arg))
    if (patterns.every((pattern) => pattern !== null)) return { rows: sizeOf(outer), columns: sizeOf(inner), patterns }
  }
  return null
}

function patternOf(outer: readonly number[], inner: readonly number[], arg: readonly number[]): Pattern | null {
  const padded = [...new Array<number>(outer.length + inner.length - arg.length).fill(1), ...arg]
  const [p, q] = [padded.slice(0, outer.length), padded.slice(outer.length)]
  const ones = (sizes: readonly number[]): boolean => sizes.every((size) => size === 1)
  if (ones(padded)) return 'one'
  if (sameShape(p, outer) && sameShape(q, inner)) return 'entry'
  if (ones(p) && sameShape(q, inner)) return 'row'
  return sameShape(p, outer) && ones(q) ? 'column' : null
}
