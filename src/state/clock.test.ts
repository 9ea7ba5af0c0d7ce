import { expect, test } from 'vitest'
import { elapsed, newClock, restarted, toggled, withLesson } from './clock.ts'

test('a clock counts while it goes, stands while it stands, and goes on from there', () => {
  const going = toggled(newClock, 1000)
  expect(elapsed(going, 4000)).toBe(3000)
  const standing = toggled(going, 4000)
  expect(elapsed(standing, 9000)).toBe(3000)
  expect(elapsed(toggled(standing, 10_000), 11_000)).toBe(4000)
})

test('reset begins again from nought, going or standing as before', () => {
  const going = toggled(newClock, 1000)
  expect(elapsed(restarted(going, 5000), 6000)).toBe(1000)
  expect(elapsed(restarted(toggled(going, 5000), 6000), 9000)).toBe(0)
})

test('a lesson has the time at which it began, once', () => {
  const begun = withLesson(toggled(newClock, 0), 'path', 60_000)
  expect(begun.begun).toBe(60_000)
  expect(withLesson(begun, 'path', 90_000)).toBe(begun)
})
