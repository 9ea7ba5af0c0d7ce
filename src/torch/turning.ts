import { raise } from './raised.ts'
import { viewedAs } from './reshaping.ts'
import { type Session, shapeOf } from './session.ts'
import { dimension } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import { type Spread, spreadFunction, spreadMethod } from './spreading.ts'
import type { TensorValue, Value } from './value.ts'
import { stridesIn, viewed } from './views.ts'

/** Two dimensions exchanged. */
export function transposed(session: Session, x: TensorValue, dim0: number, dim1: number, gradFn: string): TensorValue {
  const shape = shapeOf(session, x)
  const [p, q] = [dimension(dim0, shape.length), dimension(dim1, shape.length)]
  if (shape.length === 0) return viewedAs(session, x, shape, gradFn)
  const swapped = (list: readonly number[]): number[] =>
    list.map((entry, axis) => (axis === p ? list[q]! : axis === q ? list[p]! : entry))
  const strides = swapped(stridesIn(session, x))
  return viewed(session, x, { op: 'transpose', attrs: { dim0: p, dim1: q }, shape: swapped(shape), strides, gradFn })
}

/** The dimensions in another order: dimension `dims[i]` becomes dimension i. */
export function permuted(session: Session, x: TensorValue, given: readonly number[], gradFn: string): TensorValue {
  const shape = shapeOf(session, x)
  if (given.length !== shape.length)
    raise(
      'RuntimeError',
      `permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = ${shape.length} is not equal to len(dims) = ${given.length}`,
      'Name every dimension once.',
    )
  const dims = given.map((dim) => dimension(dim, shape.length))
  if (new Set(dims).size !== dims.length)
    raise('RuntimeError', 'permute(): duplicate dims are not allowed.', 'Name every dimension once.')
  const strides = stridesIn(session, x)
  const ordered = (list: readonly number[]): number[] => dims.map((dim) => list[dim]!)
  if (dims.length === 0) return viewedAs(session, x, shape, gradFn)
  return viewed(session, x, {
    op: 'permute',
    attrs: { dims },
    shape: ordered(shape),
    strides: ordered(strides),
    gradFn,
  })
}

/** `x.T`: all dimensions in reverse order. */
export function reversed(session: Session, x: TensorValue): TensorValue {
  const rank = shapeOf(session, x).length
  if (rank < 2) return viewedAs(session, x, shapeOf(session, x), 'PermuteBackward0')
  if (rank === 2) return transposed(session, x, 0, 1, 'PermuteBackward0')
  return permuted(
    session,
    x,
    Array.from({ length: rank }, (_, axis) => rank - 1 - axis),
    'PermuteBackward0',
  )
}

/** `x.mT`: every matrix of a stack transposed. */
export function matricesTransposed(session: Session, x: TensorValue): TensorValue {
  const rank = shapeOf(session, x).length
  if (rank < 2)
    raise(
      'RuntimeError',
      `tensor.mT is only supported on matrices or batches of matrices. Got ${rank}-D tensor.`,
      'A vector has no transpose: use unsqueeze to make it a row or a column.',
    )
  return transposed(session, x, -2, -1, 'TransposeBackward0')
}

function t(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const rank = shapeOf(session, x).length
  if (rank > 2)
    raise(
      'RuntimeError',
      `t() expects a tensor with <= 2 dimensions, but self is ${rank}D`,
      'Use transpose(dim0, dim1).',
    )
  return rank < 2 ? viewedAs(session, x, shapeOf(session, x), 'TBackward0') : transposed(session, x, 0, 1, 'TBackward0')
}

function moved(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const rank = shapeOf(session, x).length
  const [from, to] = [args.dims('source') ?? [], args.dims('destination') ?? []].map((dims) =>
    dims.map((dim) => dimension(dim, rank)),
  )
  if (from!.length !== to!.length)
    raise(
      'RuntimeError',
      `movedim: Invalid source or destination dims: source ([${from!.join(', ')}] dims) should contain the same number of dims as destination ([${to!.join(', ')}] dims)`,
      'Give as many places to move to as dimensions to move.',
    )
  const rest = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !from!.includes(axis))
  const order = Array.from({ length: rank }, (_, axis) => {
    const at = to!.indexOf(axis)
    return at < 0 ? null : from![at]!
  }).map((dim) => dim ?? rest.shift()!)
  return permuted(session, x, order, 'PermuteBackward0')
}

const exchange = (name: string, first: string, second: string): Row =>
  row(`${name}(input, ${first}, ${second})`, (session, args) =>
    transposed(session, args.tensor('input'), args.int(first, 0), args.int(second, 0), 'TransposeBackward0'),
  )

const permute: Spread = (session, x, dims) => permuted(session, x, dims, 'PermuteBackward0')

/** Reordering as a function, and as a method. */
export const permuting = [spreadFunction('permute', 'dims', permute), spreadMethod('permute', 'dims', permute)] as const

/** Functions that reorder dimensions; all are methods too. */
export const turning: readonly Row[] = [
  exchange('transpose', 'dim0', 'dim1'),
  exchange('swapaxes', 'axis0', 'axis1'),
  exchange('swapdims', 'dim0', 'dim1'),
  row('t(input)', t),
  row('movedim(input, source, destination)', moved),
  row('moveaxis(input, source, destination)', moved),
]
