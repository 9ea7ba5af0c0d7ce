import type { Attr } from '../core/op.ts'
import { broadcastShapes, sameShape } from '../core/tensor.ts'
import { torchType } from './dtype.ts'
import { basicPart, placing } from './indexing.ts'
import { checkWritable, overwrite } from './inplace.ts'
import { type Key, keyFor } from './key.ts'
import { cast, operand } from './operand.ts'
import { raise } from './raised.ts'
import { expanded } from './repeating.ts'
import { viewedAs } from './reshaping.ts'
import { apply, dtypeOf, type Session, shapeOf } from './session.ts'
import { shapeText } from './shape.ts'
import { type TensorValue, typeName, type Value } from './value.ts'

/** What is assigned, as a tensor of the element type of `x`. */
function source(session: Session, x: TensorValue, value: Value): TensorValue {
  const dtype = dtypeOf(session, x)
  const from =
    operand(session, value, x) ??
    raise('TypeError', `can't assign a ${typeName(value)} to a ${torchType(dtype)}`, 'Assign a number or a tensor.')
  return cast(session, from, dtype)
}

/** Without dimensions of size 1 in front, as far as there are more than are needed or they are in the way. */
function slim(session: Session, value: TensorValue, shape: readonly number[]): TensorValue {
  const own = shapeOf(session, value)
  if (broadcastTo(own, shape)) return value
  const first = own.findIndex((extent) => extent !== 1)
  return first === 0 ? value : viewedAs(session, value, first < 0 ? [] : own.slice(first), 'ViewBackward0')
}

const broadcastTo = (own: readonly number[], shape: readonly number[]): boolean => {
  const together = broadcastShapes(own, shape)
  return together !== null && sameShape(together, shape)
}

const sameIndex = (p: Attr | undefined, q: readonly Attr[]): boolean => JSON.stringify(p) === JSON.stringify(q)

/** Whether a value is the very part that is written to, as in `x[0] += 1`: it has been changed in place already. */
const isItself = (x: TensorValue, key: Key, value: Value): boolean =>
  value.kind === 'tensor' &&
  value.view?.of === x &&
  value.view.op === 'index' &&
  key.places.length === 0 &&
  key.shape.length === key.kept.length &&
  sameIndex(value.view.attrs['index'], key.index)

/** `x[key] = value` for numbers, slices and None. */
function writePart(session: Session, x: TensorValue, key: Key, value: TensorValue): void {
  const { index, kept, shape, gradFn } = key
  checkWritable(session, x, gradFn === null ? 'a leaf Variable' : 'a view of a leaf Variable')
  const part = slim(session, value, shape)
  // refuses, in PyTorch's words, what does not fit
  if (!broadcastTo(shapeOf(session, part), shape)) expanded(session, part, shape)
  if (gradFn === null) {
    const name = shapeOf(session, value).length === 0 ? 'FillBackward3' : 'CopyBackwards'
    overwrite(session, x, apply(session, 'write', [x, part], { index: [] }, shape, name))
  } else if (shape.length === kept.length)
    overwrite(session, x, apply(session, 'write', [x, part], { index }, shapeOf(session, x), 'CopySlices'))
  else {
    const target = basicPart(session, x, key)
    overwrite(session, target, apply(session, 'expand', [part], { shape }, shape, 'CopySlices'))
  }
}

/** `x[key] = value` for places and masks, in the part of `x` that numbers and slices beside them leave. */
function writePlaces(session: Session, x: TensorValue, key: Key, value: TensorValue): void {
  checkWritable(session, x, key.gradFn === null ? 'a leaf Variable' : 'a view of a leaf Variable')
  const target = basicPart(session, x, key)
  const { places, attrs } = placing(session, key, target)
  const part = slim(session, value, attrs.shape)
  if (!broadcastTo(shapeOf(session, part), attrs.shape))
    raise(
      'RuntimeError',
      `shape mismatch: value tensor of shape ${shapeText(shapeOf(session, part))} cannot be broadcast to indexing result of shape ${shapeText(attrs.shape)}`,
      'Assign a tensor of the shape that the index takes, or one number.',
    )
  const whole = apply(
    session,
    'put',
    [target, part, ...places],
    { ...attrs, add: false },
    shapeOf(session, target),
    'IndexPutBackward0',
  )
  overwrite(session, target, whole)
}

/** `x[key] = value`, a change in place. */
export function setItem(session: Session, x: TensorValue, wanted: Value, given: Value): void {
  const value = source(session, x, given)
  const key = keyFor(session, wanted, shapeOf(session, x))
  if (isItself(x, key, given)) return
  if (key.places.length > 0) writePlaces(session, x, key, value)
  else writePart(session, x, key, value)
}
