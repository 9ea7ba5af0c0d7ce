import type { Attr } from '../core/op.ts'
import { sizeOf, stridesOf, type Tensor, tensor } from '../core/tensor.ts'
import { torchType } from './dtype.ts'
import { checkWritable, overwrite } from './inplace.ts'
import { type Made, noLiterals, plant } from './made.ts'
import { operand } from './operand.ts'
import { raise } from './raised.ts'
import { reshaped } from './reshaping.ts'
import { apply, cellOf, dtypeOf, origin, type Session, shapeOf, tensorOf } from './session.ts'
import { broadcast, shapeText } from './shape.ts'
import { type TensorValue, typeName, type Value } from './value.ts'

/** What an index in brackets asks for: entries for the core's `index`, and the shape afterwards, where None adds a dimension. */
interface Selection {
  readonly index: readonly Attr[]
  /** Sizes that `index` leaves. */
  readonly kept: readonly number[]
  /** Sizes with those that None added. */
  readonly shape: readonly number[]
  readonly gradFn: string
}

const whole = (value: Value, otherwise: number): number => {
  if (value.kind === 'none') return otherwise
  if (value.kind === 'int') return value.value
  return raise(
    'TypeError',
    'slice indices must be integers or None or have an __index__ method',
    'Use whole numbers in a slice.',
  )
}

/** Start, stop and step of a slice over `extent` elements, as Python clips them. */
export function clipped(slice: Extract<Value, { kind: 'slice' }>, extent: number): readonly [number, number, number] {
  const step = whole(slice.step, 1)
  if (step === 0) raise('ValueError', 'slice step cannot be zero', 'Use a step other than 0.')
  const clip = (at: number): number => {
    const i = at < 0 ? at + extent : at
    return step > 0 ? Math.min(Math.max(i, 0), extent) : Math.min(Math.max(i, -1), extent - 1)
  }
  const start = slice.start.kind === 'none' ? (step > 0 ? 0 : extent - 1) : clip(whole(slice.start, 0))
  const stop = slice.stop.kind === 'none' ? (step > 0 ? extent : -1) : clip(whole(slice.stop, 0))
  return [start, stop, step]
}

function entry(session: Session, value: Value, axis: number, shape: readonly number[]): Attr {
  if (axis >= shape.length)
    raise(
      'IndexError',
      shape.length === 0 && axis === 0
        ? 'invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number'
        : `too many indices for tensor of dimension ${shape.length}`,
      'Give at most one index for each dimension.',
    )
  const extent = shape[axis]!
  if (value.kind === 'slice') {
    const [start, stop, step] = clipped(value, extent)
    if (step < 0)
      raise('ValueError', 'step must be greater than zero', 'PyTorch has no negative steps: use torch.flip.')
    return [start, Math.max(start, stop), step]
  }
  const at = value.kind === 'tensor' ? position(session, value) : value
  if (at.kind !== 'int')
    return raise(
      at.kind === 'str' ? 'TypeError' : 'IndexError',
      at.kind === 'str'
        ? "new(): invalid data type 'str'"
        : `only integers, slices (\`:\`), ellipsis (\`...\`), None and long or byte Variables are valid indices (got ${typeName(at)})`,
      'Use whole numbers and slices between the brackets.',
    )
  if (at.value < -extent || at.value >= extent)
    raise(
      'IndexError',
      `index ${at.value} is out of bounds for dimension ${axis} with size ${extent}`,
      `Indices run from 0 to ${extent - 1}.`,
    )
  return at.value < 0 ? at.value + extent : at.value
}

function position(session: Session, value: TensorValue): Value {
  const { dtype, shape, data } = tensorOf(session, value)
  if (dtype === 'int64' && shape.length === 0) return { kind: 'int', value: data[0]! }
  return raise(
    'NotImplementedError',
    'indexing with a tensor is not supported here',
    'Use whole numbers and slices, or torch.where for a mask.',
  )
}

/** Reads `x[key]`. */
function select(session: Session, key: Value, shape: readonly number[]): Selection {
  const keys = key.kind === 'tuple' ? key.items : [key]
  const used = keys.filter((each) => each.kind !== 'none' && each.kind !== 'ellipsis').length
  const index: Attr[] = []
  const kept: number[] = []
  const result: number[] = []
  const take = (value: Attr): void => {
    index.push(value)
    if (typeof value === 'number' || !Array.isArray(value)) return
    const [start, stop, step] = value.map(Number)
    const extent = Math.max(0, Math.ceil((stop! - start!) / step!))
    kept.push(extent)
    result.push(extent)
  }
  for (const each of keys) {
    if (each.kind === 'none') result.push(1)
    else if (each.kind === 'ellipsis')
      for (let rest = shape.length - used; rest > 0; rest--) take([0, shape[index.length]!, 1])
    else take(entry(session, each, index.length, shape))
  }
  for (let axis = index.length; axis < shape.length; axis++) {
    kept.push(shape[axis]!)
    result.push(shape[axis]!)
  }
  const last = keys.at(-1)
  const gradFn =
    last?.kind === 'slice' ? 'SliceBackward0' : last?.kind === 'none' ? 'UnsqueezeBackward0' : 'SelectBackward0'
  return { index, kept, shape: result, gradFn }
}

