import type { Builder, Cells, Op } from '../op.ts'
import { a, apply, constant, type Expr, flow, negative, times, y } from '../rule.ts'
import { promote, sizeOf, storage, type Tensor } from '../tensor.ts'

/** Which row holds the largest entry of a column from the diagonal down: the pivot of Gaussian elimination. */
function pivotOf(rows: readonly Float64Array[], column: number): number {
  let best = column
  for (let i = column + 1; i < rows.length; i++)
    if (Math.abs(rows[i]![column]!) > Math.abs(rows[best]![column]!)) best = i
  return best
}

/** Brings a matrix, with what stands beside it, to triangular form by Gaussian elimination; the sign is that of its row exchanges. */
function eliminated(rows: Float64Array[]): number {
  let sign = 1
  for (let column = 0; column < rows.length; column++) {
    const best = pivotOf(rows, column)
    if (best !== column) {
      ;[rows[best], rows[column]] = [rows[column]!, rows[best]!]
      sign = -sign
    }
    const pivot = rows[column]!
    for (let i = column + 1; i < rows.length; i++) {
      const factor = rows[i]![column]! / pivot[column]!
      if (pivot[column] === 0) continue
      for (let j = column; j < pivot.length; j++) rows[i]![j]! -= factor * pivot[j]!
    }
  }
  return sign
}

const rowsOf = (data: ArrayLike<number>, from: number, n: number, beside: (i: number) => ArrayLike<number>) =>
  Array.from({ length: n }, (_, i) =>
    Float64Array.from([...Array.from({ length: n }, (_, j) => data[from + i * n + j]!), ...Array.from(beside(i))]),
  )

/** The place, counted from 1, of the first 0 on the diagonal when a matrix of a stack is eliminated: it has no inverse. 0 where all have one. */
export function singularAt({ shape, data }: Tensor): number {
  const n = shape.at(-1)!
  for (let from = 0; from < data.length; from += n * n) {
    const rows = rowsOf(data, from, n, () => [])
    eliminated(rows)
    const at = rows.findIndex((row, i) => row[i] === 0)
    if (at >= 0) return at + 1
  }
  return 0
}

function solved(x: Tensor, z: Tensor): Tensor {
  const [n, width] = [x.shape.at(-1)!, z.shape.at(-1)!]
  const dtype = promote(x.dtype, z.dtype)
  const data = storage(dtype, z.data.length)
  for (let batch = 0; batch * n * n < x.data.length; batch++) {
    const at = batch * n * width
    const rows = rowsOf(x.data, batch * n * n, n, (i) => z.data.subarray(at + i * width, at + (i + 1) * width))
    eliminated(rows)
    for (let j = 0; j < width; j++)
      for (let i = n - 1; i >= 0; i--) {
        let rest = rows[i]![n + j]!
        for (let k = i + 1; k < n; k++) rest -= rows[i]![k]! * rows[k]![n + j]!
        rows[i]![n + j] = rest / rows[i]![i]!
        data[at + i * width + j] = rows[i]![n + j]!
      }
  }
  return { dtype, shape: z.shape, data }
}

const across = (e: Expr, rank: number): Expr => apply('transpose', [e], { dim0: rank - 2, dim1: rank - 1 })

/** Elimination written out in entries, its row exchanges those of the values: the triangular rows, and their sign. */
function eliminate(cells: number[][], values: Float64Array[], build: Builder): number {
  let sign = 1
  const subtract = (cell: number, factor: number, from: number): number =>
    build.op('sub', [cell, build.op('mul', [factor, from])])
  for (let column = 0; column < cells.length; column++) {
    const best = pivotOf(values, column)
    if (best !== column) {
      ;[values[best], values[column]] = [values[column]!, values[best]!]
      ;[cells[best], cells[column]] = [cells[column]!, cells[best]!]
      sign = -sign
    }
    for (let i = column + 1; i < cells.length; i++) {
      const factor = build.op('div', [cells[i]![column]!, cells[column]![column]!])
      const number = values[i]![column]! / values[column]![column]!
      for (let j = column + 1; j < cells[i]!.length; j++) {
        cells[i]![j] = subtract(cells[i]![j]!, factor, cells[column]![j]!)
        values[i]![j]! -= number * values[column]![j]!
      }
    }
  }
  return sign
}

const cellRows = (x: Cells, from: number, n: number): number[][] =>
  Array.from({ length: n }, (_, i) => x.slice(from + i * n, from + (i + 1) * n))

