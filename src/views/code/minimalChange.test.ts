import fc from 'fast-check'
import { expect, test } from 'vitest'
import { minimalChange } from './minimalChange.ts'

test('the change turns one text into the other and is within the differing middle', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n') })
  fc.assert(
    fc.property(text, text, text, text, (start, before, after, end) => {
      const old = start + before + end
      const change = minimalChange(old, start + after + end)
      if (change === null) return before === after
      const { from, to, insert } = change
      expect(from).toBeLessThanOrEqual(to)
      expect(Math.max(to - from, insert.length)).toBeLessThanOrEqual(Math.max(before.length, after.length))
      return old.slice(0, from) + insert + old.slice(to) === start + after + end
    }),
  )
})

test('a dragged number changes only its digits', () => {
  expect(minimalChange('w = tensor(1.5)', 'w = tensor(1.7)')).toEqual({ from: 13, to: 14, insert: '7' })
})
