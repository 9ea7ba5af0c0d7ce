const { fround } = Math

const number = new Float64Array(1)
const bits = new BigInt64Array(number.buffer)

/** The double next to `x` on the way to `towards`; `x` is neither 0 nor infinite. */
function nextTo(x: number, towards: number): number {
  number[0] = x
  bits[0]! += towards > x === x > 0 ? 1n : -1n
  return number[0]
}

/**
 * a·b + c of three 32-bit floats, rounded once to a 32-bit float: what a processor's fused multiply-add gives. The product is exact
 * in double precision; where the sum is not and lies halfway between two floats, what was cut off says which way to round.
 */
export function fused(a: number, b: number, c: number): number {
  const product = a * b
  const sum = product + c
  const near = fround(sum)
  if (near === sum) return near
  const part = sum - product
  const error = product - (sum - part) + (c - part)
  if (error === 0 || sum === 0) return near
  const far = fround(nextTo(sum, error > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY))
  return far !== near && far - sum === sum - near ? far : near
}

/** A double as the sum of two with half as many digits each (Veltkamp 1968). */
function halves(x: number): readonly [number, number] {
  const scaled = x * 134_217_729
  const high = scaled - (scaled - x)
  return [high, x - high]
}

/** a·b + c of doubles, rounded once (but for rare cases near the middle of two doubles): the product and the sum are carried with their errors (Dekker 1971). */
export function fusedDouble(a: number, b: number, c: number): number {
  const product = a * b
  const [[a1, a2], [b1, b2]] = [halves(a), halves(b)]
  const missing = a2 * b2 - (product - a1 * b1 - a2 * b1 - a1 * b2)
  const sum = product + c
  const part = sum - product
  const result = sum + (product - (sum - part) + (c - part) + missing)
  return Number.isFinite(result) ? result : sum
}
