/** n! as a float; infinite where it is too large. */
export function factorial(n: number): number {
  let product = 1
  for (let i = 2; i <= n && Number.isFinite(product); i++) product *= i
  return product
}

/** How many ways there are to choose k of n. */
export function choose(n: number, k: number): number {
  if (k > n) return 0
  let result = 1n
  const few = Math.min(k, n - k)
  for (let i = 1; i <= few; i++) {
    result = (result * BigInt(n - few + i)) / BigInt(i)
    if (result > 1n << 80n) return Number.POSITIVE_INFINITY
  }
  return Number(result)
}

/** The greatest common divisor. */
export function greatest(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)]
  while (y > 0) [x, y] = [y, x % y]
  return x
}

/** A sum without a rounding error on the way (Shewchuk, 1997): parts that do not overlap are kept apart. */
export function sumOf(values: readonly number[]): number {
  const parts: number[] = []
  for (let x of values) {
    let kept = 0
    for (let y of parts) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x]
      const high = x + y
      const low = y - (high - x)
      if (low !== 0) parts[kept++] = low
      x = high
    }
    parts.length = kept
    parts.push(x)
  }
  let total = 0
  for (let i = parts.length - 1; i >= 0; i--) {
    const before = total
    total += parts[i]!
    const rest = parts[i]! - (total - before)
    if (rest === 0 || i === 0) continue
    // Half of a last digit is rounded by what comes after it.
    const next = parts[i - 1]!
    if (rest < 0 === next < 0) {
      const twice = rest * 2
      const up = total + twice
      if (twice === up - total) total = up
    }
    return total
  }
  return total
}

/** Below this the power series of erf is used, above it the continued fraction of erfc. */
const border = 2

function erfSeries(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n
    const next = sum + term / (2 * n + 1)
    if (next === sum) break
    sum = next
  }
  return (2 / Math.sqrt(Math.PI)) * sum
}

/** erfc for x ≥ 2, by its continued fraction from the inside out. */
function erfcFraction(x: number): number {
  let value = 0
  for (let n = 80; n > 0; n--) value = n / 2 / (x + value)
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + value)
}

/** The error function. */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x
  if (Math.abs(x) < border) return erfSeries(x)
  return Math.sign(x) * (1 - erfcFraction(Math.abs(x)))
}

/** 1 − erf. */
export function erfc(x: number): number {
  if (x < border) return 1 - erf(x)
  return Number.isNaN(x) ? x : erfcFraction(x)
}

/** Lanczos' coefficients for g = 7 and nine terms. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

const series = (x: number): number => lanczos.reduce((sum, c, i) => (i === 0 ? c : sum + c / (x + i)), 0)

/** The gamma function; whole numbers are exact. */
export function gamma(x: number): number {
  if (Number.isInteger(x) && x > 0 && x < 172) return factorial(x - 1)
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x))
  const y = x - 1
  const t = y + 7.5
  return Math.sqrt(2 * Math.PI) * t ** (y + 0.5) * Math.exp(-t) * series(y)
}

/** The logarithm of the absolute value of gamma. */
export function logGamma(x: number): number {
  if (x === 1 || x === 2) return 0
  if (Number.isInteger(x) && x > 0 && x < 100) return Math.log(factorial(x - 1))
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x)
  const y = x - 1
  const t = y + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(series(y))
}
