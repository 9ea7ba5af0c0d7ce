import { broadcastShapes, sizeOf } from '../core/tensor.ts'
import { type Clash, productClash } from './clash.ts'
import { dtypes } from './dtype.ts'
import { raise } from './raised.ts'
import { apply, dtypeOf, type Session, shapeOf } from './session.ts'
import { broadcast, shapeText } from './shape.ts'
import type { TensorValue } from './value.ts'

type Shape = readonly number[]

const inner = (a: Shape, b: Shape): string =>
  `Shapes ${shapeText(a)} and ${shapeText(b)}: the last size of the left must equal the first size of the right (for matrices, columns = rows).`

/** Charges the multiplications, checks the element types, and records. */
function product(session: Session, a: TensorValue, b: TensorValue, shape: Shape, gradFn: string): TensorValue {
  const [p, q] = [dtypeOf(session, a), dtypeOf(session, b)]
  if (p !== q)
    raise(
      'RuntimeError',
      gradFn === 'DotBackward0'
        ? `dot : expected both vectors to have same dtype, but found ${dtypes[p].scalar} and ${dtypes[q].scalar}`
        : `expected scalar type ${dtypes[p].scalar} but found ${dtypes[q].scalar}`,
      'Convert one of them: .float() or .double().',
    )
  session.charge(sizeOf(shapeOf(session, a)) * (shapeOf(session, b).length > 1 ? (shapeOf(session, b).at(-1) ?? 1) : 1))
  return apply(session, 'matmul', [a, b], {}, shape, gradFn)
}

/** Vector · vector. */
export function dot(session: Session, a: TensorValue, b: TensorValue): TensorValue {
  const [p, q] = [shapeOf(session, a), shapeOf(session, b)]
  if (p.length !== 1 || q.length !== 1)
    raise(
      'RuntimeError',
      `1D tensors expected, but got ${p.length}D and ${q.length}D tensors`,
      'dot takes two vectors; use @ for matrices.',
    )
  if (p[0] !== q[0])
    raise(
      'RuntimeError',
      `inconsistent tensor size, expected tensor [${p[0]}] and src [${q[0]}] to have the same number of elements, but got ${p[0]} and ${q[0]} elements respectively`,
      inner(p, q),
      productClash(session, a, b),
    )
  return product(session, a, b, [], 'DotBackward0')
}

/** Matrix · vector. */
export function mv(session: Session, a: TensorValue, b: TensorValue): TensorValue {
  const [p, q] = [shapeOf(session, a), shapeOf(session, b)]
  if (p.length !== 2 || q.length !== 1)
    raise(
      'RuntimeError',
      `vector + matrix @ vector expected, got 1, ${p.length}, ${q.length}`,
      'mv takes a matrix and a vector.',
    )
  if (p[1] !== q[0])
    raise(
      'RuntimeError',
      `size mismatch, got ${p[0]}, ${p[0]}x${p[1]},${q[0]}`,
      inner(p, q),
      productClash(session, a, b),
    )
  return product(session, a, b, [p[0]!], 'MvBackward0')
}

function cannot(left: Shape, right: Shape, a: Shape, b: Shape, clash: Clash): never {
  const text = (shape: Shape): string => `${shape[0]}x${shape[1]}`
  return raise(
    'RuntimeError',
    `mat1 and mat2 shapes cannot be multiplied (${text(left)} and ${text(right)})`,
    inner(a, b),
    clash,
  )
}

/** Matrix · matrix. */
export function mm(session: Session, a: TensorValue, b: TensorValue): TensorValue {
  const [p, q] = [shapeOf(session, a), shapeOf(session, b)]
  if (p.length !== 2) raise('RuntimeError', 'self must be a matrix', 'mm takes two matrices; use @ otherwise.')
  if (q.length !== 2) raise('RuntimeError', 'mat2 must be a matrix', 'mm takes two matrices; use @ otherwise.')
  if (p[1] !== q[0]) cannot(p, q, p, q, productClash(session, a, b))
  return product(session, a, b, [p[0]!, q[1]!], 'MmBackward0')
}

/** `a @ b` for all ranks. */
export function matmul(session: Session, a: TensorValue, b: TensorValue): TensorValue {
  const [p, q] = [shapeOf(session, a), shapeOf(session, b)]
  if (p.length === 0 || q.length === 0)
    raise(
      'RuntimeError',
      `both arguments to matmul need to be at least 1D, but they are ${p.length}D and ${q.length}D`,
      'Use * for a product with a single number.',
    )
  if (p.length === 1 && q.length === 1) return dot(session, a, b)
  if (p.length === 2 && q.length === 1) return mv(session, a, b)
  if (p.length === 2 && q.length === 2) return mm(session, a, b)
  if (p.length === 1 && q.length === 2) {
    if (p[0] !== q[0]) cannot([1, p[0]!], q, p, q, productClash(session, a, b))
    return product(session, a, b, [q[1]!], 'SqueezeBackward3')
  }
  return stacks(session, a, b, p, q)
}

/** A stack of matrices times another one, matrix by matrix. */
export function bmm(session: Session, a: TensorValue, b: TensorValue): TensorValue {
  const [p, q] = [shapeOf(session, a), shapeOf(session, b)]
  if (p.length !== 3) raise('RuntimeError', 'batch1 must be a 3D tensor', 'bmm takes two stacks of matrices.')
  if (q.length !== 3) raise('RuntimeError', 'batch2 must be a 3D tensor', 'bmm takes two stacks of matrices.')
  if (p[0] !== q[0] || p[2] !== q[1])
    raise(
      'RuntimeError',
      `Expected size for first two dimensions of batch2 tensor to be: [${p[0]}, ${p[2]}] but got: [${q[0]}, ${q[1]}].`,
      inner(p, q),
      productClash(session, a, b),
    )
  return product(session, a, b, [p[0]!, p[1]!, q[2]!], 'BmmBackward0')
}

function stacks(session: Session, a: TensorValue, b: TensorValue, p: Shape, q: Shape): TensorValue {
  const [rows, columns] = [p.length === 1 ? 1 : p.at(-2)!, q.length === 1 ? 1 : q.at(-1)!]
  const [width, height] = [p.at(-1)!, q.length === 1 ? q[0]! : q.at(-2)!]
  const [lead, tail] = [p.slice(0, -2), q.slice(0, -2)]
  const batch = broadcastShapes(lead, tail) ?? broadcast(lead, tail)
  if (width !== height) {
    const clash = productClash(session, a, b)
    const count = batch.reduce((n, extent) => n * extent, 1)
    if (q.length <= 2) cannot([count * rows, width], q.length === 1 ? [height, 1] : q, p, q, clash)
    raise(
      'RuntimeError',
      `Expected size for first two dimensions of batch2 tensor to be: [${count}, ${width}] but got: [${count}, ${height}].`,
      inner(p, q),
      clash,
    )
  }
  // A vector beside a stack is a column (or a row) for as long as the product lasts.
  const left = p.length === 1 ? reshape(session, a, [1, width]) : a
  const right = q.length === 1 ? reshape(session, b, [height, 1]) : b
  const result = product(
    session,
    left,
    right,
    [...batch, rows, columns],
    p.length === 2 ? 'CloneBackward0' : 'UnsafeViewBackward0',
  )
  if (p.length > 1 && q.length > 1) return result
  return reshape(session, result, [...batch, ...(p.length === 1 ? [] : [rows]), ...(q.length === 1 ? [] : [columns])])
}

const reshape = (session: Session, x: TensorValue, shape: Shape): TensorValue =>
  apply(session, 'reshape', [x], { shape }, shape, 'UnsafeViewBackward0')
