import { expect, test } from 'vitest'
import { lostFrom, reachOfCurves, steady, usualHeight } from './curveReach.ts'

const curve = (...losses: readonly number[]) => Float64Array.from(losses)

test('alone a curve has axes of its own', () => {
  expect(reachOfCurves(curve(4, 2, 1), null, 'linear')).toEqual({ low: 1, high: 4, passes: 3 })
  expect(reachOfCurves(curve(4, 0, Number.NaN), null, 'log')).toEqual({ low: 4, high: 4, passes: 3 })
  expect(reachOfCurves(curve(Number.NaN), null, 'linear')).toEqual({ low: 0, high: 1, passes: 1 })
})

test('two curves fit on the same axes, unless one of them shoots up: then the other can still be read', () => {
  expect(reachOfCurves(curve(5, 0.5), curve(4, 2, 1), 'linear')).toEqual({ low: 0.5, high: 5, passes: 3 })
  expect(reachOfCurves(curve(5, 1e30), curve(4, 2, 1), 'linear').high).toBe(12)
  expect(reachOfCurves(curve(4, 1), curve(5, 1e30), 'linear').high).toBe(12)
  expect(reachOfCurves(curve(5, 1e30), curve(4, 2, 1), 'log').high).toBe(4e6)
})

test('axes that are held grow and do not shrink, unless they are far too large', () => {
  const held = { low: 0, high: 5, passes: 10 }
  expect(steady(held, { low: 1, high: 4, passes: 8 }, 'linear')).toBe(held)
  expect(steady(held, { low: 1, high: 6, passes: 8 }, 'linear')).toEqual({ low: 0, high: 6, passes: 10 })
  const needed = { low: 0, high: 1, passes: 10 }
  expect(steady({ ...held, high: 1e9 }, needed, 'linear')).toBe(needed)
})

test('a curve that falls by powers of ten is drawn by its logarithm', () => {
  expect(usualHeight(curve(2500, 40, 1.2))).toBe('log')
  expect(usualHeight(curve(4, 2, 1))).toBe('linear')
  expect(usualHeight(curve(2500, 0))).toBe('linear')
  expect(usualHeight(curve())).toBe('linear')
})

test('from which pass on the loss is no number', () => {
  expect(lostFrom(curve(4, 9, Number.POSITIVE_INFINITY, Number.NaN))).toEqual({
    pass: 2,
    loss: Number.POSITIVE_INFINITY,
  })
  expect(lostFrom(curve(4, Number.NaN, 2))).toBeNull()
  expect(lostFrom(curve(Number.NaN, Number.NaN)), 'an output that is no scalar has no loss').toBeNull()
  expect(lostFrom(curve())).toBeNull()
})
