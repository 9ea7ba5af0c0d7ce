import { part, unbound } from './indexing.ts'
import { raise } from './raised.ts'
import { type Session, shapeOf } from './session.ts'
import { dimension, shapeText } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import { type TensorValue, tuple, type Value } from './value.ts'

/** The stretch of a tensor from `start` on along a dimension. */
export function stretch(
  session: Session,
  x: TensorValue,
  dim: number,
  start: number,
  length: number,
  gradFn: string,
  oneOf?: string,
): TensorValue {
  const shape = shapeOf(session, x)
  const index = shape
    .slice(0, dim + 1)
    .map((extent, axis) => (axis === dim ? [start, start + length, 1] : [0, extent, 1]))
  return part(session, x, index, shape.with(dim, length), gradFn, oneOf)
}

/** Stretches of the given sizes, one after the other. */
function parts(
  session: Session,
  x: TensorValue,
  dim: number,
  sizes: readonly number[],
  gradFn: string,
  oneOf?: string,
): Value {
  let from = 0
  return tuple(
    sizes.map((length) => {
      const made = stretch(session, x, dim, from, length, gradFn, oneOf)
      from += length
      return made
    }),
  )
}

/** Pieces of `size`, the last one with what is left. */
function pieces(extent: number, size: number): number[] {
  if (size === 0) return [0]
  return Array.from({ length: Math.max(1, Math.ceil(extent / size)) }, (_, i) => Math.min(size, extent - i * size))
}

function split(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const shape = shapeOf(session, x)
  if (shape.length === 0)
    raise('RuntimeError', 'split expects at least a 1-dimensional tensor', 'A single number has no parts.')
  const dim = dimension(args.int('dim', 0), shape.length)
  const given = args.value('split_size_or_sections')
  const extent = shape[dim]!
  if (given.kind !== 'int') {
    const sizes = args.ints('split_size_or_sections', given)
    if (sizes.reduce((n, size) => n + size, 0) !== extent)
      raise(
        'RuntimeError',
        `split_with_sizes expects split_sizes to sum exactly to ${extent} (input tensor's size at dimension ${dim}), but got split_sizes=${shapeText(sizes)}`,
        `The sizes must add up to ${extent}.`,
      )
    return parts(session, x, dim, sizes, 'SplitWithSizesBackward0', 'SplitWithSizesBackward0')
  }
  if (given.value < 0)
    raise(
      'RuntimeError',
      `split expects split_size be non-negative, but got split_size=${given.value}`,
      'Give the size of each part.',
    )
  if (given.value === 0 && extent > 0)
    raise(
      'RuntimeError',
      `split_size can only be 0 if dimension size is 0, but got dimension size of ${extent}`,
      'Give the size of each part.',
    )
  return parts(session, x, dim, pieces(extent, given.value), 'SplitBackward0', 'SplitBackward0')
}

function chunked(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const shape = shapeOf(session, x)
  const count = args.int('chunks', 1)
  if (shape.length === 0)
    raise('RuntimeError', 'chunk expects at least a 1-dimensional tensor', 'A single number has no parts.')
  if (count <= 0)
    raise(
      'RuntimeError',
      `chunk expects \`chunks\` to be greater than 0, got: ${count}`,
      'Say how many parts you want.',
    )
  const dim = dimension(args.int('dim', 0), shape.length)
  const size = Math.ceil(shape[dim]! / count)
  return parts(session, x, dim, pieces(shape[dim]!, size), 'SplitBackward0', 'SplitBackward0')
}

function splitEvenly(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const shape = shapeOf(session, x)
  const dim = dimension(args.int('dim', 0), shape.length)
  const [given, extent] = [args.value('indices_or_sections'), shape[dim]!]
  if (given.kind !== 'int') {
    const ends = [
      ...args.ints('indices_or_sections', given).map((at) => Math.min(Math.max(at < 0 ? at + extent : at, 0), extent)),
      extent,
    ]
    const sizes = ends.map((end, i) => Math.max(0, end - (ends[i - 1] ?? 0)))
    return parts(session, x, dim, sizes, 'SliceBackward0')
  }
  const count = given.value
  if (count <= 0)
    raise('RuntimeError', `number of sections must be larger than 0, got ${count}`, 'Say how many parts you want.')
  const sizes = Array.from({ length: count }, (_, i) => Math.floor(extent / count) + Number(i < extent % count))
  return parts(session, x, dim, sizes, 'SliceBackward0')
}

function narrowed(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const shape = shapeOf(session, x)
  const dim = dimension(args.int('dim', 0), shape.length)
  const [given, length, extent] = [args.int('start', 0), args.int('length', 0), shape[dim]!]
  if (length < 0) raise('RuntimeError', 'narrow(): length must be non-negative.', 'Give how many you want.')
  const start = given === extent ? given : dimensionOf(given, extent)
  if (start + length > extent)
    raise(
      'RuntimeError',
      `start (${start}) + length (${length}) exceeds dimension size (${extent}).`,
      `There are ${extent} along the dimension.`,
    )
  return stretch(session, x, dim, start, length, 'SliceBackward0')
}

const dimensionOf = (start: number, extent: number): number => dimension(start, extent)

function selected(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const shape = shapeOf(session, x)
  if (shape.length === 0)
    raise('IndexError', 'select() cannot be applied to a 0-dim tensor.', 'It holds a single number.')
  const dim = dimension(args.int('dim', 0), shape.length)
  const [at, extent] = [args.int('index', 0), shape[dim]!]
  if (at < -extent || at >= extent)
    raise(
      'IndexError',
      `select(): index ${at} out of range for tensor of size ${shapeText(shape)} at dimension ${dim}`,
      `Indices run from 0 to ${extent - 1}.`,
    )
  const index = [...shape.slice(0, dim).map((size) => [0, size, 1]), at < 0 ? at + extent : at]
  return part(session, x, index, shape.toSpliced(dim, 1), 'SelectBackward0')
}

/** Functions that take parts of a tensor, all of them views; all are methods too. */
export const splitting: readonly Row[] = [
  row('split(input, split_size_or_sections, dim=)', split),
  row('chunk(input, chunks, dim=)', chunked),
  row('tensor_split(input, indices_or_sections, dim=)', splitEvenly),
  row('unbind(input, dim=)', (session, args) => {
    const x = args.tensor('input')
    const rank = shapeOf(session, x).length
    if (rank === 0)
      raise('RuntimeError', 'Dimension specified as 0 but tensor has no dimensions', 'It holds a single number.')
    return tuple(unbound(session, x, dimension(args.int('dim', 0), rank)))
  }),
  row('narrow(input, dim, start, length)', narrowed),
  row('select(input, dim, index)', selected),
]
