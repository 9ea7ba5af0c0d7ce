/**
 * eˣ and tanh x for 32-bit floats: computed in double precision to more digits than a float holds, from sums and products alone, so that
 * every browser, and WebAssembly (`plan/wasm/exponential.ts`), gives the same bits.
 */

/** log₂e, and ln 2 in two parts, the first of which has few digits. Source: FreeBSD, lib/msun/src/e_exp.c. */
export const log2e = Math.LOG2E
export const ln2High = 0.6931471803691238
export const ln2Low = 1.9082149292705877e-10

/** Adding and taking away 1.5·2⁵² rounds to a whole number. */
export const toWhole = 6755399441055744

/** Beyond these, eˣ as a float is 0 or infinite. */
export const least = -104
export const most = 89

/** 1/13!, …, 1/2!, 1, 1: eʳ for |r| ≤ ½ ln 2. */
export const taylor: readonly number[] = Array.from({ length: 14 }, (_, i) => {
  let product = 1
  for (let n = 2; n <= 13 - i; n++) product *= n
  return 1 / product
})

/** The odd coefficients of tanh x from x¹¹ down to x. */
export const oddTanh = [-1382 / 155925, 62 / 2835, -17 / 315, 2 / 15, -1 / 3, 1] as const

/** Where tanh x is given by its series, and from where on it is 1 as a float. */
export const small = 0.125
export const large = 10

const bits = new Int32Array(2)
const double = new Float64Array(bits.buffer)
const high = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0

/** 2ᵏ. */
function powerOfTwo(k: number): number {
  bits[high] = (k + 1023) << 20
  return double[0]!
}

/** eˣ, to be rounded to 32 bits. */
export function expForSingle(x: number): number {
  const y = Math.max(least, Math.min(most, x))
  const k = y * log2e + toWhole - toWhole
  const r = y - k * ln2High - k * ln2Low
  let sum = taylor[0]!
  for (let i = 1; i < taylor.length; i++) sum = sum * r + taylor[i]!
  return sum * powerOfTwo(k)
}

/** tanh x, to be rounded to 32 bits. */
export function tanhForSingle(x: number): number {
  const size = Math.min(large, Math.abs(x))
  const square = size * size
  let series: number = oddTanh[0]
  for (let i = 1; i < oddTanh.length; i++) series = series * square + oddTanh[i]!
  const value = size < small ? series * size : 1 - 2 / (expForSingle(size + size) + 1)
  return x < 0 || Object.is(x, -0) ? -value : value
}
