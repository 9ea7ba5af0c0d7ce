import type { Attr } from '../core/op.ts'
import { sizeOf, tensor } from '../core/tensor.ts'
import { raise } from './raised.ts'
import { leaf, type Session, tensorOf } from './session.ts'
import { type TensorValue, typeName, type Value } from './value.ts'

/** A tensor of places or a mask, and the dimension of what numbers and slices leave at which it begins. */
export interface Place {
  readonly dim: number
  readonly at: TensorValue
}

/** What stands between the brackets of `x[key]`, read as PyTorch reads it: first numbers, slices and None, then tensors. */
export interface Key {
  /** Entries of the core's `index` for the leading dimensions. */
  readonly index: readonly Attr[]
  /** Sizes that `index` leaves. */
  readonly kept: readonly number[]
  /** Sizes with those that None added. */
  readonly shape: readonly number[]
  /** What PyTorch calls the last of the steps so far; null where there was none. */
  readonly gradFn: string | null
  readonly places: readonly Place[]
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

const isSequence = (value: Value): boolean => ['list', 'tuple', 'range', 'str'].includes(value.kind)

/** A list that holds slices, lists or tensors counts as a tuple, as in PyTorch up to 2.8. */
function keysOf(key: Value): readonly Value[] {
  if (key.kind === 'tuple') return key.items
  if (key.kind !== 'list' || key.items.length >= 32) return [key]
  const several = key.items.some(
    (item) => isSequence(item) || ['tensor', 'slice', 'ellipsis', 'none'].includes(item.kind),
  )
  return several ? key.items : [key]
}

/** Whole numbers and truth values in nested lists as a tensor. */
function tensorFrom(session: Session, value: Value): TensorValue {
  const shape: number[] = []
  const flat: number[] = []
  let bools = true
  const walk = (each: Value, axis: number): void => {
    session.charge(1)
    const items: readonly Value[] | null =
      each.kind === 'list' || each.kind === 'tuple'
        ? each.items
        : each.kind === 'range'
          ? Array.from({ length: Math.max(0, Math.ceil((each.stop - each.start) / each.step)) }, (_, i) => ({
              kind: 'int' as const,
              value: each.start + i * each.step,
            }))
          : null
    if (items !== null) {
      shape[axis] ??= items.length
      if (shape[axis] !== items.length)
        raise(
          'ValueError',
          `expected sequence of length ${shape[axis]} at dim ${axis} (got ${items.length})`,
          'All rows must have the same length.',
        )
      for (const item of items) walk(item, axis + 1)
      return
    }
    if (each.kind === 'int' || each.kind === 'bool') {
      if (each.kind === 'int') bools = false
      flat.push(Number(each.value))
      return
    }
    if (each.kind === 'float')
      raise(
        'IndexError',
        'tensors used as indices must be long, byte or bool tensors',
        'Places are whole numbers, masks are truth values.',
      )
    raise(
      'TypeError',
      `new(): invalid data type '${typeName(each)}'`,
      'Use whole numbers and slices between the brackets.',
    )
  }
  walk(value, 0)
  return leaf(session, tensor(flat, shape, bools && flat.length > 0 ? 'bool' : 'int64'))
}

const sizeAfter = (entry: Attr): number => {
  const [start, stop, step] = Array.isArray(entry) ? entry.map(Number) : [0, 0, 1]
  return Math.max(0, Math.ceil((stop! - start!) / step!))
}

/** How many dimensions an entry of a key speaks for. */
function dimensionsOf(session: Session, each: Value): number {
  if (each.kind === 'none' || each.kind === 'ellipsis' || each.kind === 'bool') return 0
  if (each.kind !== 'tensor') return 1
  const { dtype, shape } = tensorOf(session, each)
  return dtype === 'bool' ? shape.length : 1
}

/** A number between the brackets, also as a tensor of one; null for all else. */
function numberIn(session: Session, each: Value): number | null {
  if (each.kind === 'int') return each.value
  if (each.kind !== 'tensor') return null
  const { dtype, shape, data } = tensorOf(session, each)
  return shape.length === 0 && dtype === 'int64' ? data[0]! : null
}

function selected(at: number, extent: number, dim: number): number {
  if (at < -extent || at >= extent)
    raise(
      'IndexError',
      `index ${at} is out of bounds for dimension ${dim} with size ${extent}`,
      `Indices run from 0 to ${extent - 1}.`,
    )
  return at < 0 ? at + extent : at
}

function sliced(slice: Extract<Value, { kind: 'slice' }>, extent: number): Attr {
  const [start, stop, step] = clipped(slice, extent)
  if (step < 0) raise('ValueError', 'step must be greater than zero', 'PyTorch has no negative steps: use torch.flip.')
  return [start, Math.max(start, stop), step]
}

/** Reads a key for a tensor of `shape`. */
export function keyFor(session: Session, key: Value, shape: readonly number[]): Key {
  const keys = keysOf(key)
  const used = keys.reduce((n, each) => n + dimensionsOf(session, each), 0)
  if (used > shape.length) tooMany(shape.length, keys)
  const index: Attr[] = []
  const kept: number[] = []
  const result: number[] = []
  const places: Place[] = []
  let gradFn: string | null = null
  const keep = (): void => {
    const extent = shape[index.length]!
    index.push([0, extent, 1])
    kept.push(extent)
    result.push(extent)
  }
  for (const [position, each] of keys.entries()) {
    const at = numberIn(session, each)
    if (at !== null) {
      index.push(selected(at, shape[index.length]!, position))
      gradFn = 'SelectBackward0'
    } else if (each.kind === 'slice') {
      const entry = sliced(each, shape[index.length]!)
      index.push(entry)
      kept.push(sizeAfter(entry))
      result.push(sizeAfter(entry))
      gradFn = 'SliceBackward0'
    } else if (each.kind === 'ellipsis') for (let rest = shape.length - used; rest > 0; rest--) keep()
    else if (each.kind === 'none' || each.kind === 'bool') {
      if (each.kind === 'bool') places.push({ dim: result.length, at: chosen(session, each.value) })
      result.push(1)
      gradFn = 'UnsqueezeBackward0'
    } else if (each.kind === 'tensor' || isSequence(each)) {
      const tensorKey = each.kind === 'tensor' ? each : tensorFrom(session, each)
      const { dtype, shape: own, data } = tensorOf(session, tensorKey)
      if (dtype !== 'int64' && dtype !== 'bool')
        raise(
          'IndexError',
          'tensors used as indices must be long, byte or bool tensors',
          'Places are whole numbers (.long()), masks are truth values (.bool()).',
        )
      if (dtype === 'bool' && own.length === 0) {
        places.push({ dim: result.length, at: chosen(session, data[0] !== 0) })
        result.push(1)
        gradFn = 'UnsqueezeBackward0'
      } else {
        places.push({ dim: result.length, at: tensorKey })
        keepMany(dtype === 'bool' ? own.length : 1)
      }
    } else
      raise(
        'IndexError',
        `only integers, slices (\`:\`), ellipsis (\`...\`), None and long or byte Variables are valid indices (got ${typeName(each)})`,
        'Use whole numbers and slices between the brackets.',
      )
  }
  function keepMany(count: number): void {
    for (let i = 0; i < count; i++) keep()
  }
  keepMany(shape.length - index.length)
  checkPlaces(session, places, result)
  return { index, kept, shape: result, gradFn, places }
}

/** True and False as an index take all of a new dimension of size 1, or nothing of it. */
const chosen = (session: Session, value: boolean): TensorValue =>
  leaf(session, tensor(value ? [0] : [], [value ? 1 : 0], 'int64'))

function tooMany(rank: number, keys: readonly Value[]): never {
  const single = keys.length === 1 && rank === 0 && keys[0]?.kind === 'int'
  return raise(
    'IndexError',
    single || rank === 0
      ? 'invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number'
      : `too many indices for tensor of dimension ${rank}`,
    'Give at most one index for each dimension.',
  )
}

/** Refuses masks of another shape, and places out of bounds. */
function checkPlaces(session: Session, places: readonly Place[], shape: readonly number[]): void {
  for (const { dim, at } of places) {
    const { dtype, shape: own, data } = tensorOf(session, at)
    if (dtype === 'bool') {
      const axis = own.findIndex((extent, i) => extent !== shape[dim + i])
      if (axis >= 0)
        raise(
          'IndexError',
          `The shape of the mask [${own.join(', ')}] at index ${axis} does not match the shape of the indexed tensor [${shape.join(', ')}] at index ${dim + axis}`,
          'A mask has the shape of the tensor, or of its first dimensions.',
        )
      continue
    }
    const extent = shape[dim]!
    const bad = data.find((place) => place < -extent || place >= extent)
    if (bad !== undefined)
      raise(
        'IndexError',
        `index ${bad} is out of bounds for dimension ${dim} with size ${extent}`,
        `Indices run from 0 to ${extent - 1}.`,
      )
  }
}

/** Whether a key takes everything as it is. */
export const takesAll = (key: Key, shape: readonly number[]): boolean =>
  key.gradFn === null && sizeOf(key.kept) === sizeOf(shape)
