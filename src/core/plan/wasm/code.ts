/** An unsigned number in LEB128, as WebAssembly writes sizes and indices. */
export function unsigned(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  do {
    const low = rest % 128
    rest = Math.floor(rest / 128)
    bytes.push(rest > 0 ? low | 0x80 : low)
  } while (rest > 0)
  return bytes
}

/** A signed 32-bit number in LEB128. */
export function signed(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (;;) {
    const low = rest & 0x7f
    rest >>= 7
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)
    bytes.push(done ? low : low | 0x80)
    if (done) return bytes
  }
}

/** The types of WebAssembly's values. */
export const types = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const
export type ValueType = keyof typeof types

/** Opcodes of one byte. Source: WebAssembly core specification 2.0, appendix A.7. */
const plain = {
  'f32.load': 0x2a,
  'f64.load': 0x2b,
  'f32.store': 0x38,
  'f64.store': 0x39,
  'i32.lt_u': 0x49,
  'f32.eq': 0x5b,
  'f32.ne': 0x5c,
  'f32.lt': 0x5d,
  'f32.gt': 0x5e,
  'f32.le': 0x5f,
  'f32.ge': 0x60,
  'f64.eq': 0x61,
  'f64.ne': 0x62,
  'f64.lt': 0x63,
  'f64.gt': 0x64,
  'f64.le': 0x65,
  'f64.ge': 0x66,
  'i32.or': 0x72,
  'i32.add': 0x6a,
  'i32.mul': 0x6c,
  'i32.shl': 0x74,
  'f32.abs': 0x8b,
  'f32.neg': 0x8c,
  'f32.sqrt': 0x91,
  'f32.add': 0x92,
  'f32.sub': 0x93,
  'f32.mul': 0x94,
  'f32.div': 0x95,
  'f32.min': 0x96,
  'f32.max': 0x97,
  'f64.abs': 0x99,
  'f64.neg': 0x9a,
  'f64.sqrt': 0x9f,
  'f64.add': 0xa0,
  'f64.sub': 0xa1,
  'f64.mul': 0xa2,
  'f64.div': 0xa3,
  'f64.min': 0xa4,
  'f64.max': 0xa5,
  'f32.convert_i32_u': 0xb3,
  'f32.demote_f64': 0xb6,
  'f64.convert_i32_u': 0xb8,
  'f64.promote_f32': 0xbb,
  select: 0x1b,
} as const

/** Vector opcodes, behind the prefix 0xfd. */
const vector = {
  'v128.load': 0x00,
  'v128.store': 0x0b,
  'f32x4.splat': 0x13,
  'f64x2.splat': 0x14,
  'f32x4.eq': 0x41,
  'f32x4.ne': 0x42,
  'f32x4.lt': 0x43,
  'f32x4.gt': 0x44,
  'f32x4.le': 0x45,
  'f32x4.ge': 0x46,
  'v128.and': 0x4e,
  'v128.or': 0x50,
  'v128.bitselect': 0x52,
  'v128.load64_zero': 0x5d,
  'f32x4.demote_f64x2_zero': 0x5e,
  'f64x2.promote_low_f32x4': 0x5f,
  'f32x4.abs': 0xe0,
  'f32x4.neg': 0xe1,
  'f32x4.sqrt': 0xe3,
  'f32x4.add': 0xe4,
  'f32x4.sub': 0xe5,
  'f32x4.mul': 0xe6,
  'f32x4.div': 0xe7,
  'f32x4.min': 0xe8,
  'f32x4.max': 0xe9,
  'f64x2.add': 0xf0,
  'f64x2.mul': 0xf2,
} as const

export type Plain = Exclude<keyof typeof plain, `${string}load` | `${string}store`>
export type Vector = Exclude<keyof typeof vector, `${string}load${string}` | `${string}store`>
type Access = 'f32.load' | 'f64.load' | 'f32.store' | 'f64.store'
type VectorAccess = 'v128.load' | 'v128.store' | 'v128.load64_zero'

const isVector = (name: Plain | Vector): name is Vector => name in vector

/** The body of a function: instructions one after the other, and the locals they use. */
export class Code {
  readonly #bytes: number[] = []
  readonly #locals: ValueType[] = []
  readonly #calls: { readonly at: number; readonly imported: number }[] = []

  /** A new local variable. */
  local(type: ValueType): number {
    this.#locals.push(type)
    return this.#locals.length - 1
  }

  #put(...bytes: readonly number[]): this {
    for (const byte of bytes) this.#bytes.push(byte)
    return this
  }

  do(...names: readonly (Plain | Vector)[]): this {
    for (const name of names) {
      if (isVector(name)) this.#put(0xfd, ...unsigned(vector[name]))
      else this.#put(plain[name])
    }
    return this
  }

  get(local: number): this {
    return this.#put(0x20, ...unsigned(local))
  }

  set(local: number): this {
    return this.#put(0x21, ...unsigned(local))
  }

  tee(local: number): this {
    return this.#put(0x22, ...unsigned(local))
  }

  i32(value: number): this {
    return this.#put(0x41, ...signed(value))
  }

  f32(value: number): this {
    return this.#put(0x43, ...new Uint8Array(new Float32Array([value]).buffer))
  }

  f64(value: number): this {
    return this.#put(0x44, ...new Uint8Array(new Float64Array([value]).buffer))
  }

  /** Reads or writes memory at the address on the stack plus `offset` bytes. */
  memory(name: Access | VectorAccess, offset: number): this {
    const align = name.startsWith('f64') ? 3 : 2
    if (name === 'v128.load' || name === 'v128.store' || name === 'v128.load64_zero')
      return this.#put(0xfd, ...unsigned(vector[name]), 2, ...unsigned(offset))
    return this.#put(plain[name], align, ...unsigned(offset))
  }

  /** Stores the two low lanes of 32 bits of the vector on the stack. */
  storeLow(offset: number): this {
    return this.#put(0xfd, ...unsigned(0x5b), 2, ...unsigned(offset), 0)
  }

  /** Calls a function of the host by its number among those of this function. */
  call(imported: number): this {
    this.#calls.push({ at: this.#bytes.length + 1, imported })
    return this.#put(0x10, 0x80, 0x80, 0x80, 0x80, 0)
  }

  /** `for (local = from; local < to; local += step) body`, where there is at least one turn. */
  loop(local: number, from: number, to: number, step: number, body: () => void): this {
    if (from >= to) return this
    this.i32(from).set(local)
    if (from + step >= to) {
      body()
      return this
    }
    this.#put(0x03, 0x40)
    body()
    this.get(local).i32(step).do('i32.add').tee(local).i32(to).do('i32.lt_u')
    return this.#put(0x0d, 0, 0x0b)
  }

  /** Takes a number from the stack: what to do where it is not 0, and else. */
  branch(yes: () => void, no: () => void): this {
    this.#put(0x04, 0x40)
    yes()
    this.#put(0x05)
    no()
    return this.#put(0x0b)
  }

  /** The function as the code section holds it; `first` is the number in the module of the first function it calls. */
  finish(first: number): number[] {
    for (const { at, imported } of this.#calls)
      for (let i = 0; i < 4; i++) this.#bytes[at + i] = (((first + imported) >> (7 * i)) & 0x7f) | 0x80

    const locals = this.#locals.flatMap((type) => [1, types[type]])
    const body = [...unsigned(this.#locals.length), ...locals]
    const size = body.length + this.#bytes.length + 1
    const out = unsigned(size)
    for (const byte of body) out.push(byte)
    for (const byte of this.#bytes) out.push(byte)
    out.push(0x0b)
    return out
  }
}
