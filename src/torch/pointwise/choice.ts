import { sizeOf } from '../../core/tensor.ts'
import { difference, elementwise } from '../binary.ts'
import { entrywiseClash } from '../clash.ts'
import { dtypes } from '../dtype.ts'
import { cast, constant, operand } from '../operand.ts'
import { raise } from '../raised.ts'
import { apply, dtypeOf, leaf, type Session, shapeOf, tensorOf } from '../session.ts'
import { broadcast } from '../shape.ts'
import { type Bound, type Row, row } from '../signature.ts'
import { isNumber, type TensorValue, tuple, type Value } from '../value.ts'
import { entrywise } from './one.ts'

/** The indices at which a condition holds, one tensor for each dimension. */
function indicesWhere(session: Session, x: TensorValue): Value {
  const { shape, data } = tensorOf(session, x)
  const places = [...data.keys()].filter((i) => data[i] !== 0)
  return tuple(
    shape.map((extent, axis) => {
      const stride = sizeOf(shape.slice(axis + 1))
      const indices = Float64Array.from(places, (i) => Math.floor(i / stride) % extent)
      return leaf(session, { dtype: 'int64', shape: [places.length], data: indices })
    }),
  )
}

/** Where `test` holds the one, elsewhere the other. */
export function chosen(session: Session, test: TensorValue, p: TensorValue, q: TensorValue, gradFn: string) {
  const inner = broadcast(shapeOf(session, p), shapeOf(session, q), () => entrywiseClash(session, p, q))
  return apply(session, 'where', [test, p, q], {}, broadcast(shapeOf(session, test), inner), gradFn)
}

function where(session: Session, args: Bound): Value {
  const test = args.tensor('condition')
  const [yes, no] = [args.get('input'), args.get('other')]
  if (yes === null && no === null) return indicesWhere(session, test)
  const dtype = dtypeOf(session, test)
  if (dtype !== 'bool')
    raise(
      'RuntimeError',
      `where expected condition to be a boolean tensor, but got a tensor with dtype ${dtypes[dtype].scalar}`,
      'A comparison such as x > 0 makes a boolean tensor.',
    )
  const beside = yes?.kind === 'tensor' ? yes : no?.kind === 'tensor' ? no : null
  const side = (name: string, value: Value): TensorValue => {
    if (value.kind === 'tensor') return value
    if (!isNumber(value)) return args.refuse(name, 'Tensor', value)
    if (beside !== null) return operand(session, value, beside) ?? args.refuse(name, 'Tensor', value)
    return constant(
      session,
      value,
      value.kind === 'float' ? session.defaultDtype : value.kind === 'int' ? 'int64' : 'bool',
    )
  }
  return chosen(session, test, side('input', args.value('input')), side('other', args.value('other')), 'WhereBackward0')
}

/** A bound of `clamp`. */
function bound(session: Session, args: Bound, name: string, x: TensorValue): TensorValue | null {
  const value = args.get(name)
  return value === null ? null : (operand(session, value, x) ?? args.refuse(name, 'Number', value))
}

/** `x` where it is not beyond the bound. On the bound the whole gradient passes, as in PyTorch; maximum would share it by halves. */
function limited(session: Session, x: TensorValue, limit: TensorValue, beyond: 'lt' | 'gt', gradFn: string) {
  const outside = elementwise(session, beyond, x, limit, '')
  return chosen(session, outside, limit, x, gradFn)
}

function clamp(session: Session, args: Bound): Value {
  const given = args.tensor('input')
  const [low, high] = [bound(session, args, 'min', given), bound(session, args, 'max', given)]
  if (low === null && high === null)
    raise('RuntimeError', "torch.clamp: At least one of 'min' or 'max' must not be None", 'Give min, max or both.')
  const byTensor = args.get('min')?.kind === 'tensor' || args.get('max')?.kind === 'tensor'
  const gradFn = byTensor ? 'ClampBackward0' : 'ClampBackward1'
  const x = [low, high].reduce<TensorValue>((p, q) => (q === null ? p : alike(session, p, q)), given)
  const above = low === null ? x : limited(session, x, low, 'lt', gradFn)
  return high === null ? above : limited(session, above, high, 'gt', gradFn)
}

/** Whole numbers become floats where a bound is one. */
const alike = (session: Session, x: TensorValue, by: TensorValue): TensorValue => {
  const [from, to] = [dtypeOf(session, x), dtypeOf(session, by)]
  return from === 'int64' && to !== 'int64' && to !== 'bool' ? cast(session, x, to) : x
}

