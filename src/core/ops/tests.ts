import { binary, tested } from '../elementwise.ts'
import type { Op } from '../op.ts'

/** Whether something holds of a number. No gradient flows through it. */
const test = (plain: string, f: (x: number) => boolean): Op => ({
  gradFn: '',
  notation: () => ({ kind: 'call', tex: `\\operatorname{${plain}}`, plain }),
  forward: tested(f),
  rule: () => ({ kind: 'none' }),
  expansion: 'entrywise',
  samples: [],
})

export const isnan = test('isnan', Number.isNaN)
export const isfinite = test('isfinite', Number.isFinite)
export const isinf = test('isinf', (x) => Math.abs(x) === Number.POSITIVE_INFINITY)
export const signbit = test('signbit', (x) => x < 0 || Object.is(x, -0))

/** 0 left of 0, 1 right of it, and the second argument at 0. */
export const heaviside: Op = {
  gradFn: '',
  notation: () => ({ kind: 'call', tex: '\\operatorname{step}', plain: 'step' }),
  forward: binary((p, q) => (p === 0 ? q : p < 0 ? 0 : Number.isNaN(p) ? p : 1)),
  rule: () => ({ kind: 'none' }),
  expansion: 'entrywise',
  samples: [{ shapes: [[2, 3], [3]] }],
}
