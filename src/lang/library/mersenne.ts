const size = 624
const middle = 397

/** The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998), seeded by an array as CPython's `random` does. */
export class Mersenne {
  readonly #state = new Uint32Array(size)
  #place = size

  constructor(seed: bigint) {
    const key: number[] = []
    for (let left = seed < 0n ? -seed : seed; left > 0n || key.length === 0; left >>= 32n)
      key.push(Number(left & 0xffffffffn))
    this.#seedBy(key)
  }

  #start(seed: number): void {
    const state = this.#state
    state[0] = seed
    for (let i = 1; i < size; i++) state[i] = Math.imul(1812433253, state[i - 1]! ^ (state[i - 1]! >>> 30)) + i
  }

  #seedBy(key: readonly number[]): void {
    const state = this.#state
    this.#start(19650218)
    let [i, j] = [1, 0]
    const step = (factor: number, add: number): void => {
      state[i] = (state[i]! ^ Math.imul(state[i - 1]! ^ (state[i - 1]! >>> 30), factor)) + add
      if (++i >= size) {
        state[0] = state[size - 1]!
        i = 1
      }
    }
    for (let k = Math.max(size, key.length); k > 0; k--) {
      step(1664525, key[j]! + j)
      j = (j + 1) % key.length
    }
    for (let k = size - 1; k > 0; k--) step(1566083941, -i)
    state[0] = 0x80000000
  }

  #refill(): void {
    const state = this.#state
    for (let i = 0; i < size; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % size]! & 0x7fffffff)
      state[i] = state[(i + middle) % size]! ^ (y >>> 1) ^ ((y & 1) === 0 ? 0 : 0x9908b0df)
    }
    this.#place = 0
  }

  /** The next 32 random bits. */
  next(): number {
    if (this.#place >= size) this.#refill()
    let y = this.#state[this.#place++]!
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    y ^= y >>> 18
    return y >>> 0
  }

  /** A float in [0, 1) with 53 random bits. */
  random(): number {
    const a = this.next() >>> 5
    const b = this.next() >>> 6
    return (a * 67108864 + b) / 9007199254740992
  }

  /** A whole number of so many random bits, at most 53. */
  bits(count: number): number {
    let result = 0
    for (let [left, factor] = [count, 1]; left > 0; left -= 32, factor *= 2 ** 32)
      result += (left < 32 ? this.next() >>> (32 - left) : this.next()) * factor
    return result
  }

  /** A whole number below another. */
  below(n: number): number {
    const count = n === 0 ? 0 : n.toString(2).length
    let result = this.bits(count)
    while (result >= n) result = this.bits(count)
    return result
  }
}
