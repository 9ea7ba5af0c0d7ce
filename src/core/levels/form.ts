import type { Attrs } from '../op.ts'
import { sizeOf } from '../tensor.ts'

/** How a tensor stands at a lower level: split into cells, each an entry, or a vector of all samples where `axis` counts samples. */
export interface Form {
  readonly shape: readonly number[]
  /** The axis that is not split but stays inside the cells; null where every entry is a cell of its own. */
  readonly axis: number | null
  /** Nodes of the lower level, in row-major order of the axes that are split. */
  readonly cells: readonly number[]
}

/** A shape without one of its axes. */
export const without = (shape: readonly number[], axis: number | null): readonly number[] =>
  axis === null ? shape : shape.filter((_, i) => i !== axis)

/** The entries of a tensor that each cell holds, as flat offsets. */
export function offsetsOf(shape: readonly number[], axis: number | null): readonly (readonly number[])[] {
  const all = Array.from({ length: sizeOf(shape) }, (_, i) => i)
  if (axis === null) return all.map((i) => [i])
  const inner = sizeOf(shape.slice(axis + 1))
  const block = inner * shape[axis]!
  const cells: number[][] = Array.from({ length: sizeOf(without(shape, axis)) }, () => [])
  for (const i of all) cells[Math.floor(i / block) * inner + (i % inner)]!.push(i)
  return cells
}

/** The attributes of an op once an axis has gone from its argument: those that name axes are `dim` and `dims`. */
export function attrsWithout(attrs: Attrs, axis: number): Attrs {
  const lower = (dim: number): number => (dim > axis ? dim - 1 : dim)
  const { dim, dims } = attrs
  return {
    ...attrs,
    ...(typeof dim === 'number' && { dim: lower(dim) }),
    ...(Array.isArray(dims) && {
      dims: dims
        .map(Number)
        .filter((d) => d !== axis)
        .map(lower),
    }),
  }
}
