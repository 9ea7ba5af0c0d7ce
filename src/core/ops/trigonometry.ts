import { binary, floatResult, unary } from '../elementwise.ts'
import type { Op, Sample } from '../op.ts'
import { a, apply, b, constant, minus, negative, over, plus, times, y } from '../rule.ts'

const anywhere: readonly Sample[] = [{ shapes: [[]] }, { shapes: [[2, 3]] }]
const within = (low: number, high: number): readonly Sample[] =>
  anywhere.map((sample) => ({ ...sample, domain: [low, high] as const }))
const one = constant(1)
const squared = times(a, a)
const root = (e: Parameters<typeof negative>[0]) => apply('sqrt', [e])

export const tan: Op = {
  gradFn: 'Tan',
  notation: () => ({ kind: 'call', tex: '\\tan', plain: 'tan' }),
  forward: unary(Math.tan),
  rule: () => ({ kind: 'elementwise', partials: [plus(one, times(y, y))] }),
  samples: within(-1.2, 1.2),
}

/** The angle of a sine. */
export const asin: Op = {
  gradFn: 'Asin',
  notation: () => ({ kind: 'call', tex: '\\arcsin', plain: 'asin' }),
  forward: unary(Math.asin),
  rule: () => ({ kind: 'elementwise', partials: [over(one, root(minus(one, squared)))] }),
  samples: within(-0.8, 0.8),
}

/** The angle of a cosine. */
export const acos: Op = {
  gradFn: 'Acos',
  notation: () => ({ kind: 'call', tex: '\\arccos', plain: 'acos' }),
  forward: unary(Math.acos),
  rule: () => ({ kind: 'elementwise', partials: [negative(over(one, root(minus(one, squared))))] }),
  samples: within(-0.8, 0.8),
}

/** The angle of a tangent. */
export const atan: Op = {
  gradFn: 'Atan',
  notation: () => ({ kind: 'call', tex: '\\arctan', plain: 'atan' }),
  forward: unary(Math.atan),
  rule: () => ({ kind: 'elementwise', partials: [over(one, plus(squared, one))] }),
  samples: anywhere,
}

const lengthSquared = plus(squared, times(b, b))

/** The direction of the point (b, a), from −π to π. */
export const atan2: Op = {
  gradFn: 'Atan2',
  notation: () => ({ kind: 'call', tex: '\\operatorname{atan2}', plain: 'atan2' }),
  forward: binary(Math.atan2, floatResult),
  rule: () => ({ kind: 'elementwise', partials: [over(b, lengthSquared), negative(over(a, lengthSquared))] }),
  samples: [
    { shapes: [[], []], domain: [0.3, 2] },
    { shapes: [[2, 3], [3]], domain: [0.3, 2] },
  ],
}

export const sinh: Op = {
  gradFn: 'Sinh',
  notation: () => ({ kind: 'call', tex: '\\sinh', plain: 'sinh' }),
  forward: unary(Math.sinh),
  rule: () => ({ kind: 'elementwise', partials: [apply('cosh', [a])] }),
  samples: anywhere,
}

export const cosh: Op = {
  gradFn: 'Cosh',
  notation: () => ({ kind: 'call', tex: '\\cosh', plain: 'cosh' }),
  forward: unary(Math.cosh),
  rule: () => ({ kind: 'elementwise', partials: [apply('sinh', [a])] }),
  samples: anywhere,
}

export const asinh: Op = {
  gradFn: 'Asinh',
  notation: () => ({ kind: 'call', tex: '\\operatorname{arsinh}', plain: 'asinh' }),
  forward: unary(Math.asinh),
  rule: () => ({ kind: 'elementwise', partials: [over(one, root(plus(squared, one)))] }),
  samples: anywhere,
}

export const acosh: Op = {
  gradFn: 'Acosh',
  notation: () => ({ kind: 'call', tex: '\\operatorname{arcosh}', plain: 'acosh' }),
  forward: unary(Math.acosh),
  rule: () => ({ kind: 'elementwise', partials: [over(one, root(minus(squared, one)))] }),
  samples: within(1.5, 3),
}

export const atanh: Op = {
  gradFn: 'Atanh',
  notation: () => ({ kind: 'call', tex: '\\operatorname{artanh}', plain: 'atanh' }),
  forward: unary(Math.atanh),
  rule: () => ({ kind: 'elementwise', partials: [over(one, minus(one, squared))] }),
  samples: within(-0.8, 0.8),
}
