import { binary, unary, unaryBy } from '../elementwise.ts'
import { expForSingle, tanhForSingle } from '../exponential.ts'
import type { Op, Sample } from '../op.ts'
import { a, apply, b, constant, minus, negative, over, plus, power, times, y } from '../rule.ts'
import { rounding, sigmoidIn } from '../single.ts'

const anywhere: readonly Sample[] = [{ shapes: [[]] }, { shapes: [[2, 3]] }]
const positive = anywhere.map((sample) => ({ ...sample, domain: [0.3, 3] as const }))
const two = constant(2)

export const exp: Op = {
  gradFn: 'Exp',
  notation: () => ({ kind: 'exponential' }),
  forward: unaryBy((_, dtype) => (dtype === 'float64' ? Math.exp : expForSingle)),
  rule: () => ({ kind: 'elementwise', partials: [y] }),
  samples: anywhere,
}

/** The natural logarithm. */
export const log: Op = {
  gradFn: 'Log',
  notation: () => ({ kind: 'call', tex: '\\ln', plain: 'ln' }),
  forward: unary(Math.log),
  rule: () => ({ kind: 'elementwise', partials: [over(constant(1), a)] }),
  samples: positive,
}

export const sqrt: Op = {
  gradFn: 'Sqrt',
  notation: () => ({ kind: 'root' }),
  forward: unary(Math.sqrt),
  rule: () => ({ kind: 'elementwise', partials: [over(constant(1), times(two, y))] }),
  samples: positive,
}

/** Slope 0 at 0, as PyTorch's. */
export const abs: Op = {
  gradFn: 'Abs',
  notation: () => ({ kind: 'bars' }),
  forward: unary(Math.abs, true),
  rule: () => ({ kind: 'elementwise', partials: [apply('sign', [a])] }),
  samples: anywhere,
  kinks: () => [0],
}

export const sin: Op = {
  gradFn: 'Sin',
  notation: () => ({ kind: 'call', tex: '\\sin', plain: 'sin' }),
  forward: unary(Math.sin),
  rule: () => ({ kind: 'elementwise', partials: [apply('cos', [a])] }),
  samples: anywhere,
}

export const cos: Op = {
  gradFn: 'Cos',
  notation: () => ({ kind: 'call', tex: '\\cos', plain: 'cos' }),
  forward: unary(Math.cos),
  rule: () => ({ kind: 'elementwise', partials: [negative(apply('sin', [a]))] }),
  samples: anywhere,
}

/** −1, 0 or 1; its slope is 0 everywhere it has one, and PyTorch says 0 at the jump too. */
export const sign: Op = {
  gradFn: 'Sign',
  notation: () => ({ kind: 'call', tex: '\\operatorname{sgn}', plain: 'sgn' }),
  forward: unary(Math.sign, true),
  rule: () => ({ kind: 'elementwise', partials: [constant(0)] }),
  samples: anywhere,
  switches: 'at 0',
  flat: 'sgn is flat wherever it has a slope',
}

const couples: readonly Sample[] = [{ shapes: [[], []] }, { shapes: [[2, 3], [3]] }]
const half = constant(0.5)
const shareOf = (relation: 'gt' | 'lt', of: 'left' | 'right') => {
  const [p, q] = of === 'left' ? [a, b] : [b, a]
  return plus(apply(relation, [p, q]), times(half, apply('eq', [p, q])))
}

/** The larger wins the whole gradient; equals share it by halves, as in PyTorch. */
export const maximum: Op = {
  gradFn: 'Maximum',
  notation: () => ({ kind: 'call', tex: '\\max', plain: 'max' }),
  forward: binary((p, q) => (Number.isNaN(p) || Number.isNaN(q) ? Number.NaN : Math.max(p, q))),
  rule: () => ({ kind: 'elementwise', partials: [shareOf('gt', 'left'), shareOf('gt', 'right')] }),
  samples: couples,
  switches: 'where its arguments meet',
  flat: 'the other one is larger',
}

export const minimum: Op = {
  gradFn: 'Minimum',
  notation: () => ({ kind: 'call', tex: '\\min', plain: 'min' }),
  forward: binary((p, q) => (Number.isNaN(p) || Number.isNaN(q) ? Number.NaN : Math.min(p, q))),
  rule: () => ({ kind: 'elementwise', partials: [shareOf('lt', 'left'), shareOf('lt', 'right')] }),
  samples: couples,
  switches: 'where its arguments meet',
  flat: 'the other one is smaller',
}

/** PyTorch rounds after every step, which shows where σ is near 1. */
export const sigmoid: Op = {
  gradFn: 'Sigmoid',
  notation: () => ({ kind: 'call', tex: '\\sigma', plain: 'σ' }),
  forward: unaryBy((_, dtype) => sigmoidIn(dtype)),
  rule: () => ({ kind: 'elementwise', partials: [times(y, minus(constant(1), y))] }),
  samples: anywhere,
}

export const tanh: Op = {
  gradFn: 'Tanh',
  notation: () => ({ kind: 'call', tex: '\\tanh', plain: 'tanh' }),
  forward: unaryBy((_, dtype) => (dtype === 'float64' ? Math.tanh : tanhForSingle)),
  rule: () => ({ kind: 'elementwise', partials: [minus(constant(1), power(y, two))] }),
  samples: anywhere,
}

