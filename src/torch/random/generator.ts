import { boxMuller16, boxMuller16Double } from './box-muller.ts'
import { MersenneTwister } from './mersenne.ts'
import { fused, fusedDouble } from './single.ts'

const { fround } = Math
const toUnit32 = 2 ** -24
const toUnit64 = 2 ** -53

/** PyTorch's CPU random number generator: the same numbers for the same seed. */
export class Generator {
  #seed = 0n
  #engine = new MersenneTwister(0)
  /** Normal numbers come in pairs; the second of the last pair waits here. */
  #waiting: number | null = null
  /** What was drawn before it was seeded last, each seed counted as one. */
  #before = 0

  constructor(seed: bigint | number = 0) {
    this.seed(seed)
  }

  /** Starts again. A seed has 64 bits, of which the engine takes the lower 32; a negative one stands for its two's complement. */
  seed(seed: bigint | number): void {
    this.#before = this.uses + 1
    this.#seed = BigInt.asUintN(64, BigInt(seed))
    this.#engine = new MersenneTwister(Number(this.#seed & 0xffffffffn))
    this.#waiting = null
  }

  /** How often it was used in any way; only grows. */
  get uses(): number {
    return this.#before + this.#engine.given
  }

  get initialSeed(): bigint {
    return this.#seed
  }

  /** 32 random bits, as a whole number. */
  random32(): number {
    return this.#engine.next()
  }

  /** 64 random bits. */
  random64(): bigint {
    const high = this.#engine.next()
    return (BigInt(high) << 32n) | BigInt(this.#engine.next())
  }

  /** A double in [0, 1) from 53 of 64 random bits. */
  unit64(): number {
    const high = this.#engine.next() & 0x1fffff
    return (high * 2 ** 32 + this.#engine.next()) * toUnit64
  }

  /** A 32-bit float in [0, 1) from 24 of 32 random bits. */
  unit32(): number {
    return (this.#engine.next() & 0xffffff) * toUnit32
  }

  /** 32-bit floats, equally likely everywhere in [from, to). */
  uniform(count: number, from = 0, to = 1): Float32Array {
    const [low, width] = [fround(from), fround(fround(to) - fround(from))]
    return Float32Array.from({ length: count }, () => fused(this.unit32(), width, low))
  }

  /** Doubles, equally likely everywhere in [from, to). */
  uniform64(count: number, from = 0, to = 1): Float64Array {
    return Float64Array.from({ length: count }, () => fusedDouble(this.unit64(), to - from, from))
  }

  /** 32-bit floats around `mean` with the spread `std`. */
  normal(count: number, mean = 0, std = 1): Float32Array {
    if (count < 16) return Float32Array.from({ length: count }, () => this.gauss() * std + mean)
    const data = this.uniform(count)
    const [m, s] = [fround(mean), fround(std)]
    for (let i = 0; i + 15 < count; i += 16) boxMuller16(data, i, m, s)
    if (count % 16 === 0) return data
    // The last 16 are drawn once more, so that they make whole pairs.
    data.set(this.uniform(16), count - 16)
    boxMuller16(data, count - 16, m, s)
    return data
  }

  /** The same in double precision. */
  normal64(count: number, mean = 0, std = 1): Float64Array {
    if (count < 16) return Float64Array.from({ length: count }, () => this.gauss() * std + mean)
    const data = this.uniform64(count)
    for (let i = 0; i + 15 < count; i += 16) boxMuller16Double(data, i, mean, std)
    if (count % 16 === 0) return data
    data.set(this.uniform64(16), count - 16)
    boxMuller16Double(data, count - 16, mean, std)
    return data
  }

  /** One normal double: of each pair the second is kept for the next call. */
  gauss(): number {
    if (this.#waiting !== null) {
      const kept = this.#waiting
      this.#waiting = null
      this.#before++
      return kept
    }
    const [turn, length] = [this.unit64(), this.unit64()]
    const radius = Math.sqrt(-2 * Math.log(1 - length))
    const angle = 2 * Math.PI * turn
    this.#waiting = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }

  /** Whole numbers, equally likely in [low, high). */
  integers(count: number, low: number, high: number): Float64Array {
    const range = high - low
    if (range >= 2 ** 32)
      return Float64Array.from({ length: count }, () => Number(this.random64() % BigInt(range)) + low)
    return Float64Array.from({ length: count }, () => (this.random32() % range) + low)
  }

  /** 0 … n − 1 in random order: each place takes one of those that are left. */
  permutation(n: number): Float64Array {
    const order = Float64Array.from({ length: n }, (_, i) => i)
    for (let i = 0; i < n - 1; i++) {
      const other = i + (this.random32() % (n - i))
      const kept = order[i]!
      order[i] = order[other]!
      order[other] = kept
    }
    return order
  }

  /** 1 with probability `p`, else 0. */
  bernoulli(p: number): number {
    return this.unit64() < p ? 1 : 0
  }

  /** The same from 24 random bits, as where the probability is a 32-bit float. */
  bernoulli32(p: number): number {
    return this.unit32() < p ? 1 : 0
  }

  /** A waiting time with `rate` events in a unit of time. */
  exponential(rate: number): number {
    return (-1 / rate) * Math.log(1 - this.unit64())
  }
}
