import { binary, unary, unaryBy } from '../elementwise.ts'
import { erf as errorFunction } from '../erf.ts'
import type { Attr, Op, Sample } from '../op.ts'
import { a, apply, b, constant, type Expr, minus, negative, over, plus, power, times } from '../rule.ts'
import { rounding } from '../single.ts'

const anywhere: readonly Sample[] = [{ shapes: [[]] }, { shapes: [[2, 3]] }]
const wide = anywhere.map((sample) => ({ ...sample, domain: [-5, 5] as const }))
const withAttrs = (attrs: Sample['attrs'], samples = anywhere): readonly Sample[] =>
  samples.map((sample) => (attrs === undefined ? sample : { ...sample, attrs }))
const [zero, one, two, half] = [constant(0), constant(1), constant(2), constant(0.5)]
const numberOr = (attr: Attr | undefined, otherwise: number): number => (typeof attr === 'number' ? attr : otherwise)
const named = (name: string) => () => ({ kind: 'call' as const, tex: `\\operatorname{${name}}`, plain: name })
const either = (test: Expr, yes: Expr, no: Expr): Expr => apply('where', [test, yes, no])
const above = (bound: number): Expr => apply('gt', [a, constant(bound)])
const below = (bound: number): Expr => apply('lt', [a, constant(bound)])
const sigma = (x: Expr): Expr => apply('sigmoid', [x])

/** The error function 2/√π · ∫₀ˣ e^(−t²) dt. */
export const erf: Op = {
  gradFn: 'Erf',
  notation: named('erf'),
  forward: unary(errorFunction),
  rule: () => ({
    kind: 'elementwise',
    partials: [times(constant(2 / Math.sqrt(Math.PI)), apply('exp', [negative(power(a, two))]))],
  }),
  samples: anywhere,
}

/** Φ, the normal distribution's share below x. */
const share = (x: number): number => 0.5 * (1 + errorFunction(x / Math.SQRT2))
const cubic = 0.044715
const rootTwoOverPi = Math.sqrt(2 / Math.PI)

/** x·Φ(x). attrs: `tanh`, whether Φ is approximated by a hyperbolic tangent. Source: Hendrycks & Gimpel, arXiv:1606.08415. */
export const gelu: Op = {
  gradFn: 'Gelu',
  notation: named('GELU'),
  forward: unaryBy((attrs) =>
    attrs['tanh'] === true
      ? (p) => 0.5 * p * (1 + Math.tanh(rootTwoOverPi * (p + cubic * p ** 3)))
      : (p) => p * share(p),
  ),
  rule: ({ attrs }) => {
    if (attrs['tanh'] === true) {
      const inner = times(constant(rootTwoOverPi), plus(a, times(constant(cubic), power(a, constant(3)))))
      const bend = apply('tanh', [inner])
      const slope = times(constant(rootTwoOverPi), plus(one, times(constant(3 * cubic), power(a, two))))
      const inside = times(times(times(half, a), minus(one, power(bend, two))), slope)
      return { kind: 'elementwise', partials: [plus(times(half, plus(one, bend)), inside)] }
    }
    const below = times(half, plus(one, apply('erf', [over(a, constant(Math.SQRT2))])))
    const density = times(constant(1 / Math.sqrt(2 * Math.PI)), apply('exp', [negative(over(power(a, two), two))]))
    return { kind: 'elementwise', partials: [plus(below, times(a, density))] }
  },
  samples: [...withAttrs({ tanh: false }), ...withAttrs({ tanh: true })],
}

/** x·σ(x), also called swish. */
export const silu: Op = {
  gradFn: 'Silu',
  notation: named('SiLU'),
  forward: unaryBy((_, dtype) => {
    const round = rounding(dtype)
    return (p) => p / round(1 + round(Math.exp(-p)))
  }),
  rule: () => ({
    kind: 'elementwise',
    partials: [times(sigma(a), plus(one, times(a, minus(one, sigma(a)))))],
  }),
  samples: anywhere,
}

/** x·tanh(ln(1 + eˣ)). Source: Misra, arXiv:1908.08681. */
export const mish: Op = {
  gradFn: 'Mish',
  notation: named('Mish'),
  forward: unary((p) => p * Math.tanh(p > 20 ? p : Math.log1p(Math.exp(p)))),
  rule: () => {
    const bend = apply('tanh', [apply('softplus', [a])])
    const inside = times(times(a, minus(one, power(bend, two))), sigma(a))
    return { kind: 'elementwise', partials: [plus(bend, inside)] }
  },
  samples: anywhere,
}

const seluScale = 1.0507009873554805
const seluAlpha = 1.6732632423543772

/** λ·ELU with α and λ that keep mean 0 and variance 1. Source: Klambauer et al., arXiv:1706.02515. */
export const selu: Op = {
  gradFn: 'Elu',
  notation: named('SELU'),
  forward: unary((p) => (p > 0 ? seluScale * p : seluScale * seluAlpha * Math.expm1(p))),
  rule: () => ({
    kind: 'elementwise',
    partials: [either(above(0), constant(seluScale), times(constant(seluScale * seluAlpha), apply('exp', [a])))],
  }),
  samples: anywhere,
  kinks: () => [0],
}

/** attrs: `alpha`; α·(e^(x/α) − 1) for negative x. Source: Barron, arXiv:1704.07483. */
export const celu: Op = {
  gradFn: 'Celu',
  notation: named('CELU'),
  forward: unaryBy((attrs) => {
    const alpha = numberOr(attrs['alpha'], 1)
    return (p) => (p > 0 ? p : alpha * Math.expm1(p / alpha))
  }),
  rule: ({ attrs }) => {
    const alpha = numberOr(attrs['alpha'], 1)
    return {
      kind: 'elementwise',
      partials: [either(above(0), one, apply('exp', [alpha === 1 ? a : over(a, constant(alpha))]))],
    }
  },
  samples: withAttrs({ alpha: 1.5 }),
}

