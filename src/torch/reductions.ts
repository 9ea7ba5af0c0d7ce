import type { OpName } from '../core/op.ts'
import { dtypes, isFloating } from './dtype.ts'
import { cast, constant } from './operand.ts'
import { raise } from './raised.ts'
import { apply, dtypeOf, type Session, shapeOf } from './session.ts'
import { dimension, dimensions, reduced } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import type { TensorValue, Value } from './value.ts'

const typed = (session: Session, x: TensorValue, args: Bound): TensorValue => {
  const dtype = args.dtype()
  return dtype === null ? x : cast(session, x, dtype)
}

const isEmpty = (dims: readonly number[] | null): boolean => dims === null || dims.length === 0

function total(session: Session, args: Bound): Value {
  const x = typed(session, args.tensor('input'), args)
  const given = args.dims('dim')
  const shape = shapeOf(session, x)
  const dims = dimensions(given, shape.length)
  const keepdim = args.flag('keepdim')
  const gradFn = given === null ? 'SumBackward0' : 'SumBackward1'
  return apply(session, 'sum', [x], { dims, keepdim }, reduced(shape, dims, keepdim), gradFn)
}

function average(session: Session, args: Bound): Value {
  const x = typed(session, args.tensor('input'), args)
  const dtype = dtypeOf(session, x)
  if (!isFloating(dtype))
    raise(
      'RuntimeError',
      `mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: ${dtypes[dtype].scalar}`,
      'Write 2.0 instead of 2, or call .float() first.',
    )
  const given = args.dims('dim')
  const shape = shapeOf(session, x)
  const dims = dimensions(given, shape.length)
  const keepdim = args.flag('keepdim')
  return apply(
    session,
    'mean',
    [x],
    { dims, keepdim },
    reduced(shape, dims, keepdim),
    isEmpty(given) ? 'MeanBackward0' : 'MeanBackward1',
  )
}

/** Softmax over one dimension. */
export function softmax(session: Session, args: Bound): Value {
  const x = typed(session, args.tensor('input'), args)
  const shape = shapeOf(session, x)
  const given = args.get('dim')
  if (given === null)
    raise(
      'TypeError',
      `${args.name}() received an invalid combination of arguments - got (Tensor), but expected one of:\n * (Tensor input, int dim, torch.dtype dtype, *, Tensor out)\n * (Tensor input, name dim, *, torch.dtype dtype)\n`,
      'Say along which dimension the probabilities sum to 1: dim=-1.',
    )
  if (!isFloating(dtypeOf(session, x)))
    raise(
      'RuntimeError',
      `"softmax_lastdim_kernel_impl" not implemented for '${dtypes[dtypeOf(session, x)].scalar}'`,
      'Call .float() first.',
    )
  return apply(session, 'softmax', [x], { dim: dimension(args.int('dim', 0), shape.length) }, shape, 'SoftmaxBackward0')
}

/** ln of softmax over one dimension. */
export function logSoftmax(session: Session, x: TensorValue, given: number): TensorValue {
  const shape = shapeOf(session, x)
  if (!isFloating(dtypeOf(session, x)))
    raise(
      'RuntimeError',
      `"log_softmax_lastdim_kernel_impl" not implemented for '${dtypes[dtypeOf(session, x)].scalar}'`,
      'Call .float() first.',
    )
  return apply(session, 'log_softmax', [x], { dim: dimension(given, shape.length) }, shape, 'LogSoftmaxBackward0')
}

/** A reduction whose op knows its dimensions; all of them where none is named. */
function reduction(session: Session, op: OpName, x: TensorValue, args: Bound, gradFn: string): TensorValue {
  const shape = shapeOf(session, x)
  const dims = dimensions(args.dims('dim'), shape.length)
  const keepdim = args.flag('keepdim')
  return apply(session, op, [x], { dims, keepdim }, reduced(shape, dims, keepdim), gradFn)
}

function product(session: Session, args: Bound): Value {
  const x = typed(session, args.tensor('input'), args)
  if (args.get('dim') !== null) args.int('dim', 0)
  return reduction(session, 'prod', x, args, args.get('dim') === null ? 'ProdBackward0' : 'ProdBackward1')
}

function logOfSum(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  return reduction(
    session,
    'logsumexp',
    isFloating(dtypeOf(session, x)) ? x : cast(session, x, 'float32'),
    args,
    'LogsumexpBackward0',
  )
}

const zero = (session: Session, like: TensorValue): TensorValue =>
  constant(session, { kind: 'int', value: 0 }, dtypeOf(session, like))

/** How many elements are, or are not, 0. */
function counted(session: Session, args: Bound, op: 'eq' | 'ne'): TensorValue {
  const x = args.tensor('input')
  const hits = apply(session, op, [x, zero(session, x)], {}, shapeOf(session, x), '')
  return reduction(session, 'sum', hits, args, '')
}

/** Whether how many are 0 is none, or how many are not 0 is not none. */
const whether =
  (test: 'eq' | 'ne') =>
  (session: Session, args: Bound): Value => {
    const count = counted(session, args, test)
    return apply(session, test, [count, zero(session, count)], {}, shapeOf(session, count), '')
  }

const running = (name: 'cumsum' | 'cumprod', gradFn: string): Row =>
  row(`${name}(input, dim, *, dtype=)`, (session, args) => {
    const x = typed(session, args.tensor('input'), args)
    const shape = shapeOf(session, x)
    return apply(session, name, [x], { dim: dimension(args.int('dim', 0), shape.length) }, shape, gradFn)
  })

/** Functions that make one number of many, or keep their sum; all are methods too. */
export const reductions: readonly Row[] = [
  row('sum(input, dim=, keepdim=, *, dtype=)', total),
  row('mean(input, dim=, keepdim=, *, dtype=)', average),
  row('softmax(input, dim=, dtype=)', softmax),
  row('log_softmax(input, dim, dtype=)', (session, args) =>
    logSoftmax(session, typed(session, args.tensor('input'), args), args.int('dim', 0)),
  ),
  row('prod(input, dim=, keepdim=, *, dtype=)', product),
  row('logsumexp(input, dim, keepdim=)', logOfSum),
  running('cumsum', 'CumsumBackward0'),
  running('cumprod', 'CumprodBackward0'),
  row('all(input, dim=, keepdim=)', whether('eq')),
  row('any(input, dim=, keepdim=)', whether('ne')),
  row('count_nonzero(input, dim=)', (session, args) => counted(session, args, 'ne')),
]
