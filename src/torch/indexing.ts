import type { Attr } from '../core/op.ts'
import { pickedFrom, placesShape } from '../core/ops/pick.ts'
import { sizeOf, type Tensor } from '../core/tensor.ts'
import { type Key, keyFor } from './key.ts'
import { indexedStrides } from './layout.ts'
import { raise } from './raised.ts'
import { viewedAs } from './reshaping.ts'
import { apply, type Session, shapeOf, tensorOf } from './session.ts'
import { shapeText } from './shape.ts'
import type { TensorValue, Value } from './value.ts'
import { stridesIn, viewed } from './views.ts'

/** The part of a tensor that the core's `index` takes, as a view. */
export function part(
  session: Session,
  x: TensorValue,
  index: readonly Attr[],
  shape: readonly number[],
  gradFn: string,
  oneOf?: string,
): TensorValue {
  const strides = indexedStrides(stridesIn(session, x), index)
  const several = oneOf === undefined ? {} : { oneOf }
  return viewed(session, x, { op: 'index', attrs: { index }, shape, strides, gradFn, ...several })
}

/** What numbers, slices and None take of a tensor: a view, or the tensor itself where they take all. */
export function basicPart(session: Session, x: TensorValue, key: Key): TensorValue {
  const { index, kept, shape, gradFn } = key
  if (gradFn === null) return x
  const named = index.some((entry) => !Array.isArray(entry)) || gradFn === 'SliceBackward0'
  const taken = named || sizeOf(kept) !== sizeOf(shapeOf(session, x)) ? part(session, x, index, kept, gradFn) : x
  return shape.length === kept.length ? taken : viewedAs(session, taken, shape, gradFn)
}

/** The places of a key as the core takes them: tensors, the dimensions they begin at, and the shape of what they pick. */
export function placing(session: Session, key: Key, x: TensorValue) {
  const places = key.places.map(({ at }) => at)
  const dims = key.places.map(({ dim }) => dim)
  const values: Tensor[] = places.map((place) => tensorOf(session, place))
  const shape = shapeOf(session, x)
  if (placesShape(values, dims) === null)
    raise(
      'IndexError',
      `shape mismatch: indexing tensors could not be broadcast together with shapes ${values.flatMap(shapesOf).map(shapeText).join(', ')}`,
      'Tensors of places must have one shape, or shapes that broadcast.',
    )
  return { places, attrs: { dims, shape: pickedFrom(shape, values, dims).shape } }
}

/** The shape of places; a mask stands for as many coordinates along each of its dimensions as it has true elements. */
function shapesOf({ dtype, shape, data }: Tensor): (readonly number[])[] {
  return dtype === 'bool' ? shape.map(() => [Array.from(data).reduce((n, hit) => n + hit, 0)]) : [shape]
}

/** `x[key]`: numbers, slices, None and `...` give a view; masks and tensors or lists of places a new tensor. */
export function getItem(session: Session, x: TensorValue, wanted: Value): TensorValue {
  const key = keyFor(session, wanted, shapeOf(session, x))
  const taken = basicPart(session, x, key)
  if (key.places.length === 0) return taken === x ? viewedAs(session, x, shapeOf(session, x), 'AliasBackward0') : taken
  const { places, attrs } = placing(session, key, taken)
  return apply(session, 'pick', [taken, ...places], attrs, attrs.shape, 'IndexBackward0')
}

/** The rows of a tensor, as a for loop meets them. */
export function rowsOf(session: Session, x: TensorValue): TensorValue[] {
  if (shapeOf(session, x).length === 0)
    raise('TypeError', 'iteration over a 0-d tensor', 'This tensor holds a single number: use it directly.')
  return unbound(session, x, 0)
}

/** All slices of a tensor along a dimension, without it. */
export function unbound(session: Session, x: TensorValue, dim: number): TensorValue[] {
  const shape = shapeOf(session, x)
  const whole = shape.slice(0, dim).map((extent) => [0, extent, 1])
  const rest = shape.filter((_, axis) => axis !== dim)
  return Array.from({ length: shape[dim]! }, (_, i) =>
    part(session, x, [...whole, i], rest, 'UnbindBackward0', 'UnbindBackward0'),
  )
}
