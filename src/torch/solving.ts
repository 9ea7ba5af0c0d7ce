import { singularAt } from '../core/ops/solve.ts'
import { full } from '../core/tensor.ts'
import { dtypes, isFloating } from './dtype.ts'
import { raise } from './raised.ts'
import { apply, dtypeOf, leaf, type Session, shapeOf, tensorOf } from './session.ts'
import { type Row, row } from './signature.ts'
import type { TensorValue } from './value.ts'

/** The number of rows of a square matrix, or of a stack of them; refused in PyTorch's words. */
function sizeOfSquare(session: Session, name: string, x: TensorValue): number {
  const [shape, dtype] = [shapeOf(session, x), dtypeOf(session, x)]
  const [rows, columns] = [shape.at(-2), shape.at(-1)]
  if (rows === undefined || columns === undefined)
    return raise('RuntimeError', `${name}: The input tensor A must have at least 2 dimensions.`, 'Give a matrix.')
  if (rows !== columns)
    raise(
      'RuntimeError',
      `${name}: A must be batches of square matrices, but they are ${rows} by ${columns} matrices`,
      'Give as many columns as rows.',
    )
  if (!isFloating(dtype))
    raise(
      'RuntimeError',
      `${name}: Expected a floating point or complex tensor as input. Got ${dtypes[dtype].scalar}`,
      'Call .float() first.',
    )
  return rows
}

/** A⁻¹, as the solution of A X = 1. */
function inverse(session: Session, x: TensorValue): TensorValue {
  const n = sizeOfSquare(session, 'linalg.inv', x)
  const value = tensorOf(session, x)
  const at = singularAt(value)
  if (at > 0)
    raise(
      '_LinAlgError',
      `linalg.inv: The diagonal element ${at} is zero, the inversion could not be completed because the input matrix is singular.`,
      'A matrix whose rows depend on each other has no inverse.',
    )
  const ones = full(value.shape, 0, value.dtype)
  for (let i = 0; i < ones.data.length; i += n * n) for (let j = 0; j < n; j++) ones.data[i + j * (n + 1)] = 1
  return apply(session, 'solve', [x, leaf(session, ones)], {}, value.shape, 'LinalgInvExBackward0')
}

/** X with A X = B; a vector B stands for a column. */
function solution(session: Session, x: TensorValue, z: TensorValue): TensorValue {
  const n = sizeOfSquare(session, 'linalg.solve', x)
  const [left, right] = [shapeOf(session, x), shapeOf(session, z)]
  const vector = right.length === 1 || right.length === left.length - 1
  const whole = vector ? [...right, 1] : right
  if (whole.at(-2) !== n || whole.length !== left.length)
    raise(
      'RuntimeError',
      `linalg.solve: Incompatible shapes of A and B for the equation AX = B (${n}x${n} and ${whole.at(-2)}x${whole.at(-1)})`,
      'B needs as many rows as A has.',
    )
  if (singularAt(tensorOf(session, x)) > 0)
    raise(
      '_LinAlgError',
      'torch.linalg.solve: The solver failed because the input matrix is singular.',
      'A matrix whose rows depend on each other does not say what X is.',
    )
  const column = vector ? apply(session, 'reshape', [z], { shape: whole }, whole, 'UnsqueezeBackward0') : z
  const made = apply(session, 'solve', [x, column], {}, whole, 'LinalgSolveExBackward0')
  return vector ? apply(session, 'reshape', [made], { shape: right }, right, 'LinalgSolveExBackward0') : made
}

function determinant(session: Session, x: TensorValue): TensorValue {
  sizeOfSquare(session, 'linalg.det', x)
  return apply(session, 'determinant', [x], {}, shapeOf(session, x).slice(0, -2), 'LinalgDetBackward0')
}

/** Inverses and determinants; all are methods too. */
export const solving: readonly Row[] = [
  row('inverse(input)', (session, args) => inverse(session, args.tensor('input'))),
  row('det(input)', (session, args) => determinant(session, args.tensor('input'))),
]

/** The same in `torch.linalg`. */
export const linalgSolving: readonly Row[] = [
  row('inv(A)', (session, args) => inverse(session, args.tensor('A'))),
  row('det(A)', (session, args) => determinant(session, args.tensor('A'))),
  row('solve(A, B)', (session, args) => solution(session, args.tensor('A'), args.tensor('B'))),
]
