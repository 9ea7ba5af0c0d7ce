import { unary } from '../elementwise.ts'
import { erf, erfTail } from '../erf.ts'
import type { Op } from '../op.ts'
import { a, apply, constant, negative, times } from '../rule.ts'

/** 1 − erf x, exact where erf x is near 1. */
export const erfc: Op = {
  gradFn: 'Erfc',
  notation: () => ({ kind: 'call', tex: '\\operatorname{erfc}', plain: 'erfc' }),
  forward: unary((x) => (x < 2 ? 1 - erf(x) : erfTail(x))),
  rule: () => ({
    kind: 'elementwise',
    partials: [times(constant(-2 / Math.sqrt(Math.PI)), apply('exp', [negative(times(a, a))]))],
  }),
  samples: [{ shapes: [[]] }, { shapes: [[2, 3]] }],
}
