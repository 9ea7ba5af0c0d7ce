import type { Code } from './code.ts'

/** Addresses of 32-bit floats, in bytes. */
type Address = number

/** Sizes of a product: rows × inner times inner × columns. */
export interface Sizes {
  readonly rows: number
  readonly inner: number
  readonly columns: number
}

/** How many rows share what is read of the right matrix. */
const tile = 4

/**
 * A matrix product, each entry added up in the order of the inner index, every product and sum rounded, as without a plan.
 * `bias`, a row, is added to the rounded result.
 */
export function writeProduct(
  code: Code,
  sizes: Sizes,
  a: Address,
  b: Address,
  out: Address,
  bias: Address | null,
): void {
  const { rows, columns } = sizes
  const whole = rows - (rows % tile)
  const blocks = columns - (columns % 4)
  if (blocks > 0) {
    writeTiles(code, sizes, a, b, out, bias, tile, 0, whole)
    writeTiles(code, sizes, a, b, out, bias, 1, whole, rows)
  }
  if (blocks < columns) writeRest(code, sizes, a, b, out, bias, blocks)
}

function writeTiles(
  code: Code,
  { inner, columns }: Sizes,
  a: Address,
  b: Address,
  out: Address,
  bias: Address | null,
  height: number,
  from: number,
  to: number,
): void {
  if (from >= to) return
  const blocks = columns - (columns % 4)
  const [left, spot, column, k, right] = ['i32', 'i32', 'i32', 'i32', 'i32'].map(() => code.local('i32'))
  const sums = Array.from({ length: height }, () => code.local('v128'))
  const [part, factor] = [code.local('v128'), code.local('v128')]
  code.i32(from * columns * 4).set(spot!)
  code.loop(left!, from * inner * 4, to * inner * 4, height * inner * 4, () => {
    code.loop(column!, 0, blocks * 4, 16, () => {
      for (const sum of sums) code.f32(0).do('f32x4.splat').set(sum)
      code.get(column!).set(right!)
      code.loop(k!, 0, inner * 4, 4, () => {
        code.get(right!).memory('v128.load', b).set(part)
        for (let t = 0; t < height; t++) {
          code
            .get(left!)
            .get(k!)
            .do('i32.add')
            .memory('f32.load', a + t * inner * 4)
          code.do('f32x4.splat').set(factor)
          const sum = sums[t]!
          code.get(sum).get(part).get(factor).do('f32x4.mul', 'f32x4.add').set(sum)
        }
        code
          .get(right!)
          .i32(columns * 4)
          .do('i32.add')
          .set(right!)
      })
      for (let t = 0; t < height; t++) {
        const at = out + t * columns * 4
        code.get(spot!).get(column!).do('i32.add').get(sums[t]!)
        if (bias !== null) code.get(column!).memory('v128.load', bias).do('f32x4.add')
        code.memory('v128.store', at)
      }
    })
    code
      .get(spot!)
      .i32(height * columns * 4)
      .do('i32.add')
      .set(spot!)
  })
}

/** The last columns, which do not fill a vector, one entry at a time. */
function writeRest(
  code: Code,
  { rows, inner, columns }: Sizes,
  a: Address,
  b: Address,
  out: Address,
  bias: Address | null,
  first: number,
): void {
  const [left, spot, column, k, right] = ['i32', 'i32', 'i32', 'i32', 'i32'].map(() => code.local('i32'))
  const sum = code.local('f32')
  code.i32(0).set(spot!)
  code.loop(left!, 0, rows * inner * 4, inner * 4, () => {
    code.loop(column!, first * 4, columns * 4, 4, () => {
      code.f32(0).set(sum).get(column!).set(right!)
      code.loop(k!, 0, inner * 4, 4, () => {
        code.get(sum)
        code.get(left!).get(k!).do('i32.add').memory('f32.load', a)
        code.get(right!).memory('f32.load', b).do('f32.mul', 'f32.add').set(sum)
        code
          .get(right!)
          .i32(columns * 4)
          .do('i32.add')
          .set(right!)
      })
      code.get(spot!).get(column!).do('i32.add').get(sum)
      if (bias !== null) code.get(column!).memory('f32.load', bias).do('f32.add')
      code.memory('f32.store', out)
    })
    code
      .get(spot!)
      .i32(columns * 4)
      .do('i32.add')
      .set(spot!)
  })
}

/** The transpose of a matrix. */
export function writeTransposed(code: Code, rows: number, columns: number, from: Address, to: Address): void {
  const [row, column, read, write] = ['i32', 'i32', 'i32', 'i32'].map(() => code.local('i32'))
  code.i32(0).set(read!)
  code.loop(row!, 0, rows * 4, 4, () => {
    code.get(row!).set(write!)
    code.loop(column!, 0, columns * 4, 4, () => {
      code.get(write!).get(read!).memory('f32.load', from).memory('f32.store', to)
      code.get(read!).i32(4).do('i32.add').set(read!)
      code
        .get(write!)
        .i32(rows * 4)
        .do('i32.add')
        .set(write!)
    })
  })
}
