import { expect, test } from 'vitest'
import { ops } from './registry.ts'
import { tensor } from './tensor.ts'

test('the sum of two bools is whether either is true', () => {
  const [p, q] = [tensor([1, 1, 0, 0], [4], 'bool'), tensor([1, 0, 1, 0], [4], 'bool')]
  const { dtype, data } = ops.add.forward([p, q], {})
  expect([dtype, ...data]).toEqual(['bool', 1, 1, 1, 0])
})

test('an integer to a negative integer power is 0, but for 1 and −1', () => {
  const [bases, exponents] = [tensor([2, 0, 1, -1, -1, 3], [6], 'int64'), tensor([-1, -1, -3, -3, -2, 2], [6], 'int64')]
  const { dtype, data } = ops.pow.forward([bases, exponents], {})
  expect([dtype, ...data]).toEqual(['int64', 0, 0, 1, -1, 1, 9])
})
