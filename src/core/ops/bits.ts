import { binary, unary } from '../elementwise.ts'
import type { Op } from '../op.ts'

const small = (x: number): boolean => x >= -0x80000000 && x <= 0x7fffffff

/** A function of the bits of two whole numbers, in two's complement. No gradient flows through it. */
const bitwise = (
  plain: string,
  quick: (p: number, q: number) => number,
  exact: (p: bigint, q: bigint) => bigint,
): Op => ({
  gradFn: '',
  notation: () => ({ kind: 'call', tex: `\\operatorname{${plain}}`, plain }),
  forward: binary((p, q) =>
    small(p) && small(q)
      ? quick(p, q)
      : Number.isInteger(p) && Number.isInteger(q)
        ? Number(exact(BigInt(p), BigInt(q)))
        : Number.NaN,
  ),
  rule: () => ({ kind: 'none' }),
  expansion: 'entrywise',
  samples: [{ shapes: [[2, 3], [3]] }],
})

export const bit_and = bitwise(
  'and',
  (p, q) => p & q,
  (p, q) => p & q,
)
export const bit_or = bitwise(
  'or',
  (p, q) => p | q,
  (p, q) => p | q,
)
export const bit_xor = bitwise(
  'xor',
  (p, q) => p ^ q,
  (p, q) => p ^ q,
)

/** The bits of the first number moved by as many places as the second says; 64 or more, and less than 0, leave nothing, as in PyTorch. */
const shift = (plain: string, f: (p: number, q: number) => number): Op => ({
  gradFn: '',
  notation: () => ({ kind: 'call', tex: `\\operatorname{${plain}}`, plain }),
  forward: binary(f),
  rule: () => ({ kind: 'none' }),
  expansion: 'entrywise',
  samples: [{ shapes: [[2, 3], [3]] }],
})

const fits = (q: number): boolean => q >= 0 && q < 64

export const shift_left = shift('shl', (p, q) => (fits(q) ? p * 2 ** q : 0))
export const shift_right = shift('shr', (p, q) => Math.floor(p / 2 ** (fits(q) ? q : 64)))

/** All bits turned round: −1 − x. */
export const bit_not: Op = {
  gradFn: '',
  notation: () => ({ kind: 'call', tex: '\\operatorname{not}', plain: 'not' }),
  forward: unary((p) => -1 - p, true),
  rule: () => ({ kind: 'none' }),
  expansion: 'entrywise',
  samples: [],
}