/** Slope 0 at the kink: ReLU′(0) = 0, as in PyTorch. */
export const relu: Op = {
  gradFn: 'Relu',
  notation: () => ({ kind: 'call', tex: '\\operatorname{ReLU}', plain: 'ReLU' }),
  forward: unary((p) => (p > 0 || Number.isNaN(p) ? p : 0), true),
  rule: () => ({ kind: 'elementwise', partials: [apply('gt', [a, constant(0)])] }),
  samples: anywhere,
  kinks: () => [0],
  flat: 'the ReLU is off',
}

const numberOr = (attr: unknown, otherwise: number): number => (typeof attr === 'number' ? attr : otherwise)

/** attrs: `slope` for negative inputs. */
export const leaky_relu: Op = {
  gradFn: 'LeakyRelu',
  notation: () => ({ kind: 'call', tex: '\\operatorname{LeakyReLU}', plain: 'LeakyReLU' }),
  forward: unaryBy((attrs) => {
    const slope = numberOr(attrs['slope'], 0.01)
    return (p) => (p > 0 ? p : p * slope)
  }),
  rule: ({ attrs }) => ({
    kind: 'elementwise',
    partials: [apply('where', [apply('gt', [a, constant(0)]), constant(1), constant(numberOr(attrs['slope'], 0.01))])],
  }),
  samples: anywhere.map((sample) => ({ ...sample, attrs: { slope: 0.1 } })),
  kinks: ({ slope }) => (numberOr(slope, 0.01) === 1 ? [] : [0]),
}

/** attrs: `alpha`, the value that −∞ approaches, negated. */
export const elu: Op = {
  gradFn: 'Elu',
  notation: () => ({ kind: 'call', tex: '\\operatorname{ELU}', plain: 'ELU' }),
  forward: unaryBy((attrs) => {
    const alpha = numberOr(attrs['alpha'], 1)
    return (p) => (p > 0 ? p : alpha * Math.expm1(p))
  }),
  rule: ({ attrs }) => {
    const alpha = numberOr(attrs['alpha'], 1)
    const left = alpha === 1 ? apply('exp', [a]) : times(constant(alpha), apply('exp', [a]))
    return { kind: 'elementwise', partials: [apply('where', [apply('gt', [a, constant(0)]), constant(1), left])] }
  },
  samples: anywhere.map((sample) => ({ ...sample, attrs: { alpha: 1.5 } })),
  kinks: ({ alpha }) => (numberOr(alpha, 1) === 1 ? [] : [0]),
}

/** ln(1 + e^(βx))/β; the identity where βx is above a threshold, 20 as a rule, as in PyTorch. attrs: `beta`, `threshold`. */
export const softplus: Op = {
  gradFn: 'Softplus',
  notation: () => ({ kind: 'call', tex: '\\operatorname{softplus}', plain: 'softplus' }),
  forward: unaryBy((attrs, dtype) => {
    const round = rounding(dtype)
    const [beta, limit] = [numberOr(attrs['beta'], 1), numberOr(attrs['threshold'], 20)]
    return (p) => (p * beta > limit ? p : Math.log1p(round(Math.exp(p * beta))) / beta)
  }),
  rule: ({ attrs }) => {
    const [beta, limit] = [numberOr(attrs['beta'], 1), numberOr(attrs['threshold'], 20)]
    const inner = beta === 1 ? a : times(constant(beta), a)
    const slope = apply('sigmoid', [inner])
    if (limit >= 20) return { kind: 'elementwise', partials: [slope] }
    const partial = apply('where', [apply('gt', [inner, constant(limit)]), constant(1), slope])
    return { kind: 'elementwise', partials: [partial] }
  },
  samples: [...anywhere, { shapes: [[3]], attrs: { beta: 2, threshold: 1 }, domain: [-2, 0.4] }],
}

const isNumber = (side: typeof a) => apply('eq', [side, side])

/** The larger of two, where one is no number the other; equals: the left one wins the gradient, as in PyTorch. */
export const fmax: Op = {
  gradFn: 'Fmax',
  notation: () => ({ kind: 'call', tex: '\\operatorname{fmax}', plain: 'fmax' }),
  forward: binary((p, q) => (Number.isNaN(p) ? q : Number.isNaN(q) || p >= q ? p : q)),
  rule: () => {
    const left = apply('maximum', [apply('ge', [a, b]), minus(constant(1), isNumber(b))])
    return { kind: 'elementwise', partials: [left, minus(constant(1), left)] }
  },
  samples: couples,
  switches: 'where its arguments meet',
  flat: 'the other one is larger',
}

export const fmin: Op = {
  gradFn: 'Fmin',
  notation: () => ({ kind: 'call', tex: '\\operatorname{fmin}', plain: 'fmin' }),
  forward: binary((p, q) => (Number.isNaN(p) ? q : Number.isNaN(q) || p <= q ? p : q)),
  rule: () => {
    const left = apply('maximum', [apply('le', [a, b]), minus(constant(1), isNumber(b))])
    return { kind: 'elementwise', partials: [left, minus(constant(1), left)] }
  },
  samples: couples,
  switches: 'where its arguments meet',
  flat: 'the other one is smaller',
}
