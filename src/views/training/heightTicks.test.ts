import fc from 'fast-check'
import { expect, test } from 'vitest'
import { beginning, heightTicks } from './heightTicks.ts'

test('a curve that falls from thousands to a little above 1 has an axis that begins with 1', () => {
  expect(beginning(1.49, 2535)).toBe(1)
  expect(heightTicks('log', [1, 2535], 5)).toEqual([1, 10, 100, 1000])
})

test('an axis that begins between powers of ten says where', () => {
  expect(beginning(3, 2535)).toBe(2)
  expect(heightTicks('log', [2, 2535], 5)).toEqual([2, 10, 100, 1000])
  expect(heightTicks('log', [5, 2535], 5), 'unless the next is too near').toEqual([10, 100, 1000])
})

test('with fewer than two powers of ten in view there are 1, 2 and 5 times them', () => {
  expect(heightTicks('log', [1.2, 60], 3)).toEqual([2, 5, 10, 20, 50])
  expect(heightTicks('log', [0.02, 0.07], 5)).toEqual([0.02, 0.05])
  expect(heightTicks('log', [0.0211, 0.0233], 5), 'or, in a narrow view, what divides it').toEqual([
    0.0215, 0.022, 0.0225, 0.023,
  ])
})

test('where there is room for all of them they are all there', () => {
  expect(heightTicks('log', [1, 100], 7)).toEqual([1, 2, 5, 10, 20, 50, 100])
})

test('an axis begins at or below the least height, and little of it is spent on that', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
      fc.double({ min: 1.01, max: 1e9, noNaN: true }),
      (low, times) => {
        const from = beginning(low, low * times)
        expect(from).toBeLessThanOrEqual(low)
        expect(Math.log(low / from)).toBeLessThanOrEqual(0.15 * Math.log(times) + 1e-9)
      },
    ),
  )
})

test('numbers at an axis are few, in it, and in order', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('linear' as const, 'log' as const),
      fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
      fc.double({ min: 1.01, max: 1e12, noNaN: true }),
      fc.integer({ min: 2, max: 6 }),
      (height, low, times, room) => {
        const ticks = heightTicks(height, [low, low * times], room)
        expect(ticks.length).toBeGreaterThan(0)
        expect(ticks.length).toBeLessThanOrEqual(room + 4)
        for (const [i, tick] of ticks.entries()) {
          expect(tick).toBeGreaterThanOrEqual(low * (1 - 1e-9))
          expect(tick).toBeLessThanOrEqual(low * times * (1 + 1e-9))
          if (i > 0) expect(tick).toBeGreaterThan(ticks[i - 1]!)
        }
      },
    ),
  )
})
