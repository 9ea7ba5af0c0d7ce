import { broadcastShapes } from '../core/tensor.ts'
import { raise } from './raised.ts'
import { apply, type Session, shapeOf, tensorOf } from './session.ts'
import { broadcast, dimension, dimensions, shapeText } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import { type Spread, spreadFunction, spreadMethod } from './spreading.ts'
import { size, type TensorValue, tuple, type Value } from './value.ts'
import { stridesIn, viewed } from './views.ts'

/** A tensor seen as larger: dimensions of size 1 are repeated without a copy. −1 keeps a size. */
export function expanded(session: Session, x: TensorValue, wanted: readonly number[]): TensorValue {
  const from = shapeOf(session, x)
  const lead = wanted.length - from.length
  if (lead < 0)
    raise(
      'RuntimeError',
      `expand(torch.FloatTensor{${shapeText(from)}}, size=${shapeText(wanted)}): the number of sizes provided (${wanted.length}) must be greater or equal to the number of dimensions in the tensor (${from.length})`,
      'Give a size for every dimension.',
    )
  const missing = wanted.findIndex((extent, axis) => extent === -1 && axis < lead)
  if (missing >= 0)
    raise(
      'RuntimeError',
      `The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension ${missing}`,
      'Only the size of a dimension that there is can be kept.',
    )
  const shape = wanted.map((extent, axis) => (extent === -1 ? from[axis - lead]! : extent))
  const bad = from.findLastIndex((extent, axis) => extent !== 1 && extent !== shape[axis + lead])
  if (bad >= 0)
    raise(
      'RuntimeError',
      `The expanded size of the tensor (${shape[bad + lead]}) must match the existing size (${from[bad]}) at non-singleton dimension ${bad + lead}.  Target sizes: ${shapeText(shape)}.  Tensor sizes: ${shapeText(from)}`,
      'Only dimensions of size 1 can be expanded.',
    )
  const own = stridesIn(session, x)
  const strides = shape.map((extent, axis) =>
    axis < lead || (from[axis - lead] === 1 && extent !== 1) ? 0 : own[axis - lead]!,
  )
  return viewed(session, x, { op: 'expand', attrs: { shape }, shape, strides, gradFn: 'ExpandBackward0' })
}

function repeated(session: Session, x: TensorValue, times: readonly number[]): TensorValue {
  const shape = shapeOf(session, x)
  const lead = times.length - shape.length
  if (lead < 0)
    raise(
      'RuntimeError',
      'Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor',
      'Say for every dimension how often it is repeated.',
    )
  const negative = times.find((n) => n < 0)
  if (negative !== undefined)
    raise(
      'RuntimeError',
      `Trying to create tensor with negative dimension ${negative}: ${shapeText(times)}`,
      'Repeat 0 times or more.',
    )
  const result = times.map((n, axis) => n * (shape[axis - lead] ?? 1))
  return apply(session, 'repeat', [x], { times }, result, 'RepeatBackward0')
}

const tiled = (session: Session, x: TensorValue, given: readonly number[]): TensorValue => {
  const missing = Math.max(0, shapeOf(session, x).length - given.length)
  return repeated(session, x, [...new Array<number>(missing).fill(1), ...given])
}

function flipped(session: Session, x: TensorValue, given: readonly number[]): TensorValue {
  const shape = shapeOf(session, x)
  const dims = given.length === 0 ? [] : dimensions(given, shape.length)
  return apply(session, 'flip', [x], { dims }, shape, 'FlipBackward0')
}

const rankAtLeast = (session: Session, x: TensorValue, name: string, least: number): void => {
  if (shapeOf(session, x).length < least)
    raise('RuntimeError', `Input must be >= ${least}-d.`, `${name} needs ${least} dimensions.`)
}

function rolled(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const shape = shapeOf(session, x)
  const [shifts, given] = [args.dims('shifts') ?? [], args.dims('dims')]
  if (given === null || given.length === 0) {
    if (shifts.length !== 1)
      raise(
        'RuntimeError',
        `shifts and dimensions must align. shifts: ${shifts.length}, dims:0`,
        'Give one shift for each dimension.',
      )
    const count = tensorOf(session, x).data.length
    const flat = apply(session, 'reshape', [x], { shape: [count] }, [count], 'ReshapeAliasBackward0')
    const turned = apply(session, 'roll', [flat], { shifts, dims: [0] }, [count], 'RollBackward0')
    return shape.length === 1 ? turned : apply(session, 'reshape', [turned], { shape }, shape, 'RollBackward0')
  }
  if (shifts.length !== given.length)
    raise(
      'RuntimeError',
      `shifts and dimensions must align. shifts: ${shifts.length}, dims:${given.length}`,
      'Give one shift for each dimension.',
    )
  const dims = given.map((dim) => dimension(dim, shape.length))
  return apply(session, 'roll', [x], { shifts, dims }, shape, 'RollBackward0')
}

/** Several tensors seen under the shape they have together. */
export function broadcastAll(session: Session, tensors: readonly TensorValue[]): TensorValue[] {
  const shape = tensors.map((x) => shapeOf(session, x)).reduce((p, q) => broadcast(p, q))
  return tensors.map((x) => expanded(session, x, shape))
}

function sharedShape(args: Bound): Value {
  const shapes = args.rest.map((value) => args.ints('shapes', value))
  return size(
    shapes.reduce<readonly number[]>(
      (p, q) =>
        broadcastShapes(p, q) ??
        raise(
          'RuntimeError',
          'Shape mismatch: objects cannot be broadcast to a single shape',
          'Sizes must be equal or 1, counted from the right.',
        ),
      [],
    ),
  )
}

/** What takes its numbers as one tuple where it is a function, and one by one too where it is a method. */
const spreading: readonly (readonly [string, string, Spread])[] = [
  ['broadcast_to', 'size', expanded],
  ['tile', 'dims', tiled],
  ['flip', 'dims', flipped],
]

/** Functions that repeat and turn elements round; all are methods too. */
export const repeating: readonly Row[] = [
  row('fliplr(input)', (session, args) => {
    rankAtLeast(session, args.tensor('input'), 'fliplr', 2)
    return flipped(session, args.tensor('input'), [1])
  }),
  row('flipud(input)', (session, args) => {
    rankAtLeast(session, args.tensor('input'), 'flipud', 1)
    return flipped(session, args.tensor('input'), [0])
  }),
  row('roll(input, shifts, dims=)', rolled),
]

/** Methods alone. */
export const repeatingMethods: readonly Row[] = [
  ...spreading.map(([name, numbers, call]) => spreadMethod(name, numbers, call)),
  row('expand(input, *size)', (session, args) => expanded(session, args.tensor('input'), args.shape('size'))),
  row('expand_as(input, other)', (session, args) =>
    expanded(session, args.tensor('input'), shapeOf(session, args.tensor('other'))),
  ),
  row('repeat(input, *sizes)', (session, args) => repeated(session, args.tensor('input'), args.shape('sizes'))),
]

/** Functions alone. */
export const broadcasting: readonly Row[] = [
  ...spreading.map(([name, numbers, call]) => spreadFunction(name, numbers, call)),
  row('broadcast_tensors(*tensors)', (session, args) =>
    tuple(
      broadcastAll(
        session,
        args.rest.map((value) => (value.kind === 'tensor' ? value : args.refuse('tensors', 'tuple of Tensors', value))),
      ),
    ),
  ),
  row('broadcast_shapes(*shapes)', (_, args) => sharedShape(args)),
]
