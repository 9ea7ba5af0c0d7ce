import type { Span } from '../../core/graph.ts'
import { type Dtype, promote, tensor } from '../../core/tensor.ts'
import { noLiterals } from '../made.ts'
import { raise } from '../raised.ts'
import { dtypeOf, limits, type Session, shapeOf, tensorOf } from '../session.ts'
import { type Bound, type Row, row } from '../signature.ts'
import { isNumber, numberOf, type TensorValue, typeName, type Value } from '../value.ts'
import { dtypeAsked, made, options } from './options.ts'

/** Nested lists read into one row of numbers, each with its place in the text. */
interface Elements {
  readonly shape: number[]
  readonly values: number[]
  readonly literals: (Span | null)[]
  readonly kinds: Set<'bool' | 'int' | 'float'>
  dtype: Dtype | null
  /** The type that holds the tensors among the elements; null where there are none. */
  tensors: Dtype | null
}

function shapeOfData(session: Session, data: Value): number[] {
  const shape: number[] = []
  let first: Value | undefined = data
  while (first !== undefined && (first.kind === 'list' || first.kind === 'tuple' || first.kind === 'range')) {
    const items: readonly Value[] = itemsOf(first)
    shape.push(items.length)
    first = items[0]
    if (shape.length > 64)
      raise('ValueError', 'too many dimensions', 'A tensor has a few dimensions, not more than 64.')
  }
  return first?.kind === 'tensor' ? [...shape, ...shapeOf(session, first)] : shape
}

const itemsOf = (value: Value): readonly Value[] => {
  if (value.kind === 'list' || value.kind === 'tuple') return value.items
  if (value.kind !== 'range') return []
  const count = Math.max(0, Math.ceil((value.stop - value.start) / value.step))
  if (count > limits.tensor)
    raise('MemoryError', `a tensor of ${count} elements is more than the ${limits.tensor} that fit here`, 'Use fewer.')
  return Array.from({ length: count }, (_, i) => ({ kind: 'int', value: value.start + i * value.step }))
}

function fill(session: Session, data: Value, axis: number, into: Elements): void {
  session.charge(1)
  if (data.kind === 'tensor') fillTensor(session, data, axis, into)
  else if (axis === into.shape.length) fillNumber(data, into)
  else fillRow(session, data, axis, into)
}

function fillRow(session: Session, data: Value, axis: number, into: Elements): void {
  if (data.kind !== 'list' && data.kind !== 'tuple' && data.kind !== 'range')
    raise('TypeError', 'not a sequence', 'Every row must be a list of the same depth.')
  const items = itemsOf(data)
  if (items.length !== into.shape[axis])
    raise(
      'ValueError',
      `expected sequence of length ${into.shape[axis]} at dim ${axis} (got ${items.length})`,
      'All rows of a tensor must have the same length.',
    )
  for (const entry of items) fill(session, entry, axis + 1, into)
}

function fillNumber(data: Value, into: Elements): void {
  if (!isNumber(data)) {
    if (data.kind === 'str') raise('ValueError', "too many dimensions 'str'", 'A tensor holds numbers.')
    if (data.kind !== 'list' && data.kind !== 'tuple')
      raise('RuntimeError', `Could not infer dtype of ${typeName(data)}`, 'A tensor holds numbers.')
    raise(
      'TypeError',
      into.kinds.has('float')
        ? `must be real number, not ${typeName(data)}`
        : `'${typeName(data)}' object cannot be interpreted as an integer`,
      'Every element must be a number, and every row as deep as the first.',
    )
  }
  into.kinds.add(data.kind)
  into.values.push(numberOf(data))
  into.literals.push(data.kind === 'bool' ? null : (data.span ?? null))
  if (into.values.length > limits.tensor)
    raise('MemoryError', `a tensor of more than ${limits.tensor} elements does not fit here`, 'Use a smaller tensor.')
}

function fillTensor(session: Session, data: TensorValue, axis: number, into: Elements): void {
  const value = tensorOf(session, data)
  if (axis + value.shape.length !== into.shape.length && value.data.length !== 1)
    raise(
      'ValueError',
      'only one element tensors can be converted to Python scalars',
      'Use torch.stack to put tensors together.',
    )
  into.tensors = into.tensors === null ? value.dtype : promote(into.tensors, value.dtype)
  if (axis === 0) into.dtype = value.dtype
  for (const v of value.data) {
    into.values.push(v)
    into.literals.push(null)
  }
}

/** Numbers as a type holds them: whole numbers cut off, truth values 0 or 1. */
export const held = (values: readonly number[], dtype: Dtype): readonly number[] =>
  dtype === 'bool'
    ? values.map((v) => Number(v !== 0))
    : dtype === 'int64'
      ? values.map((v) => Math.trunc(v) + 0)
      : values

/** The type that holds all elements: Python's numbers as they are written, tensors as they are. */
function inferredType(session: Session, { kinds, tensors }: Elements): Dtype {
  if (kinds.size === 0) return tensors ?? session.defaultDtype
  const numbers = kinds.has('float') ? session.defaultDtype : kinds.has('int') ? 'int64' : 'bool'
  return tensors === null ? numbers : promote(numbers, tensors)
}

/** Nested lists of numbers as a tensor. `dtype` null: as the numbers are written. */
export function fromData(session: Session, data: Value, dtype: Dtype | null, requiresGrad: boolean): TensorValue {
  if (data.kind === 'str') raise('TypeError', "new(): invalid data type 'str'", 'A tensor holds numbers.')
  const into: Elements = {
    shape: shapeOfData(session, data),
    values: [],
    literals: [],
    kinds: new Set(),
    dtype: null,
    tensors: null,
  }
  fill(session, data, 0, into)
  const inferred = inferredType(session, into)
  const to = dtype ?? into.dtype ?? inferred
  if (to === 'int64' && !into.values.every(Number.isFinite))
    raise('RuntimeError', 'value cannot be converted to type int64 without overflow', 'Only finite numbers are whole.')
  const literals = into.literals.some((span) => span !== null) ? into.literals : noLiterals
  return made(session, tensor(held(into.values, to), into.shape, to), requiresGrad, literals)
}

function asTensor(session: Session, args: Bound): Value {
  const data = args.value('data')
  const dtype = args.dtype()
  dtypeAsked(args, 'float32')
  if (data.kind === 'tensor' && (dtype === null || dtype === dtypeOf(session, data))) return data
  return fromData(session, data, dtype, false)
}

/** Functions that make tensors of the program's own numbers. */
export const ofData: readonly Row[] = [
  row(`tensor(data, *, ${options})`, (session, args) => {
    dtypeAsked(args, 'float32')
    return fromData(session, args.value('data'), args.dtype(), args.flag('requires_grad'))
  }),
  row('as_tensor(data, dtype=, device=)', asTensor),
]