const oneSided = (name: 'clamp_min' | 'clamp_max', limit: 'min' | 'max', gradFn: string): Row =>
  row(`${name}(input, ${limit})`, (session, args) => {
    const x = args.tensor('input')
    const by = bound(session, args, limit, x) ?? args.refuse(limit, 'Number', args.value(limit))
    return limited(session, alike(session, x, by), by, limit === 'min' ? 'lt' : 'gt', gradFn)
  })

/** What is no number becomes 0, and infinities the largest numbers of the type, unless others are given. */
function nanToNum(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const dtype = dtypeOf(session, x)
  const most = dtype === 'float64' ? Number.MAX_VALUE : (2 - 2 ** -23) * 2 ** 127
  const number = (name: string, otherwise: number): TensorValue =>
    constant(session, { kind: 'float', value: args.number(name, otherwise) }, dtype)
  const infinite = (value: number): TensorValue =>
    elementwise(session, 'eq', x, constant(session, { kind: 'float', value }, dtype), '')
  const name = 'NanToNumBackward0'
  const known = chosen(session, entrywise(session, 'isnan', x, ''), number('nan', 0), x, name)
  const below = chosen(session, infinite(Number.POSITIVE_INFINITY), number('posinf', most), known, name)
  return chosen(session, infinite(Number.NEGATIVE_INFINITY), number('neginf', -most), below, name)
}

/** start + weight·(end − start), from the nearer end. */
function lerp(session: Session, args: Bound): Value {
  const [start, end] = [args.tensor('input'), args.tensor('end')]
  const weight = args.value('weight')
  const by = operand(session, weight, start) ?? args.refuse('weight', 'Number', weight)
  const way = difference(session, end, start)
  const fromStart = (gradFn: string): TensorValue =>
    elementwise(session, 'add', start, elementwise(session, 'mul', by, way, ''), gradFn)
  if (weight.kind !== 'tensor') {
    const near = isNumber(weight) && Math.abs(Number(weight.value)) < 0.5
    if (near) return fromStart('LerpBackward0')
    return fromEnd(session, end, way, by, 'LerpBackward0')
  }
  const half = constant(session, { kind: 'float', value: 0.5 }, dtypeOf(session, weight))
  const near = elementwise(session, 'lt', entrywise(session, 'abs', weight, ''), half, '')
  return chosen(session, near, fromStart(''), fromEnd(session, end, way, by, ''), 'LerpBackward1')
}

function fromEnd(session: Session, end: TensorValue, way: TensorValue, by: TensorValue, gradFn: string): TensorValue {
  const one = constant(session, { kind: 'float', value: 1 }, dtypeOf(session, by))
  const back = elementwise(session, 'mul', way, difference(session, one, by), '')
  return difference(session, end, back, gradFn)
}

/** input + value·tensor1·tensor2, or with their quotient. */
const combined = (name: 'addcmul' | 'addcdiv', op: 'mul' | 'div', gradFn: string): Row =>
  row(`${name}(input, tensor1, tensor2, *, value=)`, (session, args) => {
    const [x, p, q] = [args.tensor('input'), args.tensor('tensor1'), args.tensor('tensor2')]
    const value = args.number('value', 1)
    const factor = constant(session, { kind: 'float', value }, dtypeOf(session, p))
    const first = value === 1 ? p : elementwise(session, 'mul', factor, p, '')
    return elementwise(session, 'add', x, elementwise(session, op, first, q, ''), gradFn)
  })

/** Functions that choose or mix; each has a form that changes its tensor. */
export const mixing: readonly Row[] = [
  row('clamp(input, min=, max=, *, out=)', clamp),
  row('clip(input, min=, max=, *, out=)', clamp),
  oneSided('clamp_min', 'min', 'ClampMinBackward0'),
  oneSided('clamp_max', 'max', 'ClampMaxBackward0'),
  row('nan_to_num(input, nan=, posinf=, neginf=, *, out=)', nanToNum),
  row('lerp(input, end, weight, *, out=)', lerp),
  combined('addcmul', 'mul', 'AddcmulBackward0'),
  combined('addcdiv', 'div', 'AddcdivBackward0'),
]

/** `torch.where`, and as a method with the tensor first. */
export const choosing: readonly Row[] = [row('where(condition, input=, other=)', where)]
export const choosingMethods: readonly Row[] = [row('where(input, condition, other)', where)]
