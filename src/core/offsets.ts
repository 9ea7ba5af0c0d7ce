import { remembered } from './remember.ts'
import { sizeOf, storage, type Tensor } from './tensor.ts'

/** Offsets of a strided view, in row-major order of `shape`. Shared by all who ask: not to be written to. */
export const stridedOffsets = remembered(
  (shape: readonly number[], strides: readonly number[], start: number) => `${shape};${strides};${start}`,
  (shape, strides, start): Int32Array => {
    const offsets = new Int32Array(sizeOf(shape))
    const place = new Array<number>(shape.length).fill(0)
    for (let i = 0, offset = start; i < offsets.length; i++) {
      offsets[i] = offset
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        offset += strides[axis]!
        if (++place[axis]! < shape[axis]!) break
        offset -= strides[axis]! * shape[axis]!
        place[axis] = 0
      }
    }
    return offsets
  },
  (offsets) => offsets.length,
)

/** The elements of `t` at `offsets`, under `shape`. */
export function taken(t: Tensor, offsets: ArrayLike<number>, shape: readonly number[]): Tensor {
  const data = storage(t.dtype, offsets.length)
  for (let i = 0; i < data.length; i++) data[i] = t.data[offsets[i]!]!
  return { dtype: t.dtype, shape, data }
}

/** Adds each element of `t` into place `offsets[i]` of a tensor of zeros. */
export function accumulated(t: Tensor, offsets: ArrayLike<number>, shape: readonly number[]): Tensor {
  const sums = new Float64Array(sizeOf(shape))
  for (let i = 0; i < offsets.length; i++) sums[offsets[i]!]! += t.data[i]!
  const data = storage(t.dtype, sums.length)
  data.set(sums)
  return { dtype: t.dtype, shape, data }
}

/** A copy of `t` with the elements of `part` put in, or added, at `offsets`. */
export function putIn(t: Tensor, part: Tensor, offsets: ArrayLike<number>, add: boolean): Tensor {
  const data = storage(t.dtype, t.data.length)
  data.set(t.data)
  if (add) for (let i = 0; i < offsets.length; i++) data[offsets[i]!]! += part.data[i]!
  else for (let i = 0; i < offsets.length; i++) data[offsets[i]!] = part.data[i]!
  return { dtype: t.dtype, shape: t.shape, data }
}
