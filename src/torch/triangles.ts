import { part } from './indexing.ts'
import { raise } from './raised.ts'
import { apply, type Session, shapeOf } from './session.ts'
import { dimension } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import type { TensorValue, Value } from './value.ts'

const triangle = (name: 'tril' | 'triu', gradFn: string): Row =>
  row(`${name}(input, diagonal=)`, (session, args) => {
    const x = args.tensor('input')
    const shape = shapeOf(session, x)
    if (shape.length < 2) dimension(-2, shape.length)
    return apply(session, name, [x], { diagonal: args.int('diagonal', 0) }, shape, gradFn)
  })

/** The entries whose two coordinates differ by `offset`, as the last dimension. */
function diagonalOf(
  session: Session,
  x: TensorValue,
  offset: number,
  dims: readonly [number, number],
  gradFn: string,
): TensorValue {
  const shape = shapeOf(session, x)
  const [p, q] = dims
  if (p === q)
    raise(
      'RuntimeError',
      `diagonal dimensions cannot be identical ${p}, ${q}`,
      'A diagonal runs through two dimensions.',
    )
  const [top, left] = [Math.max(0, -offset), Math.max(0, offset)]
  const length = Math.max(0, Math.min(shape[p]! - top, shape[q]! - left))
  const index = shape.map((extent, axis) =>
    axis === p ? [top, top + length, 1] : axis === q ? [left, left + length, 1] : [0, extent, 1],
  )
  const square = shape.map((extent, axis) => (axis === p || axis === q ? length : extent))
  const framed = shape.every((extent, axis) => extent === square[axis]) ? x : part(session, x, index, square, gradFn)
  const labels = shape.map((_, axis) => (axis === q ? p : axis))
  const rest = labels.filter((label) => label !== p)
  const attrs = { inputs: [labels], output: [...rest, p], sizes: square }
  return apply(
    session,
    'einsum',
    [framed],
    compact(attrs.inputs, attrs.output, square),
    [...rest.map((axis) => square[axis]!), length],
    gradFn,
  )
}

/** Labels counted from 0 without gaps, as the op has them. */
function compact(inputs: readonly (readonly number[])[], output: readonly number[], sizes: readonly number[]) {
  const used = [...new Set(inputs.flat())].sort((a, b) => a - b)
  const number = (label: number): number => used.indexOf(label)
  return {
    inputs: inputs.map((labels) => labels.map(number)),
    output: output.map(number),
    sizes: used.map((label) => sizes[label]!),
  }
}

/** A matrix with a vector on its diagonal, or the diagonal of a matrix. */
function diag(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const offset = args.int('diagonal', 0)
  const shape = shapeOf(session, x)
  if (shape.length === 2) return diagonalOf(session, x, offset, [0, 1], 'DiagBackward0')
  if (shape.length !== 1) raise('RuntimeError', 'matrix or a vector expected', 'diag takes one or two dimensions.')
  const [length] = shape
  const attrs = { inputs: [[0]], output: [0, 0], sizes: [length!] }
  const square = apply(session, 'einsum', [x], attrs, [length!, length!], 'DiagBackward0')
  if (offset === 0) return square
  const whole = length! + Math.abs(offset)
  const [top, left] = [Math.max(0, -offset), Math.max(0, offset)]
  const index = [
    [top, top + length!, 1],
    [left, left + length!, 1],
  ]
  return apply(session, 'scatter', [square], { index, shape: [whole, whole] }, [whole, whole], 'DiagBackward0')
}

function trace(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const rank = shapeOf(session, x).length
  if (rank !== 2)
    raise(
      'RuntimeError',
      `trace: expected a matrix, but got tensor with dim ${rank}`,
      'The trace is a number of a matrix.',
    )
  const diagonal = diagonalOf(session, x, 0, [0, 1], 'DiagonalBackward0')
  return apply(session, 'sum', [diagonal], { dims: [0], keepdim: false }, [], 'TraceBackward0')
}

/** Triangles and diagonals of matrices; all are methods too. */
export const triangles: readonly Row[] = [
  triangle('tril', 'TrilBackward0'),
  triangle('triu', 'TriuBackward0'),
  row('diagonal(input, offset=, dim1=, dim2=)', (session, args) => {
    const x = args.tensor('input')
    const rank = shapeOf(session, x).length
    const dims = [dimension(args.int('dim1', 0), rank), dimension(args.int('dim2', 1), rank)] as const
    return diagonalOf(session, x, args.int('offset', 0), dims, 'DiagonalBackward0')
  }),
  row('diag(input, diagonal=)', diag),
  row('trace(input)', trace),
]
