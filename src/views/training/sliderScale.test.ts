import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fits, type HyperparameterKind } from '../../lang/hyperparameters/hyperparameters.ts'
import { keySteps, positionOf, reaching, reachOf, typedValue, valueAfter, valueAt } from './sliderScale.ts'

const of = (kind: HyperparameterKind) => ({ kind })
const rate = of('learning rate')

test('a learning rate goes by ratios from 10⁻⁵ to 10, and every stop is a number one would write', () => {
  const reach = reachOf(rate, 0.01)
  expect(reach).toEqual([1e-5, 10])
  const up = (value: number) => valueAfter(rate, reach, value, 1)
  expect([0.01, 0.012, 0.05, 0.08, 10].map(up)).toEqual([0.012, 0.015, 0.06, 0.1, 10])
  expect(up(0.0137), 'a number between two stops goes to the next').toBe(0.015)
  expect(valueAfter(rate, reach, 0.0137, -1)).toBe(0.012)
  expect(valueAt(rate, reach, Math.log10(0.0031))).toBe(0.003)
  expect(valueAt(rate, reach, -9)).toBe(1e-5)
})

test('keys go a step, ten steps, which is a power of ten, and to the ends', () => {
  const press = (key: string) => valueAfter(rate, reachOf(rate, 0.01), 0.01, keySteps[key]!)
  expect(['ArrowRight', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'].map(press)).toEqual([
    0.012, 0.008, 0.1, 0.001, 1e-5, 10,
  ])
  expect(valueAfter(of('seed'), [0, 99], 95, 10)).toBe(99)
})

test('a slider reaches as far as its value needs, and does not shrink under the pointer', () => {
  expect(reachOf(of('hidden units'), 8)).toEqual([1, 64])
  expect(reachOf(of('hidden units'), 100)).toEqual([1, 128])
  expect(reachOf(of('seed'), 1234)).toEqual([0, 9999])
  expect(reachOf(of('epochs'), 10_000)).toEqual([10, 20_000])
  expect(reaching(of('hidden units'), [1, 128], 8)).toEqual([1, 128])
  expect(reaching(of('hidden units'), [1, 64], 100)).toEqual([1, 128])
  expect(reaching(rate, [1e-5, 10], 1e-7)).toEqual([1e-7, 10])
})

test('a learning rate of 0 or less stands at the beginning of its slider, and keys lead up from there', () => {
  const reach = reachOf(rate, 0)
  expect(reach).toEqual(reachOf(rate, 0.01))
  for (const value of [0, -1]) {
    expect(reachOf(rate, value)).toEqual(reach)
    expect(reaching(rate, reach, value)).toBe(reach)
    expect(positionOf(rate, value, reach)).toBe(positionOf(rate, reach[0], reach))
    expect(valueAfter(rate, reach, value, 1)).toBe(reach[0])
    expect(valueAfter(rate, reach, value, -1)).toBe(value)
  }
})

const kinds = ['learning rate', 'hidden units', 'batch size', 'epochs', 'seed'] as const

test('wherever a slider is put, its value is one that can be, and stands where it is drawn', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...kinds),
      fc.integer({ min: 1, max: 5000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (kind, value, part) => {
        const one = of(kind)
        const reach = reachOf(one, value)
        const [left, right] = reach.map((end) => positionOf(one, end, reach)) as [number, number]
        const found = valueAt(one, reach, left + part * (right - left))
        expect(fits(kind, found)).toBe(true)
        expect(found).toBeGreaterThanOrEqual(reach[0])
        expect(found).toBeLessThanOrEqual(reach[1])
        expect(valueAt(one, reach, positionOf(one, found, reach))).toBe(found)
      },
    ),
  )
})

test('what is typed is a number that can be, or nothing', () => {
  const typed = (kind: HyperparameterKind, ...texts: readonly string[]) =>
    texts.map((text) => typedValue(of(kind), text))
  expect(typed('learning rate', '0.003', '1e-3', ' 0,5 ', '.5')).toEqual([0.003, 0.001, 0.5, 0.5])
  expect(typed('learning rate', '', ' ', 'banana', 'Infinity', '1e999')).toEqual(Array(5).fill(null))
  expect(typed('learning rate', '0', '-1', '−0.5'), 'PyTorch says itself what it thinks of them').toEqual([0, -1, -0.5])
  expect(typed('hidden units', '16', '10_000', '0', '2.5')).toEqual([16, 10_000, null, null])
  expect(typed('seed', '0', '-1')).toEqual([0, null])
})
