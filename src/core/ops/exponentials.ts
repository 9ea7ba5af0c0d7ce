import { binary, floatResult, unary } from '../elementwise.ts'
import type { Op, Sample } from '../op.ts'
import { a, apply, b, constant, minus, negative, over, plus, power, times, y } from '../rule.ts'

const anywhere: readonly Sample[] = [{ shapes: [[]] }, { shapes: [[2, 3]] }]
const within = (low: number, high: number): readonly Sample[] =>
  anywhere.map((sample) => ({ ...sample, domain: [low, high] as const }))
const one = constant(1)

/** 2 to the power of x. */
export const exp2: Op = {
  gradFn: 'Exp2',
  notation: () => ({ kind: 'call', tex: '\\operatorname{exp2}', plain: 'exp2' }),
  forward: unary((p) => 2 ** p),
  rule: () => ({ kind: 'elementwise', partials: [times(y, constant(Math.LN2))] }),
  samples: anywhere,
}

/** e to the power of x, less 1; exact for small x. */
export const expm1: Op = {
  gradFn: 'Expm1',
  notation: () => ({ kind: 'call', tex: '\\operatorname{expm1}', plain: 'expm1' }),
  forward: unary(Math.expm1),
  rule: () => ({ kind: 'elementwise', partials: [plus(y, one)] }),
  samples: anywhere,
}

/** The logarithm to the base 2. */
export const log2: Op = {
  gradFn: 'Log2',
  notation: () => ({ kind: 'call', tex: '\\log_2', plain: 'log2' }),
  forward: unary(Math.log2),
  rule: () => ({ kind: 'elementwise', partials: [over(one, times(a, constant(Math.LN2)))] }),
  samples: within(0.3, 3),
}

/** The logarithm to the base 10. */
export const log10: Op = {
  gradFn: 'Log10',
  notation: () => ({ kind: 'call', tex: '\\log_{10}', plain: 'log10' }),
  forward: unary(Math.log10),
  rule: () => ({ kind: 'elementwise', partials: [over(one, times(a, constant(Math.LN10)))] }),
  samples: within(0.3, 3),
}

/** ln(1 + x); exact for small x. */
export const log1p: Op = {
  gradFn: 'Log1P',
  notation: () => ({ kind: 'call', tex: '\\operatorname{log1p}', plain: 'log1p' }),
  forward: unary(Math.log1p),
  rule: () => ({ kind: 'elementwise', partials: [over(one, plus(a, one))] }),
  samples: within(-0.7, 2),
}

/** One over the square root. */
export const rsqrt: Op = {
  gradFn: 'Rsqrt',
  notation: () => ({ kind: 'call', tex: '\\operatorname{rsqrt}', plain: 'rsqrt' }),
  forward: unary((p) => 1 / Math.sqrt(p)),
  rule: () => ({ kind: 'elementwise', partials: [times(constant(-0.5), power(y, constant(3)))] }),
  samples: within(0.3, 3),
}

/** One over x. */
export const reciprocal: Op = {
  gradFn: 'Reciprocal',
  notation: () => ({ kind: 'call', tex: '\\operatorname{inv}', plain: '1/' }),
  forward: unary((p) => 1 / p),
  rule: () => ({ kind: 'elementwise', partials: [negative(times(y, y))] }),
  samples: within(0.5, 2),
}

function logOfSum(p: number, q: number): number {
  if (p === q && !Number.isFinite(p)) return p
  return Math.max(p, q) + Math.log1p(Math.exp(-Math.abs(p - q)))
}

/** ln(eᵃ + eᵇ), without overflow; each argument gets its share. */
export const logaddexp: Op = {
  gradFn: 'Logaddexp',
  notation: () => ({ kind: 'call', tex: '\\operatorname{logaddexp}', plain: 'logaddexp' }),
  forward: binary(logOfSum, floatResult),
  rule: () => ({ kind: 'elementwise', partials: [apply('exp', [minus(a, y)]), apply('exp', [minus(b, y)])] }),
  samples: [{ shapes: [[], []] }, { shapes: [[2, 3], [3]] }],
}
