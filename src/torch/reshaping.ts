import { sizeOf } from '../core/tensor.ts'
import { isContiguous, restrided } from './layout.ts'
import { raise } from './raised.ts'
import { apply, type Session, shapeOf } from './session.ts'
import { dimension, fitting, shapeText } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import { spreadFunction, spreadMethod } from './spreading.ts'
import { bool, int, type TensorValue, tuple, type Value } from './value.ts'
import { stridesIn, viewed } from './views.ts'

/** The same elements under another shape, with a memory of their own. */
export function reshaped(session: Session, x: TensorValue, shape: readonly number[], gradFn: string): TensorValue {
  const fitted = fitting(shape, sizeOf(shapeOf(session, x)))
  return apply(session, 'reshape', [x], { shape: fitted }, fitted, gradFn)
}

/** The same elements of memory under another shape of the same size; a copy where they do not lie in that order. */
export function viewedAs(session: Session, x: TensorValue, shape: readonly number[], gradFn: string): TensorValue {
  const strides = restrided(shapeOf(session, x), stridesIn(session, x), shape)
  if (strides === null) return reshaped(session, x, shape, 'UnsafeViewBackward0')
  return viewed(session, x, { op: 'reshape', attrs: { shape }, shape, strides, gradFn })
}

/** `x.view(shape)`: only where the elements lie in memory in that order. */
function view(session: Session, x: TensorValue, wanted: readonly number[]): TensorValue {
  const own = shapeOf(session, x)
  const shape = fitting(wanted, sizeOf(own))
  if (restrided(own, stridesIn(session, x), shape) === null)
    raise(
      'RuntimeError',
      "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
      'After a transpose the elements lie in another order in memory: use reshape, or contiguous() first.',
    )
  return viewedAs(session, x, shape, 'ViewBackward0')
}

const reshape = (session: Session, x: TensorValue, shape: readonly number[]): TensorValue =>
  viewedAs(session, x, fitting(shape, sizeOf(shapeOf(session, x))), 'ReshapeAliasBackward0')

/** A second name of the same tensor's value in the graph. PyTorch's clone() passes the gradient through. */
export const cloned = (session: Session, x: TensorValue): TensorValue =>
  apply(session, 'reshape', [x], { shape: shapeOf(session, x) }, shapeOf(session, x), 'CloneBackward0')

const lies = (session: Session, x: TensorValue): boolean => isContiguous(shapeOf(session, x), stridesIn(session, x))

function squeezed(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const shape = shapeOf(session, x)
  const given = args.dims('dim')
  const only = given === null ? null : given.map((dim) => dimension(dim, shape.length))
  const kept = shape.filter((extent, axis) => extent !== 1 || (only !== null && !only.includes(axis)))
  return viewedAs(session, x, kept, only === null ? 'SqueezeBackward0' : 'SqueezeBackward1')
}

function unsqueezed(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const shape = shapeOf(session, x)
  const dim = dimension(args.int('dim', 0), shape.length + 1)
  return viewedAs(session, x, [...shape.slice(0, dim), 1, ...shape.slice(dim)], 'UnsqueezeBackward0')
}

/** Dimensions from `start_dim` to `end_dim` as one. */
export function flattened(session: Session, x: TensorValue, start: number, end: number): TensorValue {
  const shape = shapeOf(session, x)
  const [from, to] = [dimension(start, shape.length), dimension(end, shape.length)]
  if (from > to)
    raise(
      'RuntimeError',
      'flatten() has invalid args: start_dim cannot come after end_dim',
      'Give start_dim before end_dim.',
    )
  if (from === to && shape.length > 0) return x
  return reshape(session, x, [...shape.slice(0, from), sizeOf(shape.slice(from, to + 1)), ...shape.slice(to + 1)])
}

function unflattened(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const shape = shapeOf(session, x)
  const dim = dimension(args.int('dim', 0), shape.length)
  const sizes = args.ints('sizes', args.value('sizes'))
  const known = sizeOf(sizes.filter((extent) => extent !== -1))
  const fitted = sizes.map((extent) => (extent === -1 ? shape[dim]! / known : extent))
  if (sizeOf(fitted) !== shape[dim])
    raise(
      'RuntimeError',
      `unflatten: Provided sizes ${shapeText(sizes)} don't multiply up to the size of dim ${dim} (${shape[dim]}) in the input tensor`,
      `The sizes must multiply to ${shape[dim]}.`,
    )
  return view(session, x, [...shape.slice(0, dim), ...fitted, ...shape.slice(dim + 1)])
}

/** Functions that give the elements another shape; all are methods too. */
export const reshaping: readonly Row[] = [
  row('flatten(input, start_dim=, end_dim=)', (session, args) =>
    flattened(session, args.tensor('input'), args.int('start_dim', 0), args.int('end_dim', -1)),
  ),
  row('unflatten(input, dim, sizes)', unflattened),
  row('ravel(input)', (session, args) => {
    const x = args.tensor('input')
    const flat = lies(session, x) ? x : cloned(session, x)
    return shapeOf(session, x).length === 1 ? flat : view(session, flat, [-1])
  }),
  row('squeeze(input, dim=)', squeezed),
  row('unsqueeze(input, dim)', unsqueezed),
  row('clone(input, *, memory_format=)', (session, args) => cloned(session, args.tensor('input'))),
]

const like = (session: Session, args: Bound): readonly number[] => shapeOf(session, args.tensor('other'))

/** The same, as functions alone. */
export const reshapingFunctions: readonly Row[] = [spreadFunction('reshape', 'shape', reshape)]

/** The same, as methods alone. */
export const views: readonly Row[] = [
  spreadMethod('reshape', 'shape', reshape),
  row('view(input, *size)', (session, args) => view(session, args.tensor('input'), args.shape('size'))),
  row('view_as(input, other)', (session, args) => view(session, args.tensor('input'), like(session, args))),
  row('reshape_as(input, other)', (session, args) => reshape(session, args.tensor('input'), like(session, args))),
  row('contiguous(input)', (session, args) => {
    const x = args.tensor('input')
    return lies(session, x) ? x : cloned(session, x)
  }),
  row('is_contiguous(input)', (session, args) => bool(lies(session, args.tensor('input')))),
  row('stride(input, dim=)', (session, args) => {
    const strides = stridesIn(session, args.tensor('input'))
    return args.get('dim') === null
      ? tuple(strides.map(int))
      : int(strides[dimension(args.int('dim', 0), strides.length)]!)
  }),
]
