import { sizeOf } from '../core/tensor.ts'
import { elementwise } from './binary.ts'
import { dtypes, isFloating } from './dtype.ts'
import { cast, constant } from './operand.ts'
import { raise } from './raised.ts'
import { apply, dtypeOf, type Session, shapeOf, tensorOf } from './session.ts'
import { dimension, dimensions, reduced, shapeText } from './shape.ts'
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

/** The largest or smallest of all elements: what PyTorch gives; equal ones share the gradient. Written out in ops as Σ x·share. */
function extreme(name: 'max' | 'min', pick: (...values: number[]) => number): Row['call'] {
  return (session, args) => {
    const x = args.tensor('input')
    const second = args.get('other')
    if (second?.kind === 'tensor')
      return elementwise(session, `${name}imum`, x, second, name === 'max' ? 'MaximumBackward0' : 'MinimumBackward0')
    if (second !== null)
      raise(
        'NotImplementedError',
        `${name}() over one dimension is not supported here`,
        `Use ${name}() over all elements, or torch.${name}imum(a, b).`,
      )
    const value = tensorOf(session, x)
    if (value.data.length === 0)
      raise(
        'RuntimeError',
        `${name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.`,
        'An empty tensor has no largest element.',
      )
    const best = value.data.some(Number.isNaN) ? Number.NaN : pick(...value.data)
    const places = [...value.data.keys()].filter((i) => Object.is(value.data[i], best) || value.data[i] === best)
    return places.length === 1 ? selected(session, x, places[0]!, name) : shared(session, x, best, places.length, name)
  }
}

const gradFnOf = (name: 'max' | 'min'): string => (name === 'max' ? 'MaxBackward1' : 'MinBackward1')

function selected(session: Session, x: TensorValue, offset: number, name: 'max' | 'min'): TensorValue {
  const shape = shapeOf(session, x)
  const index = shape.map((extent, axis) => Math.floor(offset / sizeOf(shape.slice(axis + 1))) % extent)
  return apply(session, 'index', [x], { index }, [], gradFnOf(name))
}

/** Among equals: the mean of those that reach the extreme, so that each takes its share of the gradient. */
function shared(session: Session, x: TensorValue, best: number, count: number, name: 'max' | 'min'): TensorValue {
  const shape = shapeOf(session, x)
  const dims = shape.map((_, axis) => axis)
  const dtype = dtypeOf(session, x)
  const number = (value: number): TensorValue => constant(session, { kind: 'float', value }, dtype)
  const mask = apply(session, 'eq', [x, number(best)], {}, shape, '')
  const kept = apply(session, 'where', [mask, x, number(0)], {}, shape, 'WhereBackward0')
  const sum = apply(session, 'sum', [kept], { dims, keepdim: false }, [], 'SumBackward0')
  return isFloating(dtype)
    ? apply(session, 'div', [sum, number(count)], {}, [], gradFnOf(name))
    : selected(session, x, tensorOf(session, mask).data.indexOf(1), name)
}

/** Tensors of one shape along a new dimension. */
function stacked(session: Session, args: Bound): Value {
  const tensors = args.tensors('tensors')
  const [first] = tensors
  if (first === undefined) raise('RuntimeError', 'stack expects a non-empty TensorList', 'Give at least one tensor.')
  const shape = shapeOf(session, first)
  tensors.forEach((each, i) => {
    const its = shapeOf(session, each)
    if (shapeText(its) !== shapeText(shape))
      raise(
        'RuntimeError',
        `stack expects each tensor to be equal size, but got ${shapeText(shape)} at entry 0 and ${shapeText(its)} at entry ${i}`,
        'Give tensors of one shape.',
      )
  })
  const dim = dimension(args.int('dim', 0), shape.length + 1)
  return apply(
    session,
    'stack',
    tensors,
    { dim },
    [...shape.slice(0, dim), tensors.length, ...shape.slice(dim)],
    'StackBackward0',
  )
}

/** Tensors one after the other along a dimension: each is put into zeros of the whole shape, and all are added. */
function concatenated(session: Session, args: Bound): Value {
  const tensors = args.tensors('tensors')
  const [first] = tensors
  if (first === undefined)
    raise('RuntimeError', 'torch.cat(): expected a non-empty list of Tensors', 'Give at least one tensor.')
  const shapes = tensors.map((each) => shapeOf(session, each))
  const rank = shapes[0]!.length
  if (rank === 0)
    raise(
      'RuntimeError',
      'zero-dimensional tensor (at position 0) cannot be concatenated',
      'Use torch.stack for single numbers.',
    )
  const dim = dimension(args.int('dim', 0), rank)
  shapes.forEach((shape, i) => {
    if (shape.length !== rank)
      raise(
        'RuntimeError',
        `Tensors must have same number of dimensions: got ${rank} and ${shape.length}`,
        'Give tensors of one rank.',
      )
    const axis = shape.findIndex((extent, at) => at !== dim && extent !== shapes[0]![at])
    if (axis >= 0)
      raise(
        'RuntimeError',
        `Sizes of tensors must match except in dimension ${dim}. Expected size ${shapes[0]![axis]} but got size ${shape[axis]} for tensor number ${i} in the list.`,
        'Only the dimension along which they are joined may differ.',
      )
  })
  const total = shapes.reduce((n, shape) => n + shape[dim]!, 0)
  const whole = shapes[0]!.map((extent, axis) => (axis === dim ? total : extent))
  let from = 0
  const parts = tensors.map((each, i) => {
    const to = from + shapes[i]![dim]!
    const index = whole.slice(0, dim + 1).map((extent, axis) => (axis === dim ? [from, to, 1] : [0, extent, 1]))
    from = to
    return apply(session, 'scatter', [each], { index, shape: whole }, whole, 'CatBackward0')
  })
  return parts.reduce((sum, part) => elementwise(session, 'add', sum, part, 'CatBackward0'))
}

/** Functions that make one number of many, or keep their sum. */
export const reductions: readonly Row[] = [
  row('sum(input, dim=, keepdim=, *, dtype=)', total),
  row('mean(input, dim=, keepdim=, *, dtype=)', average),
  row('softmax(input, dim=, dtype=)', softmax),
  row('log_softmax(input, dim, dtype=)', (session, args) =>
    logSoftmax(session, typed(session, args.tensor('input'), args), args.int('dim', 0)),
  ),
  row('max(input, other=)', extreme('max', Math.max)),
  row('min(input, other=)', extreme('min', Math.min)),
  row('stack(tensors, dim=)', stacked),
  row('cat(tensors, dim=)', concatenated),
]
