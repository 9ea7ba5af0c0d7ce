const length = 624
const middle = 397
const upper = 0x80000000
const lower = 0x7fffffff

/** The Mersenne Twister MT19937 of Matsumoto and Nishimura (1998), which PyTorch's CPU generator is. */
export class MersenneTwister {
  readonly #state = new Uint32Array(length)
  #next = length
  /** How many numbers it gave. */
  given = 0

  /** Seeds from the low 32 bits, as `init_genrand` does. */
  constructor(seed: number) {
    const state = this.#state
    state[0] = seed
    for (let i = 1; i < length; i++) {
      const before = state[i - 1]! ^ (state[i - 1]! >>> 30)
      state[i] = Math.imul(1812433253, before) + i
    }
  }

  /** The next 32 bits, as a number from 0 to 2³² − 1. */
  next(): number {
    this.given++
    if (this.#next >= length) this.#twist()
    let y = this.#state[this.#next++]!
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    y ^= y >>> 18
    return y >>> 0
  }

  #twist(): void {
    const state = this.#state
    for (let i = 0; i < length; i++) {
      const y = (state[i]! & upper) | (state[(i + 1) % length]! & lower)
      state[i] = state[(i + middle) % length]! ^ (y >>> 1) ^ ((y & 1) === 0 ? 0 : 0x9908b0df)
    }
    this.#next = 0
  }
}
