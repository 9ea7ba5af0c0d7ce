import type { Code } from './code.ts'

/** Addresses of 32-bit floats, and distances between them, in bytes. */
type Bytes = number

/** A product rows × inner times inner × columns: where its matrices begin, and how far apart the rows and columns of the left one are. */
export interface Product {
  readonly rows: number
  readonly inner: number
  readonly columns: number
  readonly a: Bytes
  readonly rowStep: Bytes
  readonly innerStep: Bytes
  readonly b: Bytes
  readonly out: Bytes
  /** A row that is added to the rounded result. */
  readonly bias: Bytes | null
}

/** A product whose left matrix lies row after row. */
export const byRows = (sizes: Pick<Product, 'rows' | 'inner' | 'columns'>, a: Bytes) => ({
  ...sizes,
  a,
  rowStep: sizes.inner * 4,
  innerStep: 4,
})

/** A product whose left matrix is the transpose of the one that lies there. */
export const byColumns = (sizes: Pick<Product, 'rows' | 'inner' | 'columns'>, a: Bytes) => ({
  ...sizes,
  a,
  rowStep: 4,
  innerStep: sizes.rows * 4,
})

/** A matrix product, each entry added up in the order of the inner index, every product and sum rounded, as without a plan. */
export function writeProduct(code: Code, product: Product): void {
  const { rows, inner, columns, rowStep, innerStep } = product
  const whole = rows - (rows % 4)
  if (columns === 1) {
    const across = rowStep === 4
    const along = innerStep === 4 && inner % 4 === 0
    if (across) writeAcross(code, product, whole)
    else if (along) writeDots(code, product, whole)
    writeRest(code, product, across || along ? whole : 0, 0)
    return
  }
  const blocks = columns - (columns % 4)
  if (blocks > 0) {
    writeTiles(code, product, { height: 4, width: 2 }, 0, whole)
    writeTiles(code, product, { height: 1, width: 4 }, whole, rows)
  }
  if (blocks < columns) writeRest(code, product, 0, blocks)
}

const locals = (code: Code, type: 'i32' | 'v128', count: number): number[] =>
  Array.from({ length: count }, () => code.local(type))

/** Adds a constant to a local variable. */
const step = (code: Code, local: number, by: Bytes): void => {
  code.get(local).i32(by).do('i32.add').set(local)
}

/** Calls `body` for stretches of `count` vectors in loops: as many as possible that are `most` wide, then narrower ones. */
function stretches(code: Code, at: number, count: number, most: number, body: (width: number) => void): void {
  let from = 0
  for (let width = most; width > 0; width >>= 1) {
    const to = count - ((count - from) % width)
    code.loop(at, from * 16, to * 16, width * 16, () => body(width))
    from = to
  }
}

/** Rows `from` to `to`, a few rows and vectors of columns at once. */
function writeTiles(
  code: Code,
  { inner, columns, a, rowStep, innerStep, b, out, bias }: Product,
  { height, width: most }: { readonly height: number; readonly width: number },
  from: number,
  to: number,
): void {
  if (from >= to) return
  const [left, spot, column, k, right] = locals(code, 'i32', 5) as [number, number, number, number, number]
  const sums = Array.from({ length: height }, () => locals(code, 'v128', most))
  const parts = locals(code, 'v128', most)
  const factor = code.local('v128')
  code.i32(from * columns * 4).set(spot)
  code.loop(left, from * rowStep, to * rowStep, height * rowStep, () => {
    stretches(code, column, Math.floor(columns / 4), most, (width) => {
      for (const row of sums) for (let w = 0; w < width; w++) code.f32(0).do('f32x4.splat').set(row[w]!)
      code.get(column).set(right)
      code.loop(k, 0, inner * innerStep, innerStep, () => {
        for (let w = 0; w < width; w++)
          code
            .get(right)
            .memory('v128.load', b + 16 * w)
            .set(parts[w]!)
        sums.forEach((row, t) => {
          code
            .get(left)
            .get(k)
            .do('i32.add')
            .memory('v128.load32_splat', a + t * rowStep)
            .set(factor)
          for (let w = 0; w < width; w++)
            code.get(row[w]!).get(parts[w]!).get(factor).do('f32x4.mul', 'f32x4.add').set(row[w]!)
        })
        step(code, right, columns * 4)
      })
      sums.forEach((row, t) => {
        for (let w = 0; w < width; w++) {
          code.get(spot).get(column).do('i32.add').get(row[w]!)
          if (bias !== null)
            code
              .get(column)
              .memory('v128.load', bias + 16 * w)
              .do('f32x4.add')
          code.memory('v128.store', out + t * columns * 4 + 16 * w)
        }
      })
    })
    step(code, spot, height * columns * 4)
  })
}

