import { type Dtype, sizeOf, storage } from '../../core/tensor.ts'
import { constant } from '../operand.ts'
import { raise } from '../raised.ts'
import { reshaped } from '../reshaping.ts'
import { apply, dtypeOf, leaf, type Session, shapeOf } from '../session.ts'
import { type Bound, type Row, row } from '../signature.ts'
import { type TensorValue, tuple, type Value } from '../value.ts'
import { checkShape, dtypeAsked, made, options } from './options.ts'

/** A matrix of bools, or of zeros and ones, that says for each place whether `test` holds there. */
function places(rows: number, columns: number, dtype: Dtype, test: (i: number, j: number) => boolean) {
  const data = storage(dtype, rows * columns)
  for (let at = 0; at < data.length; at++) data[at] = Number(test(Math.floor(at / columns), at % columns))
  return { dtype, shape: [rows, columns], data }
}

function eye(session: Session, args: Bound): Value {
  const n = args.int('n', 0)
  const m = args.int('m', n)
  if (n < 0) raise('RuntimeError', `n must be greater or equal to 0, got ${n}`, 'Sizes are 0 or more.')
  if (m < 0) raise('RuntimeError', `m must be greater or equal to 0, got ${m}`, 'Sizes are 0 or more.')
  checkShape(session, [n, m])
  const dtype = dtypeAsked(args, session.defaultDtype)
  return made(
    session,
    places(n, m, dtype, (i, j) => i === j),
    args.flag('requires_grad'),
  )
}

/** A tensor where a condition on row and column holds, and 0 elsewhere. */
function kept(
  session: Session,
  x: TensorValue,
  [rows, columns]: readonly [number, number],
  shape: readonly number[],
  test: (i: number, j: number) => boolean,
  gradFn: string,
): TensorValue {
  checkShape(session, [rows, columns])
  const where = leaf(session, places(rows, columns, 'bool', test))
  const zero = constant(session, { kind: 'int', value: 0 }, dtypeOf(session, x))
  return apply(session, 'where', [where, x, zero], {}, shape, gradFn)
}

/** `tril` and `triu`: one half of a matrix, or of each of many. */
const triangle = (name: 'tril' | 'triu', gradFn: string): Row =>
  row(`${name}(input, diagonal=)`, (session, args) => {
    const x = args.tensor('input')
    const shape = shapeOf(session, x)
    const diagonal = args.int('diagonal', 0)
    const [rows, columns] = [shape.at(-2), shape.at(-1)]
    if (rows === undefined || columns === undefined)
      return raise('RuntimeError', `${name}: input tensor must have at least 2 dimensions`, 'Give a matrix.')
    const test =
      name === 'tril' ? (i: number, j: number) => j - i <= diagonal : (i: number, j: number) => j - i >= diagonal
    return kept(session, x, [rows, columns], shape, test, gradFn)
  })

/** The diagonal of a matrix as a vector, or a vector as the diagonal of a matrix. */
function diag(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const shape = shapeOf(session, x)
  const offset = args.int('diagonal', 0)
  const on = (i: number, j: number): boolean => j - i === offset
  if (shape.length === 1) {
    const n = shape[0]! + Math.abs(offset)
    // The vector as every row of the matrix, so that its entries stand in the columns they belong to.
    const spread = offset === 0 ? x : padded(session, x, n, Math.max(0, offset))
    return kept(session, spread, [n, n], [n, n], on, 'DiagBackward0')
  }
  const [rows, columns] = shape
  if (shape.length !== 2 || rows === undefined || columns === undefined)
    return raise('RuntimeError', 'matrix or a vector expected', 'Give a vector or a matrix.')
  const count = Math.max(0, Math.min(rows - Math.max(0, -offset), columns - Math.max(0, offset)))
  const only = kept(session, x, [rows, columns], shape, on, 'DiagBackward0')
  const sums = apply(session, 'sum', [only], { dims: [1], keepdim: false }, [rows], 'DiagBackward0')
  const from = Math.max(0, -offset)
  return apply(session, 'index', [sums], { index: [[from, from + count, 1]] }, [count], 'DiagBackward0')
}

/** A vector in a longer one of zeros, from `from` on. */
function padded(session: Session, x: TensorValue, length: number, from: number): TensorValue {
  const count = sizeOf(shapeOf(session, x))
  const attrs = { index: [[from, from + count, 1]], shape: [length] }
  return apply(session, 'scatter', [x], attrs, [length], 'DiagBackward0')
}

/** The coordinates of all points of a grid, one tensor for each axis. */
function meshgrid(session: Session, args: Bound): Value {
  const [first] = args.rest
  const given = args.rest.length === 1 && (first?.kind === 'list' || first?.kind === 'tuple') ? first.items : args.rest
  const tensors = given.map((each) => (each.kind === 'tensor' ? each : args.refuse('tensors', 'Tensor', each)))
  const indexing = args.text('indexing', 'ij')
  if (indexing !== 'ij' && indexing !== 'xy')
    raise(
      'RuntimeError',
      `torch.meshgrid: indexing must be one of "xy" or "ij", but received: ${indexing}`,
      'Use indexing="ij" for rows first, or "xy" for columns first.',
    )
  if (tensors.some((each) => shapeOf(session, each).length > 1))
    raise('RuntimeError', 'torch.meshgrid: Expected 0D or 1D tensor in the tensor list', 'Give vectors.')
  const swap = indexing === 'xy' && tensors.length > 1
  const axisOf = (i: number): number => (swap && i < 2 ? 1 - i : i)
  const shape = tensors.map((_, axis) => sizeOf(shapeOf(session, tensors[axisOf(axis)]!)))
  checkShape(session, shape)
  return tuple(
    tensors.map((each, i) => {
      const along = shape.map((extent, axis) => (axis === axisOf(i) ? extent : 1))
      const standing = reshaped(session, each, along, 'ViewBackward0')
      return apply(session, 'expand', [standing], { shape }, shape, 'ExpandBackward0')
    }),
  )
}

/** `eye` and `meshgrid`. */
export const ofGrids: readonly Row[] = [
  row(`eye(n, m=, *, out=, ${options})`, eye),
  row('meshgrid(*tensors, indexing=)', meshgrid),
]

/** Parts of matrices; they are methods too. */
export const triangles: readonly Row[] = [
  triangle('tril', 'TrilBackward0'),
  triangle('triu', 'TriuBackward0'),
  row('diag(input, diagonal=)', diag),
]
