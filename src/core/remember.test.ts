import { expect, test } from 'vitest'
import { remembered } from './remember.ts'

test('a result is made once for each key', () => {
  let made = 0
  const squares = remembered(
    (n: number) => String(n),
    (n) => {
      made++
      return new Array<number>(n).fill(n * n)
    },
    (list) => list.length,
  )
  expect(squares(3)).toBe(squares(3))
  expect(squares(4)).not.toBe(squares(3))
  expect(made).toBe(2)
})

test('a result that is a large part of the memory is not kept, and a full memory starts afresh', () => {
  const large = remembered(
    (n: number) => String(n),
    (n) => ({ n }),
    () => 1 << 19,
  )
  expect(large(1)).not.toBe(large(1))
  const small = remembered(
    (n: number) => String(n),
    (n) => ({ n }),
    () => 1 << 17,
  )
  const first = small(0)
  for (let n = 1; n < 7; n++) small(n)
  expect(small(0)).toBe(first)
  for (let n = 7; n < 20; n++) small(n)
  expect(small(0)).not.toBe(first)
})
