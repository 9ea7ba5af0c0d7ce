import { binary, unary } from '../elementwise.ts'
import type { Op, Sample } from '../op.ts'
import { a, apply, b, constant, negative, over } from '../rule.ts'
import { promote } from '../tensor.ts'

const anywhere: readonly Sample[] = [
  { shapes: [[]], domain: [0.1, 0.4] },
  { shapes: [[2, 3]], domain: [1.6, 1.9] },
]
const pairs: readonly Sample[] = [
  { shapes: [[], []], domain: [1.1, 1.9] },
  { shapes: [[2, 3], [3]], domain: [1.1, 1.9] },
]
const step = 'it is a step, flat wherever it has a slope'

/** A function that jumps from one whole number to the next: its slope is 0 wherever it has one, and PyTorch says 0 at the jumps too. */
const steps = (gradFn: string, plain: string, f: (x: number) => number): Op => ({
  gradFn,
  notation: () => ({ kind: 'call', tex: `\\operatorname{${plain}}`, plain }),
  forward: unary(f, true),
  rule: () => ({ kind: 'elementwise', partials: [constant(0)] }),
  samples: anywhere,
  flat: step,
})

/** To the nearest whole number; halves to the even one. */
function nearest(x: number): number {
  const below = Math.floor(x)
  if (x - below !== 0.5) return Math.abs(x) < 0.5 ? x * 0 : Math.round(x)
  const even = below % 2 === 0 ? below : below + 1
  return even === 0 && x < 0 ? -0 : even
}

export const floor = steps('Floor', 'floor', Math.floor)
export const ceil = steps('Ceil', 'ceil', Math.ceil)
export const trunc = steps('Trunc', 'trunc', Math.trunc)
export const round = steps('Round', 'round', nearest)

/** What is left of a number without its whole part; it keeps the sign. */
export const frac: Op = {
  gradFn: 'Frac',
  notation: () => ({ kind: 'call', tex: '\\operatorname{frac}', plain: 'frac' }),
  forward: unary((p) => p - Math.trunc(p), true),
  rule: () => ({ kind: 'elementwise', partials: [constant(1)] }),
  samples: anywhere,
}

/** What is left of a division rounded towards 0: it has the sign of the dividend. */
export const fmod: Op = {
  gradFn: 'Fmod',
  notation: () => ({ kind: 'call', tex: '\\operatorname{fmod}', plain: 'fmod' }),
  forward: binary((p, q) => p % q),
  rule: () => ({ kind: 'elementwise', partials: [constant(1), negative(apply('trunc', [over(a, b)]))] }),
  samples: pairs,
}

function floorMod(p: number, q: number): number {
  const rest = p % q
  return rest !== 0 && rest < 0 !== q < 0 ? rest + q : rest
}

/** What is left of a division rounded down, as Python's `%`: it has the sign of the divisor. */
export const remainder: Op = {
  gradFn: 'Remainder',
  notation: () => ({ kind: 'call', tex: '\\operatorname{mod}', plain: 'mod' }),
  forward: binary(floorMod),
  rule: () => ({ kind: 'elementwise', partials: [constant(1), negative(apply('floor', [over(a, b)]))] }),
  samples: pairs,
}

/** The quotient rounded down, as Python's `//`: what is left fits it exactly. */
function floorQuotient(p: number, q: number): number {
  if (q === 0 || !Number.isFinite(p) || !Number.isFinite(q)) return Math.floor(p / q)
  const rest = p % q
  const quotient = (p - rest) / q
  const lowered = rest !== 0 && rest < 0 !== q < 0 ? quotient - 1 : quotient
  if (lowered === 0) return p / q < 0 ? -0 : 0
  const floored = Math.floor(lowered)
  return lowered - floored > 0.5 ? floored + 1 : floored
}

const quotients = (plain: string, f: (p: number, q: number) => number): Op => ({
  gradFn: 'Div',
  notation: () => ({ kind: 'call', tex: `\\operatorname{${plain}}`, plain }),
  forward: binary(f, promote),
  rule: () => ({ kind: 'elementwise', partials: [constant(0), constant(0)] }),
  samples: [{ shapes: [[], []], domain: [1.3, 1.9] }],
  flat: step,
})

export const floor_divide = quotients('floordiv', floorQuotient)
/** The quotient rounded towards 0. */
export const trunc_divide = quotients('truncdiv', (p, q) => Math.trunc(p / q))
