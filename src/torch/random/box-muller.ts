import { fused } from './single.ts'

const { fround, sqrt } = Math

const view = new DataView(new ArrayBuffer(4))
const fractions = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(fround)
const ln2 = { low: fround(-2.1219444e-4), high: fround(0.693359375) } as const
const rootOfHalf = fround(Math.SQRT1_2)

/** ln x of a 32-bit float 0 < x ≤ 1 in 32-bit arithmetic: the polynomial of the Cephes library, as PyTorch's normal numbers use it. */
export function logarithm(x: number): number {
  view.setFloat32(0, x)
  const word = view.getUint32(0)
  view.setUint32(0, (word & 0x007fffff) | 0x3f000000)
  let mantissa = view.getFloat32(0)
  let exponent = (word >>> 23) - 126
  if (mantissa < rootOfHalf) {
    exponent--
    mantissa = fround(fround(mantissa - 1) + mantissa)
  } else mantissa = fround(mantissa - 1)
  const square = fround(mantissa * mantissa)
  let y = fractions[0]!
  for (let i = 1; i < fractions.length; i++) y = fused(y, mantissa, fractions[i]!)
  y = fused(fround(y * mantissa), square, fround(exponent * ln2.low))
  y = fused(-square, 0.5, y)
  return fused(exponent, ln2.high, fround(mantissa + y))
}

const quarter = {
  high: fround(-0.78515625),
  middle: fround(-2.418756484985351e-4),
  low: fround(-3.774894977445941e-8),
} as const
const perQuarter = fround(4 / Math.PI)
const cosine = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(fround)
const sine = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(fround)

/** Sine and cosine of a 32-bit angle 0 ≤ θ < 2π in 32-bit arithmetic, likewise of the Cephes library. */
export function sineCosine(angle: number): readonly [number, number] {
  const octant = (Math.trunc(fround(angle * perQuarter)) + 1) & ~1
  const x = fused(octant, quarter.low, fused(octant, quarter.middle, fused(octant, quarter.high, angle)))
  const square = fround(x * x)
  const tail = fused(fused(cosine[0]!, square, cosine[1]!), square, cosine[2]!)
  const even = fround(fused(fround(tail * square), square, -fround(square * 0.5)) + 1)
  const odd = fused(fround(fused(fused(sine[0]!, square, sine[1]!), square, sine[2]!) * square), x, x)
  const [s, c] = (octant & 2) === 0 ? [odd, even] : [even, odd]
  return [(octant & 4) === 0 ? s : -s, ((octant - 2) & 4) === 0 ? -c : c]
}

const twoPi = fround(2 * Math.PI)

/** Turns 16 uniform 32-bit numbers from `at` on into normal ones, in place: the first 8 say how far, the last 8 in which direction (Box and Muller 1958). */
export function boxMuller16(data: Float32Array, at: number, mean: number, std: number): void {
  for (let i = at; i < at + 8; i++) {
    const radius = fround(sqrt(fround(-2 * logarithm(fround(1 - data[i]!)))))
    const [s, c] = sineCosine(fround(twoPi * data[i + 8]!))
    data[i] = fused(fround(radius * c), std, mean)
    data[i + 8] = fused(fround(radius * s), std, mean)
  }
}

/** The same in double precision, by the host's own functions. */
export function boxMuller16Double(data: Float64Array, at: number, mean: number, std: number): void {
  for (let i = at; i < at + 8; i++) {
    const radius = sqrt(-2 * Math.log(1 - data[i]!))
    const angle = 2 * Math.PI * data[i + 8]!
    data[i] = radius * Math.cos(angle) * std + mean
    data[i + 8] = radius * Math.sin(angle) * std + mean
  }
}
