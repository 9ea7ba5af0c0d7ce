import { notate, type Written } from '../core/notation.ts'

/** One number of a tensor in writing: W[0, 1]; a number is written as it is. */
export function entryWritten(whole: Written, shape: readonly number[], at: number): Written {
  if (shape.length === 0) return whole
  const index = shape.map((size, axis) => Math.floor(at / shape.slice(axis + 1).reduce((p, q) => p * q, 1)) % size)
  return notate({ kind: 'entry', index }, [whole], 0)
}
