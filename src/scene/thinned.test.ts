import { expect, test } from 'vitest'
import { extent, thinned } from './thinned.ts'

test('a short curve is drawn point by point', () => {
  expect(thinned(Float64Array.of(3, 2, 1), 100)).toEqual([
    [
      [0, 3],
      [1, 2],
      [2, 1],
    ],
  ])
})

test('a long curve has at most four points a column, and keeps every peak', () => {
  const values = Float64Array.from({ length: 100_000 }, (_, i) => 1 / (i + 1))
  values[54_321] = 7
  values[77_777] = -7
  const [curve = []] = thinned(values, 500)
  expect(curve.length).toBeLessThanOrEqual(2000)
  expect(curve).toContainEqual([54_321, 7])
  expect(curve).toContainEqual([77_777, -7])
  expect([curve[0], curve.at(-1)]).toEqual([
    [0, 1],
    [99_999, 1e-5],
  ])
  const passes = curve.map(([pass]) => pass)
  expect(passes).toEqual([...passes].sort((a, b) => a - b))
})

test('a curve is cut where a value is no number, and where it does not fit', () => {
  const values = Float64Array.of(1, Number.NaN, 2, Number.POSITIVE_INFINITY, 0, 3)
  expect(thinned(values, 100).map((piece) => piece.map(([pass]) => pass))).toEqual([[0], [2], [4, 5]])
  expect(thinned(values, 100, (value) => value > 0 && Number.isFinite(value)).map(({ length }) => length)).toEqual([
    1, 1, 1,
  ])
})

test('the extent is that of the values that fit', () => {
  expect(extent(Float64Array.of(3, Number.NaN, -1), Number.isFinite)).toEqual([-1, 3])
  expect(extent(Float64Array.of(Number.NaN), Number.isFinite)).toBeNull()
})