/** `x[key]`: numbers, slices, None and `...`. */
export function getItem(session: Session, x: TensorValue, key: Value): TensorValue {
  const found = select(session, key, shapeOf(session, x))
  const part =
    found.index.length === 0 ? x : apply(session, 'index', [x], { index: found.index }, found.kept, found.gradFn)
  return found.shape.length === found.kept.length && part !== x
    ? part
    : reshaped(
        session,
        part,
        found.shape,
        found.index.length === 0 && key.kind === 'ellipsis' ? 'AliasBackward0' : found.gradFn,
      )
}

/** `x[key] = value`, a change in place. */
export function setItem(session: Session, x: TensorValue, key: Value, value: Value): void {
  const found = select(session, key, shapeOf(session, x))
  checkWritable(session, x, 'a view of a leaf Variable')
  const from =
    operand(session, value, x) ??
    raise(
      'TypeError',
      `can't assign a ${typeName(value)} to a ${torchType(dtypeOf(session, x))}`,
      'Assign a number or a tensor.',
    )
  if (session.gradMode && (from.requiresGrad || x.requiresGrad))
    raise(
      'NotImplementedError',
      'writing into a part of a tensor that takes part in a gradient is not supported here',
      'Build the tensor with torch.stack, or write inside "with torch.no_grad():".',
    )
  const source = tensorOf(session, from)
  const target = broadcast(found.kept, source.shape)
  if (target.length !== found.kept.length || target.some((extent, i) => extent !== found.kept[i]))
    raise(
      'RuntimeError',
      `shape mismatch: value tensor of shape ${shapeText(source.shape)} cannot be broadcast to indexing result of shape ${shapeText(found.kept)}`,
      'Assign a tensor of the same shape, or one number.',
    )
  overwrite(session, x, cellOf(plantWritten(session, tensorOf(session, x), found, source), null))
}

function plantWritten(session: Session, before: Tensor, found: Selection, source: Tensor): Made {
  const data = before.data.slice()
  offsetsOf(before.shape, found.index).forEach((offset, i) => {
    data[offset] =
      source.data.length === 1 ? source.data[0]! : source.data[broadcastOffset(found.kept, source.shape, i)]!
  })
  const value = tensor(data, before.shape, before.dtype)
  return plant(session.recording, {
    role: 'data',
    value,
    requiresGrad: false,
    literals: noLiterals,
    ...origin(session),
  })
}

function offsetsOf(shape: readonly number[], index: readonly Attr[]): number[] {
  let offsets = [0]
  const strides = stridesOf(shape)
  for (const [axis, extent] of shape.entries()) {
    const at = index[axis] ?? [0, extent, 1]
    const places: number[] = []
    if (typeof at === 'number') places.push(at)
    else if (Array.isArray(at)) {
      const [start, stop, step] = at.map(Number)
      for (let i = start!; i < stop!; i += step!) places.push(i)
    }
    offsets = offsets.flatMap((offset) => places.map((i) => offset + i * strides[axis]!))
  }
  return offsets
}

function broadcastOffset(shape: readonly number[], from: readonly number[], i: number): number {
  const strides = stridesOf(from)
  const lead = shape.length - from.length
  return from.reduce((offset, extent, axis) => {
    const step = sizeOf(shape.slice(axis + lead + 1))
    return offset + (extent === 1 ? 0 : (Math.floor(i / step) % shape[axis + lead]!) * strides[axis]!)
  }, 0)
}

/** The rows of a tensor, as a for loop meets them. */
export function rowsOf(session: Session, x: TensorValue): TensorValue[] {
  const [extent] = shapeOf(session, x)
  if (extent === undefined)
    raise('TypeError', 'iteration over a 0-d tensor', 'This tensor holds a single number: use it directly.')
  return Array.from({ length: extent }, (_, i) => {
    const part = getItem(session, x, { kind: 'int', value: i })
    if (part.gradFn !== null) part.gradFn = 'UnbindBackward0'
    return part
  })
}
