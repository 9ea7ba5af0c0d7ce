import { Code } from './code.ts'
import { type Wasm, wasmHere } from './host.ts'
import { byRows, writeProduct } from './matrices.ts'
import { assemble, instantiate } from './module.ts'

/** Sizes of a product: rows × inner times inner × columns. */
export interface Sizes {
  readonly rows: number
  readonly inner: number
  readonly columns: number
}

/** Multiplies two matrices of 32-bit floats, every product and sum rounded in the order of the inner index; null where it cannot. */
export type Multiplier = (left: Float32Array, right: Float32Array, sizes: Sizes) => Float32Array | null

interface Ready {
  readonly left: Float32Array
  readonly right: Float32Array
  readonly out: Float32Array
  readonly multiply: () => void
}

/** Products of fewer multiplications are not worth a module, nor sizes that come only once. */
const least = 50_000
/** The most numbers that are kept room for, in all sizes together. */
const most = 8_000_000

function ready(wasm: Wasm, { rows, inner, columns }: Sizes): Ready {
  const [p, q] = [rows * inner, inner * columns]
  const place = (floats: number): number => Math.ceil(floats / 4) * 16 + 16
  const a = 16
  const b = a + place(p)
  const out = b + place(q)
  const size = out + place(rows * columns)
  const memory = new wasm.Memory({ initial: Math.ceil(size / 65_536) })
  const code = new Code()
  writeProduct(code, { ...byRows({ rows, inner, columns }, a), b, out, bias: null })
  const groups = [[{ code, imported: [] }]]
  const [multiply] = instantiate(wasm, assemble(wasm, groups), memory, groups)
  const floats = (at: number, count: number): Float32Array => new Float32Array(memory.buffer, at, count)
  return { left: floats(a, p), right: floats(b, q), out: floats(out, rows * columns), multiply: multiply! }
}

/** Multiplies large matrices by WebAssembly made for their sizes. */
export function multiplier(): Multiplier {
  const seen = new Map<string, Ready | null>()
  let held = 0
  let allowed = true
  return (left, right, sizes) => {
    const { rows, inner, columns } = sizes
    const weight = rows * inner + inner * columns + rows * columns
    if (!allowed || rows * inner * columns < least || weight > most / 2) return null
    const key = `${rows},${inner},${columns}`
    let known = seen.get(key)
    if (known === undefined) {
      if (held + weight > most) {
        seen.clear()
        held = 0
      }
      held += weight
      seen.set(key, null)
      return null
    }
    if (known === null) {
      const wasm = wasmHere()
      try {
        if (wasm === null) throw new Error('no WebAssembly here')
        known = ready(wasm, sizes)
      } catch {
        allowed = false
        return null
      }
      seen.set(key, known)
    }
    known.left.set(left)
    known.right.set(right)
    known.multiply()
    return known.out.slice()
  }
}
