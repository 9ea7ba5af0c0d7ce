import { Bytes } from './bytes.ts'

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
  'f64.copysign': 0xa6,
  'i64.shl': 0x86,
  'i64.extend_i32_s': 0xac,
  'f64.reinterpret_i64': 0xbf,
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
  'i32x4.splat': 0x11,
  'f64x2.splat': 0x14,
  'f32x4.eq': 0x41,
  'f32x4.ne': 0x42,
  'f32x4.lt': 0x43,
  'f32x4.gt': 0x44,
  'f32x4.le': 0x45,
  'f32x4.ge': 0x46,
  'f64x2.lt': 0x49,
  'v128.and': 0x4e,
  'v128.or': 0x50,
  'v128.bitselect': 0x52,
  'v128.load32_splat': 0x09,
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
  'i32x4.add': 0xae,
  'i64x2.extend_low_i32x4_s': 0xc7,
  'i64x2.shl': 0xcb,
  'f64x2.abs': 0xec,
  'f64x2.add': 0xf0,
  'f64x2.sub': 0xf1,
  'f64x2.mul': 0xf2,
  'f64x2.div': 0xf3,
  'f64x2.pmin': 0xf6,
  'f64x2.pmax': 0xf7,
  'i32x4.trunc_sat_f64x2_s_zero': 0xfc,
} as const

export type Plain = Exclude<keyof typeof plain, `${string}load` | `${string}store`>
export type Vector = Exclude<keyof typeof vector, `${string}load${string}` | `${string}store`>
type Access = 'f32.load' | 'f64.load' | 'f32.store' | 'f64.store'
type VectorAccess = 'v128.load' | 'v128.store' | 'v128.load32_splat' | 'v128.load64_zero'

const isVectorAccess = (name: Access | VectorAccess): name is VectorAccess => name.startsWith('v128')
const isVector = (name: Plain | Vector): name is Vector => name in vector

const single = new Float32Array(1)
const double = new Float64Array(1)
const bytesOfSingle = new Uint8Array(single.buffer)
const bytesOfDouble = new Uint8Array(double.buffer)

/** The body of a function: instructions one after the other, and the locals they use. */
export class Code {
  readonly #code = new Bytes()
  readonly #locals: ValueType[] = []
  readonly #calls: { readonly at: number; readonly imported: number }[] = []

  /** A new local variable. */
  local(type: ValueType): number {
    this.#locals.push(type)
    return this.#locals.length - 1
  }

  #vector(name: keyof typeof vector): Bytes {
    return this.#code.byte(0xfd).unsigned(vector[name])
  }

  do(...names: readonly (Plain | Vector)[]): this {
    for (const name of names) {
      if (isVector(name)) this.#vector(name)
      else this.#code.byte(plain[name])
    }
    return this
  }

  get(local: number): this {
    this.#code.byte(0x20).unsigned(local)
    return this
  }

  set(local: number): this {
    this.#code.byte(0x21).unsigned(local)
    return this
  }

  tee(local: number): this {
    this.#code.byte(0x22).unsigned(local)
    return this
  }

  i32(value: number): this {
    this.#code.byte(0x41).signed(value)
    return this
  }

  i64(value: number): this {
    this.#code.byte(0x42).signed(value)
    return this
  }

  /** The double on the stack as a 32-bit integer; what is not a number as 0. */
  toInteger(): this {
    this.#code.byte(0xfc).byte(0x02)
    return this
  }

  f32(value: number): this {
    single[0] = value
    this.#code.byte(0x43).bytes(bytesOfSingle)
    return this
  }

  f64(value: number): this {
    double[0] = value
    this.#code.byte(0x44).bytes(bytesOfDouble)
    return this
  }

  /** Reads or writes memory at the address on the stack plus `offset` bytes. */
  memory(name: Access | VectorAccess, offset: number): this {
    if (isVectorAccess(name)) this.#vector(name).byte(2).unsigned(offset)
    else
      this.#code
        .byte(plain[name])
        .byte(name.startsWith('f64') ? 3 : 2)
        .unsigned(offset)
    return this
  }

  /** Takes four lanes of 32 bits from the two vectors on the stack, whose lanes count from 0 to 7. */
  shuffle(lanes: readonly number[]): this {
    this.#code.byte(0xfd).unsigned(0x0d)
    for (const lane of lanes) for (let i = 0; i < 4; i++) this.#code.byte(4 * lane + i)
    return this
  }

  /** Stores the two low lanes of 32 bits of the vector on the stack. */
  storeLow(offset: number): this {
    this.#code.byte(0xfd).unsigned(0x5b).byte(2).unsigned(offset).byte(0)
    return this
  }

  /** Calls a function of the host by its number among those of this function. */
  call(imported: number): this {
    this.#calls.push({ at: this.#code.length + 1, imported })
    this.#code.bytes([0x10, 0x80, 0x80, 0x80, 0x80, 0])
    return this
  }

  /** `for (local = from; local < to; local += step) body`, where there is at least one turn. */
  loop(local: number, from: number, to: number, step: number, body: () => void): this {
    if (from >= to) return this
    this.i32(from).set(local)
    if (from + step >= to) {
      body()
      return this
    }
    this.#code.byte(0x03).byte(0x40)
    body()
    this.get(local).i32(step).do('i32.add').tee(local).i32(to).do('i32.lt_u')
    this.#code.byte(0x0d).byte(0).byte(0x0b)
    return this
  }

  /** Takes a number from the stack: what to do where it is not 0, and else. */
  branch(yes: () => void, no: () => void): this {
    this.#code.byte(0x04).byte(0x40)
    yes()
    this.#code.byte(0x05)
    no()
    this.#code.byte(0x0b)
    return this
  }

  /** The function as the code section holds it; `first` is the number in the module of the first function it calls. */
  finish(first: number): Bytes {
    for (const { at, imported } of this.#calls) this.#code.patch(at, first + imported)
    const locals = new Bytes().unsigned(this.#locals.length)
    for (const type of this.#locals) locals.byte(1).byte(types[type])
    const size = locals.length + this.#code.length + 1
    return new Bytes().unsigned(size).append(locals).append(this.#code).byte(0x0b)
  }
}
