import { expect, test } from 'vitest'
import { fused } from './single.ts'

const { fround } = Math

/** The exact value of a double as a whole number of 2^-1074. */
function exact(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, x)
  const word = view.getBigUint64(0)
  const exponent = Number((word >> 52n) & 0x7ffn)
  const mantissa = (word & 0xfffffffffffffn) | (exponent === 0 ? 0n : 1n << 52n)
  return (x < 0 ? -mantissa : mantissa) << BigInt(Math.max(exponent, 1) - 1)
}

const distance = (p: bigint, q: bigint): bigint => (p > q ? p - q : q - p)

test('a fused product and sum is the float nearest to the exact result, also where a double lies in the middle', () => {
  const unit = 2 ** -23
  const cases = [
    [1 + unit, 1 + unit, 1],
    [1 + unit, 1 - unit / 2, 2 ** -24],
    [fround(1 / 3), fround(3), -1],
    [1, 2 ** -24, 1],
    [1 + unit, 2 ** -24, 1],
    [1 + unit, 2 ** -24 * (1 - unit), 1 + unit],
  ] as const
  for (const [a, b, c] of cases) {
    const found = fused(a, b, c)
    const wanted = exact(a * b) + exact(c)
    for (const other of [found + 2 ** -23 * Math.abs(found), found - 2 ** -23 * Math.abs(found)].map(fround))
      expect(distance(exact(found), wanted) <= distance(exact(other), wanted), `${a}·${b} + ${c}`).toBe(true)
  }
})
