import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { paced } from './paced.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('the first value is shown at once, then the newest after a rest three times as long as it took to draw', () => {
  const shown: number[] = []
  let time = 0
  const pace = paced<number>(
    (value) => {
      shown.push(value)
      time += 20
    },
    () => time,
  )
  for (const value of [1, 2, 3]) pace.tell(value)
  expect(shown).toEqual([1])
  vi.advanceTimersByTime(59)
  expect(shown).toEqual([1])
  vi.advanceTimersByTime(2)
  expect(shown).toEqual([1, 3])
  vi.advanceTimersByTime(1000)
  pace.tell(4)
  expect(shown).toEqual([1, 3, 4])
})

test('what has ended tells nothing more', () => {
  const shown: number[] = []
  const pace = paced<number>((value) => void shown.push(value))
  pace.tell(1)
  pace.tell(2)
  pace.end()
  vi.advanceTimersByTime(1000)
  expect(shown).toEqual([1])
})
