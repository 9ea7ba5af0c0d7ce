import { broadcastOffsets } from '../elementwise.ts'
import type { Op } from '../op.ts'
import { a, apply, b, type Expr, flow } from '../rule.ts'
import { broadcastShapes, promote, sizeOf, storage, type Tensor } from '../tensor.ts'

const flipped = (e: Expr, rank: number): Expr => apply('transpose', [e], { dim0: rank - 2, dim1: rank - 1 })

/**
 * The matrix product: vector·vector (a number), matrix·vector, vector·matrix, matrix·matrix, and stacks of matrices broadcast over
 * their leading dimensions. ∂J/∂A = G Bᵀ and ∂J/∂B = Aᵀ G, each as its own shapes allow.
 */
export const matmul: Op = {
  gradFn: 'Mm',
  notation: ({ shapes }) => (shapes.every((shape) => shape.length === 1) ? { kind: 'dot' } : { kind: 'juxtaposed' }),
  forward: ([x, z]) => product(x!, z!),
  rule: ({ shapes }) => ({ kind: 'multilinear', pulls: pullsOf(shapes[0]!, shapes[1]!) }),
  samples: [
    { shapes: [[3], [3]] },
    { shapes: [[2, 3], [3]] },
    { shapes: [[2], [2, 3]] },
    {
      shapes: [
        [2, 3],
        [3, 4],
      ],
    },
    {
      shapes: [
        [2, 2, 3],
        [3, 2],
      ],
    },
    { shapes: [[2, 2, 3], [3]] },
    { shapes: [[2], [2, 2, 3]] },
  ],
}

/** A stack of matrices with one vector: the vector as a matrix of one column or one row, and back. */
function stackPulls(x: readonly number[], z: readonly number[]): Expr[] {
  const vector = z.length === 1 ? z : x
  const stack = z.length === 1 ? x : z
  const [rows, columns] = [stack.at(-2)!, stack.at(-1)!]
  const lead = stack.slice(0, -2)
  const asColumn = (e: Expr, size: number): Expr => apply('reshape', [e], { shape: [...lead, size, 1] })
  const asRow = (e: Expr, size: number): Expr => apply('reshape', [e], { shape: [...lead, 1, size] })
  const summed = (e: Expr): Expr =>
    apply('sum_to', [apply('reshape', [e], { shape: [...lead, vector[0]!] })], { shape: vector })
  if (z.length === 1) {
    const row = apply('reshape', [b], { shape: [1, columns] })
    const back = apply('matmul', [flipped(a, x.length), asColumn(flow, rows)])
    return [apply('matmul', [asColumn(flow, rows), row]), summed(back)]
  }
  const column = apply('reshape', [a], { shape: [rows, 1] })
  const back = apply('matmul', [b, asColumn(flow, columns)])
  return [summed(back), apply('matmul', [column, asRow(flow, columns)])]
}

function pullsOf(x: readonly number[], z: readonly number[]): Expr[] {
  if (x.length === 1 && z.length === 1) return [apply('mul', [flow, b]), apply('mul', [flow, a])]
  if ((x.length === 1 && z.length > 2) || (z.length === 1 && x.length > 2)) return stackPulls(x, z)
  if (z.length === 1) return [apply('outer', [flow, b]), apply('matmul', [flipped(a, 2), flow])]
  if (x.length === 1) return [apply('matmul', [b, flow]), apply('outer', [a, flow])]
  const left = apply('matmul', [flow, flipped(b, z.length)])
  const right = apply('matmul', [flipped(a, x.length), flow])
  if (x.length === 2 && z.length === 2) return [left, right]
  return [apply('sum_to', [left], { shape: x }), apply('sum_to', [right], { shape: z })]
}

function product(x: Tensor, z: Tensor): Tensor {
  const left = x.shape.length === 1 ? [1, ...x.shape] : x.shape
  const right = z.shape.length === 1 ? [...z.shape, 1] : z.shape
  const [rows, inner] = [left.at(-2)!, left.at(-1)!]
  const columns = right.at(-1)!
  if (inner !== right.at(-2))
    throw new Error(`matrix shapes [${x.shape.join(', ')}] and [${z.shape.join(', ')}] do not multiply`)
  const [lead, tail] = [left.slice(0, -2), right.slice(0, -2)]
  const batch = broadcastShapes(lead, tail)
  if (batch === null) throw new Error(`stacks [${lead.join(', ')}] and [${tail.join(', ')}] do not broadcast`)
  const [p, q] = [broadcastOffsets(lead, batch), broadcastOffsets(tail, batch)]
  const dtype = promote(x.dtype, z.dtype)
  const data = storage(dtype, sizeOf(batch) * rows * columns)
  for (let n = 0, out = 0; n < p.length; n++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++, out++) {
        let total = 0
        for (let k = 0; k < inner; k++)
          total += x.data[(p[n]! * rows + i) * inner + k]! * z.data[(q[n]! * inner + k) * columns + j]!
        data[out] = total
      }
  const shape = [...batch, ...(x.shape.length === 1 ? [] : [rows]), ...(z.shape.length === 1 ? [] : [columns])]
  return { dtype, shape, data }
}

/** Column times row, u vᵀ: every element of one vector times every element of the other. */
export const outer: Op = {
  gradFn: 'Outer',
  notation: () => ({ kind: 'outer' }),
  forward: ([u, v]) => product({ ...u!, shape: [u!.data.length, 1] }, { ...v!, shape: [1, v!.data.length] }),
  rule: () => ({ kind: 'multilinear', pulls: [apply('matmul', [flow, b]), apply('matmul', [a, flow])] }),
  samples: [{ shapes: [[2], [3]] }],
}
