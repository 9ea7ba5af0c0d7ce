import { binary, floatResult, unary } from '../elementwise.ts'
import type { Op } from '../op.ts'
import { a, apply, b, constant, minus, negative, over, power, times, y } from '../rule.ts'
import { promote, type Tensor } from '../tensor.ts'

const one = constant(1)
const pairs = [
  { shapes: [[], []] },
  {
    shapes: [
      [2, 3],
      [2, 3],
    ],
  },
  { shapes: [[2, 1], [3]] },
  { shapes: [[], [2, 2]] },
]

const sum = binary((p, q) => p + q)
const either = binary((p, q) => (p !== 0 || q !== 0 ? 1 : 0))

/** Of two bools the sum is whether either is true, as in PyTorch. */
export const add: Op = {
  gradFn: 'Add',
  notation: () => ({ kind: 'infix', symbol: '+' }),
  forward: Object.assign(
    (args: readonly Tensor[]) => (args.every(({ dtype }) => dtype === 'bool') ? either(args, {}) : sum(args, {})),
    { each: () => (p: number, q: number) => p + q },
  ),
  rule: () => ({ kind: 'elementwise', partials: [one, one] }),
  samples: pairs,
}

export const sub: Op = {
  gradFn: 'Sub',
  notation: () => ({ kind: 'infix', symbol: '−' }),
  forward: binary((p, q) => p - q),
  rule: () => ({ kind: 'elementwise', partials: [one, constant(-1)] }),
  samples: pairs,
}

/** A product hands each input the other input. */
export const mul: Op = {
  gradFn: 'Mul',
  notation: () => ({ kind: 'infix', symbol: '·' }),
  forward: binary((p, q) => p * q),
  rule: () => ({ kind: 'elementwise', partials: [b, a] }),
  samples: pairs,
}

export const div: Op = {
  gradFn: 'Div',
  notation: () => ({ kind: 'fraction' }),
  forward: binary((p, q) => p / q, floatResult),
  rule: () => ({ kind: 'elementwise', partials: [over(one, b), negative(over(a, power(b, constant(2))))] }),
  samples: pairs.map((pair) => ({ ...pair, domain: [0.5, 2] as const })),
}

export const neg: Op = {
  gradFn: 'Neg',
  notation: () => ({ kind: 'negative' }),
  forward: unary((p) => -p, true),
  rule: () => ({ kind: 'elementwise', partials: [constant(-1)] }),
  samples: [{ shapes: [[]] }, { shapes: [[2, 3]] }],
}

/** An integer to a negative power is rounded towards 0, as in PyTorch: 0 for every base but 1 and −1. */
const wholePower = binary((p, q) => (q < 0 && Math.abs(p) !== 1 ? 0 : p ** q))
/** A square is a product, as in PyTorch. */
const raised = (p: number, q: number): number => (q === 2 ? p * p : p ** q)
const realPower = binary(raised)

/** Each partial is stated apart, so that a constant exponent never meets log of a negative base. As in PyTorch, 0 for exponent 0 and, by an exponent that is not negative, at base 0. */
export const pow: Op = {
  gradFn: 'Pow',
  notation: () => ({ kind: 'power' }),
  forward: Object.assign(
    (args: readonly Tensor[]) =>
      args.map(({ dtype }) => dtype).reduce(promote) === 'int64' ? wholePower(args, {}) : realPower(args, {}),
    { each: () => raised },
  ),
  rule: () => ({
    kind: 'elementwise',
    partials: [
      apply('where', [apply('eq', [b, constant(0)]), constant(0), times(b, power(a, minus(b, one)))]),
      apply('where', [
        times(apply('eq', [a, constant(0)]), apply('ge', [b, constant(0)])),
        constant(0),
        times(y, apply('log', [a])),
      ]),
    ],
  }),
  samples: pairs.map((pair) => ({ ...pair, domain: [0.5, 2] as const })),
}
