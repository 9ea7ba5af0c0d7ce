const twoOverRootPi = 2 / Math.sqrt(Math.PI)

/** erf x for small |x|: 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·5 … (2n+1)), all terms of one sign. Source: Abramowitz & Stegun 7.1.6. */
function series(x: number): number {
  const square = x * x
  let term = x
  let total = x
  for (let n = 1; Math.abs(term) > Math.abs(total) * 1e-17; n++) {
    term *= (2 * square) / (2 * n + 1)
    total += term
  }
  return twoOverRootPi * Math.exp(-square) * total
}

/** 1 − erf x for x from about 2 on, as a continued fraction. Source: Abramowitz & Stegun 7.1.14. */
export function erfTail(x: number): number {
  let below = x
  for (let n = 60; n > 0; n--) below = x + n / 2 / below
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / below
}

/** The error function, in double precision. */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x
  if (Math.abs(x) < 2.5) return series(x)
  return x > 0 ? 1 - erfTail(x) : erfTail(-x) - 1
}
