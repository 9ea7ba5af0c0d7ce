import { broadcastShapes } from '../core/tensor.ts'
import type { Clash } from './clash.ts'
import { raise } from './raised.ts'

/** `[2, 3]`, as PyTorch's messages write a shape. */
export const shapeText = (shape: readonly number[]): string => `[${shape.join(', ')}]`

/** The shape of two tensors broadcast together, or PyTorch's refusal; `clash` says which two tensors they are the shapes of. */
export function broadcast(
  a: readonly number[],
  b: readonly number[],
  clash: () => Clash | null = () => null,
): readonly number[] {
  const shape = broadcastShapes(a, b)
  if (shape !== null) return shape
  const rank = Math.max(a.length, b.length)
  for (let i = 1; i <= rank; i++) {
    const [p, q] = [a[a.length - i] ?? 1, b[b.length - i] ?? 1]
    if (p !== q && p !== 1 && q !== 1)
      raise(
        'RuntimeError',
        `The size of tensor a (${p}) must match the size of tensor b (${q}) at non-singleton dimension ${rank - i}`,
        `Shapes ${shapeText(a)} and ${shapeText(b)} do not broadcast: sizes must be equal or 1, counted from the right.`,
        clash(),
      )
  }
  throw new Error(`shapes ${shapeText(a)} and ${shapeText(b)} broadcast after all`)
}

/** A dimension counted from the front; negative ones count from the back. */
export function dimension(dim: number, rank: number): number {
  const range = Math.max(rank, 1)
  if (dim < -range || dim >= range)
    raise(
      'IndexError',
      `Dimension out of range (expected to be in range of [${-range}, ${range - 1}], but got ${dim})`,
      `The tensor has ${rank} dimension${rank === 1 ? '' : 's'}; count them from 0.`,
    )
  return dim < 0 ? dim + range : dim
}

/** The dimensions a reduction runs over, in order; all where none are named. */
export function dimensions(dims: readonly number[] | null, rank: number): number[] {
  if (dims === null || dims.length === 0) return Array.from({ length: rank }, (_, axis) => axis)
  const found = dims.map((dim) => dimension(dim, rank))
  for (const [i, dim] of found.entries())
    if (found.indexOf(dim) !== i)
      raise('RuntimeError', `dim ${dim} appears multiple times in the list of dims`, 'Name each dimension once.')
  return rank === 0 ? [] : found.sort((p, q) => p - q)
}

/** A shape after reducing over `dims`. */
export const reduced = (shape: readonly number[], dims: readonly number[], keep: boolean): number[] =>
  shape.flatMap((extent, axis) => (dims.includes(axis) ? (keep ? [1] : []) : [extent]))

/** A shape for `count` elements in which one size may be −1. */
export function fitting(shape: readonly number[], count: number): readonly number[] {
  const unknown = shape.filter((extent) => extent === -1).length
  if (unknown > 1)
    raise('RuntimeError', 'only one dimension can be inferred', 'Give every size but one; -1 stands for the rest.')
  const negative = shape.find((extent) => extent < -1)
  if (negative !== undefined)
    raise('RuntimeError', `invalid shape dimension ${negative}`, 'Sizes are 0 or more; -1 stands for what is left.')
  const known = shape.reduce((n, extent) => (extent === -1 ? n : n * extent), 1)
  const fits = unknown === 0 ? known === count : known > 0 && count % known === 0
  if (!fits)
    raise(
      'RuntimeError',
      `shape '${shapeText(shape)}' is invalid for input of size ${count}`,
      `The sizes must multiply to ${count}.`,
    )
  return shape.map((extent) => (extent === -1 ? count / known : extent))
}