/** Cut off below and above. attrs: `min`, `max`. With 0 and 6 it is called ReLU6. */
export const hardtanh: Op = {
  gradFn: 'Hardtanh',
  notation: ({ attrs }) => named(attrs['min'] === 0 && attrs['max'] === 6 ? 'ReLU6' : 'hardtanh')(),
  forward: unaryBy((attrs) => {
    const [low, high] = [numberOr(attrs['min'], -1), numberOr(attrs['max'], 1)]
    return (p) => (p < low ? low : p > high ? high : p)
  }, true),
  rule: ({ attrs }) => ({
    kind: 'elementwise',
    partials: [times(above(numberOr(attrs['min'], -1)), below(numberOr(attrs['max'], 1)))],
  }),
  samples: withAttrs({ min: -1, max: 1 }),
  kinks: ({ min, max }) => [numberOr(min, -1), numberOr(max, 1)],
  flat: 'it is cut off there',
}

/** A straight line from 0 to 1 in place of the sigmoid. */
export const hardsigmoid: Op = {
  gradFn: 'Hardsigmoid',
  notation: named('hardsigmoid'),
  forward: unary((p) => Math.min(Math.max(p + 3, 0), 6) / 6),
  rule: () => ({ kind: 'elementwise', partials: [either(times(above(-3), below(3)), constant(1 / 6), zero)] }),
  samples: wide,
  kinks: () => [-3, 3],
  flat: 'it is cut off there',
}

/** x·hardsigmoid(x). */
export const hardswish: Op = {
  gradFn: 'Hardswish',
  notation: named('hardswish'),
  forward: unary((p) => (p * Math.min(Math.max(p + 3, 0), 6)) / 6),
  rule: () => {
    const inside = plus(over(a, constant(3)), half)
    return {
      kind: 'elementwise',
      partials: [either(below(-3), zero, either(apply('le', [a, constant(3)]), inside, one))],
    }
  },
  samples: wide,
  kinks: () => [-3, 3],
  flat: 'it is cut off there',
}

/** ln σ(x). */
export const logsigmoid: Op = {
  gradFn: 'LogSigmoid',
  notation: () => ({ kind: 'call', tex: '\\ln\\sigma', plain: 'ln σ' }),
  forward: unaryBy((_, dtype) => {
    const round = rounding(dtype)
    return (p) => Math.min(p, 0) - round(Math.log1p(round(Math.exp(-Math.abs(p)))))
  }),
  rule: () => ({ kind: 'elementwise', partials: [sigma(negative(a))] }),
  samples: anywhere,
}

const outside = (attrs: Readonly<Record<string, Attr>>): Expr =>
  apply('gt', [apply('abs', [a]), constant(numberOr(attrs['lambd'], 0.5))])

/** Moved towards 0 by λ, and 0 where it is nearer than that. attrs: `lambd`. */
export const softshrink: Op = {
  gradFn: 'Softshrink',
  notation: named('softshrink'),
  forward: unaryBy((attrs) => {
    const lambda = numberOr(attrs['lambd'], 0.5)
    return (p) => (p > lambda ? p - lambda : p < -lambda ? p + lambda : Number.isNaN(p) ? p : 0)
  }),
  rule: ({ attrs }) => ({ kind: 'elementwise', partials: [outside(attrs)] }),
  samples: withAttrs({ lambd: 0.5 }),
  kinks: ({ lambd }) => [-numberOr(lambd, 0.5), numberOr(lambd, 0.5)],
  flat: 'it is 0 around 0',
}

/** 0 where it is nearer to 0 than λ. attrs: `lambd`. */
export const hardshrink: Op = {
  gradFn: 'Hardshrink',
  notation: named('hardshrink'),
  forward: unaryBy((attrs) => {
    const lambda = numberOr(attrs['lambd'], 0.5)
    return (p) => (Math.abs(p) <= lambda ? 0 : p)
  }),
  rule: ({ attrs }) => ({ kind: 'elementwise', partials: [outside(attrs)] }),
  samples: withAttrs({ lambd: 0.5 }),
  kinks: ({ lambd }) => [-numberOr(lambd, 0.5), numberOr(lambd, 0.5)],
  flat: 'it is 0 around 0',
}

/** A value in place of all that is not above a threshold. attrs: `threshold`, `value`. */
export const threshold: Op = {
  gradFn: 'Threshold',
  notation: named('threshold'),
  forward: unaryBy((attrs) => {
    const [bound, value] = [numberOr(attrs['threshold'], 0), numberOr(attrs['value'], 0)]
    return (p) => (p <= bound ? value : p)
  }, true),
  rule: ({ attrs }) => ({ kind: 'elementwise', partials: [above(numberOr(attrs['threshold'], 0))] }),
  samples: withAttrs({ threshold: 0.1, value: 0.2 }),
  kinks: ({ threshold: bound }) => [numberOr(bound, 0)],
  flat: 'it is below the threshold',
}

/** Leaky ReLU whose slope for negative numbers, the second argument, is learned. */
export const prelu: Op = {
  gradFn: 'Prelu',
  notation: named('PReLU'),
  forward: binary((p, q) => (p > 0 ? p : q * p)),
  rule: () => ({
    kind: 'elementwise',
    partials: [either(above(0), one, b), either(above(0), zero, a)],
  }),
  samples: [{ shapes: [[], []] }, { shapes: [[2, 3], [3]] }],
}
