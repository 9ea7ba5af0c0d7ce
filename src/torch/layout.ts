import type { Attr } from '../core/op.ts'
import { stridesOf } from '../core/tensor.ts'

/** Whether elements with these strides lie in memory in row-major order without gaps. */
export const isContiguous = (shape: readonly number[], strides: readonly number[]): boolean =>
  shape.includes(0) || stridesOf(shape).every((stride, axis) => shape[axis] === 1 || stride === strides[axis])

/**
 * The strides of the same elements under another shape of the same size; null where no strides give them in that order.
 * As PyTorch's computeStride: runs of dimensions that lie together in memory may be split and joined, others not.
 */
export function restrided(
  shape: readonly number[],
  strides: readonly number[],
  wanted: readonly number[],
): readonly number[] | null {
  if (shape.includes(0)) return stridesOf(wanted)
  const result = new Array<number>(wanted.length).fill(0)
  let at = wanted.length - 1
  let base = strides.at(-1) ?? 1
  let [run, filled] = [1, 1]
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    run *= shape[axis]!
    const ends = axis === 0 || (shape[axis - 1] !== 1 && strides[axis - 1] !== run * base)
    if (!ends) continue
    while (at >= 0 && (filled < run || wanted[at] === 1)) {
      result[at] = filled * base
      filled *= wanted[at]!
      at--
    }
    if (filled !== run) return null
    if (axis > 0) {
      base = strides[axis - 1]!
      run = 1
      filled = 1
    }
  }
  if (shape.length === 0) for (; at >= 0; at--) result[at] = 1
  return at === -1 ? result : null
}

/** The strides that are left when an `index` attribute takes a part. */
export const indexedStrides = (strides: readonly number[], index: readonly Attr[]): number[] =>
  strides.flatMap((stride, axis) => {
    const entry = index[axis]
    if (entry === undefined) return [stride]
    return Array.isArray(entry) ? [stride * Number(entry[2])] : []
  })