/** X with A X = B: A is a square matrix, or a stack of them, B has as many rows. */
export const solve: Op = {
  gradFn: 'LinalgSolveEx',
  notation: () => ({ kind: 'call', tex: '\\operatorname{solve}', plain: 'solve' }),
  forward: ([x, z]) => solved(x!, z!),
  rule: ({ shapes }) => {
    const rank = shapes[0]!.length
    const back = apply('solve', [across(a, rank), flow])
    return {
      kind: 'general',
      pulls: [negative(apply('matmul', [back, across(y, rank)])), back],
      pushes: [negative(apply('solve', [a, apply('matmul', [flow, y])])), apply('solve', [a, flow])],
    }
  },
  expansion: ([x, z], { shapes }, build, { args }) => {
    const [n, width] = [shapes[0]!.at(-1)!, shapes[1]!.at(-1)!]
    return Array.from({ length: x!.length / (n * n) }, (_, batch) => {
      const cells = cellRows(x!, batch * n * n, n)
      const values = rowsOf(args[0]!.data, batch * n * n, n, () => [])
      for (const [i, row] of cells.entries())
        row.push(...z!.slice((batch * n + i) * width, (batch * n + i + 1) * width))
      eliminate(
        cells,
        values.map((row) => Float64Array.from([...row, ...new Array<number>(width).fill(0)])),
        build,
      )
      const known: number[][] = []
      const result: number[][] = []
      for (let i = n - 1; i >= 0; i--) {
        const rests = Array.from({ length: width }, (_, j) =>
          known
            .slice(i + 1)
            .reduce(
              (sum, row, k) => build.op('sub', [sum, build.op('mul', [cells[i]![i + 1 + k]!, row[j]!])]),
              cells[i]![n + j]!,
            ),
        )
        const divided = () => rests.map((rest) => build.op('div', [rest, cells[i]![i]!]))
        // twice: a cell that the next row is made from would get that row's gradient too
        known[i] = divided()
        result[i] = divided()
      }
      return result.flat()
    }).flat()
  },
  samples: [
    {
      shapes: [
        [3, 3],
        [3, 2],
      ],
      domain: [0.2, 3],
    },
    {
      shapes: [
        [2, 2, 2],
        [2, 2, 1],
      ],
      domain: [0.2, 3],
    },
  ],
}

/** Ones on the diagonal. */
const identity = (n: number): Expr => {
  const ones = apply('expand', [constant(1)], { shape: [n, n] })
  return apply('tril', [apply('triu', [ones], { diagonal: 0 })], { diagonal: 0 })
}

/** The determinant of a square matrix, or of each of a stack. Its gradient is the determinant times the transposed inverse. */
export const determinant: Op = {
  gradFn: 'LinalgDet',
  notation: () => ({ kind: 'call', tex: '\\det', plain: 'det' }),
  forward: ([x]) => {
    const n = x!.shape.at(-1)!
    const shape = x!.shape.slice(0, -2)
    const data = storage(x!.dtype, sizeOf(shape))
    for (let batch = 0; batch < data.length; batch++) {
      const rows = rowsOf(x!.data, batch * n * n, n, () => [])
      const sign = eliminated(rows)
      data[batch] = rows.reduce((product, row, i) => product * row[i]!, sign)
    }
    return { dtype: x!.dtype, shape, data }
  },
  rule: ({ shapes, shape }) => {
    const [n, rank] = [shapes[0]!.at(-1)!, shapes[0]!.length]
    const eye = apply('expand', [identity(n)], { shape: shapes[0]! })
    const inverse = across(apply('solve', [a, eye]), rank)
    const wide = (e: Expr): Expr => apply('reshape', [e], { shape: [...shape, 1, 1] })
    const dims = [rank - 2, rank - 1]
    return {
      kind: 'general',
      pulls: [times(wide(times(flow, y)), inverse)],
      pushes: [times(y, apply('sum', [times(inverse, flow)], { dims, keepdim: false }))],
    }
  },
  expansion: ([x], { shapes }, build, { args }) => {
    const n = shapes[0]!.at(-1)!
    return Array.from({ length: x!.length / (n * n) }, (_, batch) => {
      const cells = cellRows(x!, batch * n * n, n)
      const sign = eliminate(
        cells,
        rowsOf(args[0]!.data, batch * n * n, n, () => []),
        build,
      )
      const product = cells.map((row, i) => row[i]!).reduce((p, q) => build.op('mul', [p, q]))
      return sign < 0 ? build.op('neg', [product]) : product
    })
  },
  samples: [
    { shapes: [[3, 3]], domain: [0.2, 3] },
    { shapes: [[2, 2, 2]], domain: [0.2, 3] },
  ],
}
