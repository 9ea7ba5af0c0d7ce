import { binary, broadcastOffsets, unaryBy } from '../elementwise.ts'
import type { Attr, Op, Sample } from '../op.ts'
import { a, apply, arg, b, constant, minus, negative, over, plus, times } from '../rule.ts'
import { promote, storage } from '../tensor.ts'

const one = constant(1)
const numberOr = (attr: Attr | undefined, otherwise: number): number => (typeof attr === 'number' ? attr : otherwise)
const sizes: readonly Sample['shapes'][] = [
  [[], []],
  [
    [2, 3],
    [2, 3],
  ],
]
/** A logarithm that is not below −100, as PyTorch clamps it. */
const clamped = (p: number): number => Math.max(Math.log(p), -100)

/**
 * −(t·ln p + (1 − t)·ln(1 − p)) entry by entry, of a probability and its target; the logarithms not below −100. As in PyTorch, the slope
 * (p − t)/(p·(1 − p)) is not divided by less than 10⁻¹².
 */
export const binary_cross_entropy: Op = {
  gradFn: 'BinaryCrossEntropy',
  notation: () => ({ kind: 'call', tex: '\\operatorname{BCE}', plain: 'BCE' }),
  forward: binary((p, t) => (t - 1) * clamped(1 - p) - t * clamped(p)),
  rule: () => {
    const spread = apply('maximum', [times(minus(one, a), a), constant(1e-12)])
    return {
      kind: 'elementwise',
      partials: [over(minus(a, b), spread), minus(apply('log', [minus(one, a)]), apply('log', [a]))],
    }
  },
  samples: sizes.map((shapes) => ({ shapes, domain: [0.1, 0.9] as const })),
}

const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))

const unweighted = binary((p, q) => (1 - q) * p + softplus(-p))

/** The same of σ(z), computed from z itself, so that nothing is lost where σ(z) is nearly 0 or 1. A third argument weights the positive targets. */
export const binary_cross_entropy_with_logits: Op = {
  gradFn: 'BinaryCrossEntropyWithLogits',
  notation: () => ({ kind: 'call', tex: '\\operatorname{BCE}_{\\sigma}', plain: 'BCE of σ' }),
  forward: ([z, t, weight], attrs) => {
    const plain = unweighted([z!, t!], attrs)
    if (weight === undefined) return plain
    const places = broadcastOffsets(weight.shape, plain.shape)
    const data = storage(promote(plain.dtype, weight.dtype), plain.data.length)
    for (let i = 0; i < data.length; i++) {
      const [p, q, w] = [z!.data[i]!, t!.data[i]!, weight.data[places[i]!]!]
      data[i] = (1 - q) * p + (1 + (w - 1) * q) * softplus(-p)
    }
    return { ...plain, data }
  },
  rule: ({ shapes }) => {
    const [sigma, w] = [apply('sigmoid', [a]), arg(2)]
    if (shapes.length === 2) return { kind: 'elementwise', partials: [minus(sigma, b), negative(a)] }
    const weighted = times(w, b)
    const lost = apply('softplus', [negative(a)])
    return {
      kind: 'elementwise',
      partials: [
        minus(times(minus(plus(weighted, one), b), sigma), weighted),
        minus(times(minus(w, one), lost), a),
        times(b, lost),
      ],
    }
  },
  samples: [...sizes.map((shapes) => ({ shapes })), { shapes: [[2, 3], [2, 3], [3]], domain: [0.2, 0.9] }],
}

/** Half the square of a difference near 0, divided by β; its size beyond β. attrs: `beta`. */
export const smooth_l1: Op = {
  gradFn: 'SmoothL1Loss',
  notation: () => ({ kind: 'call', tex: '\\operatorname{smoothL1}', plain: 'smooth L1' }),
  forward: unaryBy((attrs) => {
    const beta = numberOr(attrs['beta'], 1)
    return (p) => (Math.abs(p) < beta ? (0.5 * p * p) / beta : Math.abs(p) - 0.5 * beta)
  }),
  rule: ({ attrs }) => {
    const beta = numberOr(attrs['beta'], 1)
    const near = apply('lt', [apply('abs', [a]), constant(beta)])
    const inside = beta === 1 ? a : over(a, constant(beta))
    return { kind: 'elementwise', partials: [apply('where', [near, inside, apply('sign', [a])])] }
  },
  samples: [
    { shapes: [[]], attrs: { beta: 0.5 } },
    { shapes: [[2, 3]], attrs: { beta: 1 } },
  ],
}

/** Half the square of a difference near 0; δ times its size, less δ²/2, beyond δ. attrs: `delta`. Source: Huber, Ann. Math. Statist. 35 (1964). */
export const huber: Op = {
  gradFn: 'HuberLoss',
  notation: () => ({ kind: 'call', tex: '\\operatorname{Huber}', plain: 'Huber' }),
  forward: unaryBy((attrs) => {
    const delta = numberOr(attrs['delta'], 1)
    return (p) => (Math.abs(p) <= delta ? 0.5 * p * p : delta * (Math.abs(p) - 0.5 * delta))
  }),
  rule: ({ attrs }) => {
    const delta = numberOr(attrs['delta'], 1)
    const near = apply('le', [apply('abs', [a]), constant(delta)])
    const beyond = delta === 1 ? apply('sign', [a]) : times(constant(delta), apply('sign', [a]))
    return { kind: 'elementwise', partials: [apply('where', [near, a, beyond])] }
  },
  samples: [
    { shapes: [[]], attrs: { delta: 0.5 } },
    { shapes: [[2, 3]], attrs: { delta: 1 } },
  ],
}
