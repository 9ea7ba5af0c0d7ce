import { expect, test } from 'vitest'
import { sumOfColumn, sumOfRow, sumsOver } from './summation.ts'
import { tensor } from './tensor.ts'

/** Numbers whose sums depend on the order of adding; PyTorch 1.13 has added the same ones. */
const numbers = (count: number): number[] =>
  Array.from({ length: count }, (_, i) => ((i * 7919 + 13) % 1009) / 331 - 1.5)

const rows: readonly (readonly [count: number, float32: number, float64: number])[] = [
  [3, 0.32779455184936523, 0.32779456193353496],
  [5, 0.26737159490585327, 0.26737160120845926],
  [7, -1.6419938802719116, -1.6419939577039275],
  [8, -0.24169182777404785, -0.24169184290030232],
  [9, 0.696374773979187, 0.6963746223564954],
  [31, 1.9350451231002808, 1.9350453172205433],
  [33, 0.3761329650878906, 0.3761329305135943],
  [100, -1.5649545192718506, -1.5649546827794563],
  [129, 0.8655588626861572, 0.8655589123867068],
  [1000, 24.353473663330078, 24.353474320241688],
  [3000, 67.42900085449219, 67.42900302114803],
]
const columns: readonly (readonly [rows: number, columns: number, first: number, last: number])[] = [
  [3, 2, -1.0589123964309692, 0.6027190685272217],
  [17, 5, 2.261329412460327, -1.7356488704681396],
  [100, 3, 3.9546828269958496, 6.00604248046875],
  [100, 4, 5.19033145904541, 0.6465255618095398],
  [33, 9, -1.1706942319869995, 1.7809665203094482],
  [100, 40, 6.996978759765625, 5.845921039581299],
]

test.each(rows)('%i neighbours are added up to the bit as PyTorch adds them', (count, single, double) => {
  expect(sumOfRow(Float32Array.from(numbers(count)), 0, count)).toBe(single)
  expect(sumOfRow(Float64Array.from(numbers(count)), 0, count)).toBe(double)
})

test.each(columns)('the columns of %i × %i numbers are too', (count, width, first, last) => {
  const data = Float32Array.from(numbers(count * width))
  expect(sumOfColumn(data, 0, count, width)).toBe(first)
  expect(sumOfColumn(data, width - 1, count, width)).toBe(last)
})

test('sums over the first and the last dimensions are known, others not', () => {
  const x = tensor(numbers(24), [2, 3, 4])
  expect(sumsOver(x, [0])?.length).toBe(12)
  expect(sumsOver(x, [1, 2])?.length).toBe(2)
  expect(sumsOver(x, [0, 1, 2])?.length).toBe(1)
  expect(sumsOver(x, [1])).toBeNull()
  expect(sumsOver(tensor([1, 2], [2], 'int64'), [0])).toBeNull()
})
