import type { Span } from '../core/graph.ts'
import { type Dtype, full, sizeOf, tensor } from '../core/tensor.ts'
import { isFloating } from './dtype.ts'
import { noLiterals, plant } from './made.ts'
import { raise } from './raised.ts'
import { afford, cellOf, dtypeOf, limits, origin, type Session, shapeOf, tensorOf } from './session.ts'
import { type Bound, type Row, row } from './signature.ts'
import { isNumber, numberOf, type TensorValue, typeName, type Value } from './value.ts'

/** Nested lists read into one row of numbers, each with its place in the text. */
interface Elements {
  readonly shape: number[]
  readonly values: number[]
  readonly literals: (Span | null)[]
  readonly kinds: Set<'bool' | 'int' | 'float'>
  dtype: Dtype | null
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
    if (data.kind === 'str') raise('TypeError', "new(): invalid data type 'str'", 'A tensor holds numbers.')
    raise(
      'TypeError',
      `must be real number, not ${typeName(data)}`,
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
  into.kinds.add(value.dtype === 'bool' ? 'bool' : value.dtype === 'int64' ? 'int' : 'float')
  if (axis === 0) into.dtype = value.dtype
  for (const v of value.data) {
    into.values.push(v)
    into.literals.push(null)
  }
}

function made(
  session: Session,
  value: ReturnType<typeof tensor>,
  literals: readonly (Span | null)[],
  requiresGrad: boolean,
): TensorValue {
  if (requiresGrad && !isFloating(value.dtype))
    raise(
      'RuntimeError',
      'Only Tensors of floating point and complex dtype can require gradients',
      'Write the numbers with a point: 1.0 instead of 1.',
    )
  afford(session, value.shape)
  const role = requiresGrad ? 'parameter' : 'data'
  return cellOf(session, plant(session.recording, { role, value, requiresGrad, literals, ...origin(session) }), null)
}

function fromData(session: Session, args: Bound): Value {
  const data = args.value('data')
  if (data.kind === 'str' || data.kind === 'none' || data.kind === 'dict')
    raise(
      'TypeError',
      data.kind === 'none' ? 'Could not infer dtype of NoneType' : `new(): invalid data type '${typeName(data)}'`,
      'A tensor holds numbers.',
    )
  const into: Elements = { shape: shapeOfData(session, data), values: [], literals: [], kinds: new Set(), dtype: null }
  fill(session, data, 0, into)
  const inferred: Dtype =
    into.kinds.has('float') || into.kinds.size === 0 ? 'float32' : into.kinds.has('int') ? 'int64' : 'bool'
  const dtype = args.dtype() ?? into.dtype ?? inferred
  const values = into.values.map((v) => (dtype === 'bool' ? Number(v !== 0) : dtype === 'int64' ? Math.trunc(v) : v))
  return made(session, tensor(values, into.shape, dtype), into.literals, args.flag('requires_grad'))
}

function sized(session: Session, args: Bound, shape: readonly number[], value: number, dtype: Dtype): Value {
  const negative = shape.find((extent) => extent < 0)
  if (negative !== undefined)
    raise(
      'RuntimeError',
      `Trying to create tensor with negative dimension ${negative}: [${shape.join(', ')}]`,
      'Sizes are 0 or more.',
    )
  const count = sizeOf(shape)
  if (count > limits.tensor) afford(session, shape)
  return made(session, full(shape, value, dtype), noLiterals, args.flag('requires_grad'))
}

const filledWith = (name: string, value: number): Row =>
  row(`${name}(*size, dtype=, requires_grad=)`, (session, args) =>
    sized(session, args, args.shape('size'), value, args.dtype() ?? 'float32'),
  )

const filledLike = (name: string, value: number): Row =>
  row(`${name}(input, *, dtype=, requires_grad=)`, (session, args) => {
    const like = args.tensor('input')
    return sized(session, args, shapeOf(session, like), value, args.dtype() ?? dtypeOf(session, like))
  })

function filledBy(session: Session, args: Bound): Value {
  const value = args.value('fill_value')
  if (!isNumber(value)) return args.refuse('fill_value', 'Number', value)
  const dtype: Dtype = value.kind === 'float' ? 'float32' : value.kind === 'int' ? 'int64' : 'bool'
  const shape = args.dims('size') ?? []
  return sized(session, args, shape, numberOf(value), args.dtype() ?? dtype)
}

function series(
  session: Session,
  args: Bound,
  values: (count: number) => number[],
  count: number,
  dtype: Dtype,
): Value {
  if (count > limits.tensor) afford(session, [count])
  return made(session, tensor(values(count), [count], dtype), noLiterals, args.flag('requires_grad'))
}

function arange(session: Session, args: Bound): Value {
  const second = args.get('end')
  const [start, end, step] =
    second === null
      ? [0, args.number('start', 0), 1]
      : [args.number('start', 0), args.number('end', 0), args.number('step', 1)]
  if (step === 0) raise('RuntimeError', 'step must be nonzero', 'Give a step other than 0.')
  if ((end - start) * step < 0)
    raise(
      'RuntimeError',
      'upper bound and larger bound inconsistent with step sign',
      'Exchange the bounds or the sign of the step.',
    )
  const whole = ['start', 'end', 'step'].every((name) => args.get(name)?.kind !== 'float')
  const count = Math.ceil((end - start) / step)
  const values = (n: number): number[] => Array.from({ length: n }, (_, i) => start + i * step)
  return series(session, args, values, count, args.dtype() ?? (whole ? 'int64' : 'float32'))
}

function linspace(session: Session, args: Bound): Value {
  const [start, end, count] = [args.number('start', 0), args.number('end', 0), args.int('steps', 0)]
  if (count < 0) raise('RuntimeError', 'number of steps must be non-negative', 'Give how many points you want.')
  const step = Math.fround(count > 1 ? (end - start) / (count - 1) : 0)
  // From both ends to the middle, as PyTorch does, so that the last point is exact.
  const at = (i: number): number => (i < count / 2 ? start + step * i : end - step * (count - i - 1))
  return series(session, args, (n) => Array.from({ length: n }, (_, i) => at(i)), count, args.dtype() ?? 'float32')
}

function eye(session: Session, args: Bound): Value {
  const n = args.int('n', 0)
  const m = args.int('m', n)
  if (n < 0 || m < 0) raise('RuntimeError', `n must be greater or equal to 0, got ${n}`, 'Sizes are 0 or more.')
  if (n * m > limits.tensor) afford(session, [n, m])
  const values = Array.from({ length: n * m }, (_, i) => Number(Math.floor(i / m) === i % m))
  return made(session, tensor(values, [n, m], args.dtype() ?? 'float32'), noLiterals, args.flag('requires_grad'))
}

/** Functions that make tensors. */
export const creation: readonly Row[] = [
  row('tensor(data, *, dtype=, requires_grad=)', fromData),
  filledWith('ones', 1),
  filledWith('zeros', 0),
  filledWith('empty', 0),
  filledLike('ones_like', 1),
  filledLike('zeros_like', 0),
  row('full(size, fill_value, *, dtype=, requires_grad=)', filledBy),
  row('arange(start, end=, step=, *, dtype=, requires_grad=)', arange),
  row('linspace(start, end, steps, *, dtype=, requires_grad=)', linspace),
  row('eye(n, m=, *, dtype=, requires_grad=)', eye),
]
