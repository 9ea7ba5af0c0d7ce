import type { Builder, Cells, Context, Op, Values } from '../op.ts'
import { stridesOf, tensor } from '../tensor.ts'

const asFound = (_cells: readonly Cells[], _context: Context, build: Builder, { output }: Values): Cells =>
  Array.from(output.data, (value) => build.constant(value))

const found = (name: string, forward: Op['forward']): Op => ({
  gradFn: '',
  notation: () => ({ kind: 'call', tex: `\\operatorname{${name}}`, plain: name }),
  forward,
  rule: () => ({ kind: 'none' }),
  expansion: asFound,
  samples: [],
})

/** The coordinates of the elements that are not 0, one row for each. */
export const nonzero = found('nonzero', ([x]) => {
  const strides = stridesOf(x!.shape)
  const rows: number[] = []
  x!.data.forEach((value, i) => {
    if (value !== 0) rows.push(...strides.map((stride, axis) => Math.floor(i / stride) % x!.shape[axis]!))
  })
  const rank = strides.length
  const count = rank === 0 ? Number(x!.data[0] !== 0) : rows.length / rank
  return tensor(rows, [count, rank], 'int64')
})

const ascending = (data: ArrayLike<number>): number[] => [...new Set(Array.from(data))].sort((p, q) => p - q)

/** The different elements in order. */
export const unique = found('unique', ([x]) => {
  const values = ascending(x!.data)
  return tensor(values, [values.length], x!.dtype)
})

/** For each element its place among the different ones in order. */
export const unique_places = found('places', ([x]) => {
  const places = new Map(ascending(x!.data).map((value, i) => [value, i]))
  return tensor(
    Array.from(x!.data, (value) => places.get(value)!),
    x!.shape,
    'int64',
  )
})

/** How often each of the different elements occurs, in their order. */
export const unique_counts = found('counts', ([x]) => {
  const values = ascending(x!.data)
  const counts = new Map(values.map((value) => [value, 0]))
  for (const value of x!.data) counts.set(value, counts.get(value)! + 1)
  return tensor([...counts.values()], [values.length], 'int64')
})

/** How often each whole number from 0 on occurs; with weights, what those of each number add up to. attrs: `least`, how long the result is at the least. */
export const bincount = found('bincount', ([x, weights], { least }) => {
  const length = Array.from(x!.data).reduce((most, value) => Math.max(most, value + 1), Number(least))
  const sums = new Float64Array(length)
  x!.data.forEach((value, i) => {
    sums[value]! += weights === undefined ? 1 : weights.data[i]!
  })
  return tensor(sums, [length], weights === undefined ? 'int64' : weights.dtype === 'float32' ? 'float32' : 'float64')
})
