/** Bytes that are written one after the other. */
export class Bytes {
  #room = new Uint8Array(256)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** What was written. */
  get all(): Uint8Array<ArrayBuffer> {
    return this.#room.slice(0, this.#length)
  }

  byte(value: number): this {
    this.#grow(1)
    this.#room[this.#length++] = value
    return this
  }

  bytes(values: ArrayLike<number>): this {
    this.#grow(values.length)
    this.#room.set(values, this.#length)
    this.#length += values.length
    return this
  }

  append(other: Bytes): this {
    return this.bytes(other.#room.subarray(0, other.#length))
  }

  /** An unsigned number in LEB128, as WebAssembly writes sizes and indices. */
  unsigned(value: number): this {
    let rest = value
    while (rest >= 128) {
      this.byte((rest % 128) | 0x80)
      rest = Math.floor(rest / 128)
    }
    return this.byte(rest)
  }

  /** A signed 32-bit number in LEB128. */
  signed(value: number): this {
    let rest = value
    while (rest < -64 || rest > 63) {
      this.byte((rest & 0x7f) | 0x80)
      rest >>= 7
    }
    return this.byte(rest & 0x7f)
  }

  /** A text of ASCII letters behind its length. */
  text(value: string): this {
    this.unsigned(value.length)
    for (let i = 0; i < value.length; i++) this.byte(value.charCodeAt(i))
    return this
  }

  /** Writes over four bytes an unsigned number in LEB128 that may be padded. */
  patch(at: number, value: number): void {
    for (let i = 0; i < 4; i++) this.#room[at + i] = ((value >> (7 * i)) & 0x7f) | 0x80
  }

  #grow(by: number): void {
    if (this.#length + by <= this.#room.length) return
    const larger = new Uint8Array(2 * (this.#length + by))
    larger.set(this.#room)
    this.#room = larger
  }
}