/** One column, for a left matrix whose rows lie side by side: some rows up to `whole` at once. */
function writeAcross(code: Code, { inner, a, innerStep, b, out, bias }: Product, whole: number): void {
  const [left, at, right] = locals(code, 'i32', 3) as [number, number, number]
  const sums = locals(code, 'v128', 4)
  const factor = code.local('v128')
  stretches(code, left, whole / 4, 4, (width) => {
    for (let w = 0; w < width; w++) code.f32(0).do('f32x4.splat').set(sums[w]!)
    code.get(left).set(at)
    code.loop(right, 0, inner * 4, 4, () => {
      code.get(right).memory('v128.load32_splat', b).set(factor)
      for (let w = 0; w < width; w++) {
        code
          .get(sums[w]!)
          .get(at)
          .memory('v128.load', a + 16 * w)
        code.get(factor).do('f32x4.mul', 'f32x4.add').set(sums[w]!)
      }
      step(code, at, innerStep)
    })
    for (let w = 0; w < width; w++) {
      code.get(left).get(sums[w]!)
      if (bias !== null) code.i32(0).memory('v128.load32_splat', bias).do('f32x4.add')
      code.memory('v128.store', out + 16 * w)
    }
  })
}

/** The lanes of two vectors of four: the first two of each in turn, the last two in turn, the first halves, the last halves. */
const low = [0, 4, 1, 5] as const
const high = [2, 6, 3, 7] as const
const firsts = [0, 1, 4, 5] as const
const lasts = [2, 3, 6, 7] as const

/** One column, for a left matrix that lies row after row, with a multiple of four columns: four rows up to `whole` at once. */
function writeDots(code: Code, { inner, a, rowStep, b, out, bias }: Product, whole: number): void {
  const [left, at, right, spot] = locals(code, 'i32', 4) as [number, number, number, number]
  const rows = locals(code, 'v128', 4) as [number, number, number, number]
  const mixed = locals(code, 'v128', 4) as [number, number, number, number]
  const sum = code.local('v128')
  if (whole === 0) return
  code.i32(0).set(spot)
  code.loop(left, 0, whole * rowStep, 4 * rowStep, () => {
    code.f32(0).do('f32x4.splat').set(sum).get(left).set(at)
    code.loop(right, 0, inner * 4, 16, () => {
      rows.forEach((row, t) => {
        code
          .get(at)
          .memory('v128.load', a + t * rowStep)
          .set(row)
      })
      const mix = (p: number, q: number, lanes: typeof low | typeof high, to: number): void => {
        code.get(p).get(q).shuffle(lanes).set(to)
      }
      mix(rows[0], rows[1], low, mixed[0])
      mix(rows[2], rows[3], low, mixed[1])
      mix(rows[0], rows[1], high, mixed[2])
      mix(rows[2], rows[3], high, mixed[3])
      for (let j = 0; j < 4; j++) {
        const [p, q] = j < 2 ? [mixed[0], mixed[1]] : [mixed[2], mixed[3]]
        code
          .get(sum)
          .get(p)
          .get(q)
          .shuffle(j % 2 === 0 ? firsts : lasts)
        code
          .get(right)
          .memory('v128.load32_splat', b + 4 * j)
          .do('f32x4.mul', 'f32x4.add')
          .set(sum)
      }
      step(code, at, 16)
    })
    code.get(spot).get(sum)
    if (bias !== null) code.i32(0).memory('v128.load32_splat', bias).do('f32x4.add')
    code.memory('v128.store', out)
    step(code, spot, 16)
  })
}

/** The rows from one on and the columns from one on, one entry at a time. */
function writeRest(
  code: Code,
  { rows, inner, columns, a, rowStep, innerStep, b, out, bias }: Product,
  from: number,
  first: number,
): void {
  if (from >= rows) return
  const [left, spot, column, k, right] = locals(code, 'i32', 5) as [number, number, number, number, number]
  const sum = code.local('f32')
  code.i32(from * columns * 4).set(spot)
  code.loop(left, from * rowStep, rows * rowStep, rowStep, () => {
    code.loop(column, first * 4, columns * 4, 4, () => {
      code.f32(0).set(sum).get(column).set(right)
      code.loop(k, 0, inner * innerStep, innerStep, () => {
        code.get(sum)
        code.get(left).get(k).do('i32.add').memory('f32.load', a)
        code.get(right).memory('f32.load', b).do('f32.mul', 'f32.add').set(sum)
        step(code, right, columns * 4)
      })
      code.get(spot).get(column).do('i32.add').get(sum)
      if (bias !== null) code.get(column).memory('f32.load', bias).do('f32.add')
      code.memory('f32.store', out)
    })
    step(code, spot, columns * 4)
  })
}

/** The transpose of a matrix. */
export function writeTransposed(code: Code, rows: number, columns: number, from: Bytes, to: Bytes): void {
  const [row, column, read, write] = locals(code, 'i32', 4) as [number, number, number, number]
  code.i32(0).set(read)
  code.loop(row, 0, rows * 4, 4, () => {
    code.get(row).set(write)
    code.loop(column, 0, columns * 4, 4, () => {
      code.get(write).get(read).memory('f32.load', from).memory('f32.store', to)
      step(code, read, 4)
      step(code, write, rows * 4)
    })
  })
}
