import { sameShape, sizeOf } from '../core/tensor.ts'
import { dot, matmul, mm, mv } from './matmul.ts'
import { raise } from './raised.ts'
import { apply, type Session, shapeOf } from './session.ts'
import { broadcast, dimension, fitting, shapeText } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import type { TensorValue, Value } from './value.ts'

/** The same elements under another shape. */
export function reshaped(session: Session, x: TensorValue, shape: readonly number[], gradFn: string): TensorValue {
  const fitted = fitting(shape, sizeOf(shapeOf(session, x)))
  return apply(session, 'reshape', [x], { shape: fitted }, fitted, gradFn)
}

/** Two dimensions exchanged. */
export function transposed(session: Session, x: TensorValue, dim0: number, dim1: number, gradFn: string): TensorValue {
  const shape = shapeOf(session, x)
  const [p, q] = [dimension(dim0, shape.length), dimension(dim1, shape.length)]
  if (shape.length === 0) return reshaped(session, x, shape, gradFn)
  const swapped = shape.map((extent, axis) => (axis === p ? shape[q]! : axis === q ? shape[p]! : extent))
  return apply(session, 'transpose', [x], { dim0: p, dim1: q }, swapped, gradFn)
}

/** `x.T`: all dimensions in reverse order. */
export function reversed(session: Session, x: TensorValue): TensorValue {
  const rank = shapeOf(session, x).length
  if (rank < 2) return reshaped(session, x, shapeOf(session, x), 'PermuteBackward0')
  let result = x
  for (let axis = 0; axis < Math.floor(rank / 2); axis++)
    result = transposed(session, result, axis, rank - 1 - axis, 'PermuteBackward0')
  return result
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
  return rank < 2 ? reshaped(session, x, shapeOf(session, x), 'TBackward0') : transposed(session, x, 0, 1, 'TBackward0')
}

function squeezed(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const shape = shapeOf(session, x)
  const only = args.get('dim') === null ? null : dimension(args.int('dim', 0), shape.length)
  const kept = shape.filter((extent, axis) => extent !== 1 || (only !== null && axis !== only))
  return reshaped(session, x, kept, only === null ? 'SqueezeBackward0' : 'SqueezeBackward1')
}

function unsqueezed(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const shape = shapeOf(session, x)
  const dim = dimension(args.int('dim', 0), shape.length + 1)
  return reshaped(session, x, [...shape.slice(0, dim), 1, ...shape.slice(dim)], 'UnsqueezeBackward0')
}

function flattened(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const shape = shapeOf(session, x)
  const [from, to] = [
    dimension(args.int('start_dim', 0), shape.length),
    dimension(args.int('end_dim', -1), shape.length),
  ]
  if (from > to)
    raise(
      'RuntimeError',
      'flatten() has invalid args: start_dim cannot come after end_dim',
      'Give start_dim before end_dim.',
    )
  if (shape.length === 1 || (from === to && shape.length > 0)) return x
  const middle = sizeOf(shape.slice(from, to + 1))
  return reshaped(session, x, [...shape.slice(0, from), middle, ...shape.slice(to + 1)], 'ReshapeAliasBackward0')
}

function expanded(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const from = shapeOf(session, x)
  const wanted = args.shape('size')
  const lead = wanted.length - from.length
  const shape = wanted.map((extent, axis) => (extent === -1 ? (from[axis - lead] ?? 1) : extent))
  if (lead < 0)
    raise(
      'RuntimeError',
      `expand(torch.FloatTensor{${shapeText(from)}}, size=${shapeText(wanted)}): the number of sizes provided (${wanted.length}) must be greater or equal to the number of dimensions in the tensor (${from.length})`,
      'Give a size for every dimension.',
    )
  const bad = from.findIndex((extent, axis) => extent !== 1 && extent !== shape[axis + lead])
  if (bad >= 0)
    raise(
      'RuntimeError',
      `The expanded size of the tensor (${shape[bad + lead]}) must match the existing size (${from[bad]}) at non-singleton dimension ${bad + lead}.  Target sizes: ${shapeText(shape)}.  Tensor sizes: ${shapeText(from)}`,
      'Only dimensions of size 1 can be expanded.',
    )
  return apply(session, 'expand', [x], { shape: broadcast(from, shape) }, shape, 'ExpandBackward0')
}

const reshape =
  (gradFn: string) =>
  (session: Session, args: Bound): Value =>
    reshaped(session, args.tensor('input'), args.shape('shape'), gradFn)

/** A second name of the same tensor's value in the graph. PyTorch's clone() passes the gradient through. */
export const cloned = (session: Session, x: TensorValue): TensorValue =>
  apply(session, 'reshape', [x], { shape: shapeOf(session, x) }, shapeOf(session, x), 'CloneBackward0')

/** Functions that rearrange elements or multiply matrices. */
export const reshaping: readonly Row[] = [
  row('reshape(input, *shape)', reshape('ReshapeAliasBackward0')),
  row('transpose(input, dim0, dim1)', (session, args) =>
    transposed(session, args.tensor('input'), args.int('dim0', 0), args.int('dim1', 0), 'TransposeBackward0'),
  ),
  row('t(input)', t),
  row('squeeze(input, dim=)', squeezed),
  row('unsqueeze(input, dim)', unsqueezed),
  row('flatten(input, start_dim=, end_dim=)', flattened),
  row('clone(input)', (session, args) => cloned(session, args.tensor('input'))),
  row('matmul(input, other)', (session, args) => matmul(session, args.tensor('input'), args.tensor('other'))),
  row('mm(input, mat2)', (session, args) => mm(session, args.tensor('input'), args.tensor('mat2'))),
  row('mv(input, vec)', (session, args) => mv(session, args.tensor('input'), args.tensor('vec'))),
  row('dot(input, tensor)', (session, args) => dot(session, args.tensor('input'), args.tensor('tensor'))),
]

/** Rearranging that exists only as a method. */
export const views: readonly Row[] = [
  row('view(input, *shape)', (session, args) => {
    const x = args.tensor('input')
    const shape = args.shape('shape')
    return sameShape(shape, shapeOf(session, x))
      ? reshaped(session, x, shape, 'AliasBackward0')
      : reshaped(session, x, shape, 'ViewBackward0')
  }),
  row('expand(input, *size)', expanded),
]
