import { type Dtype, full } from '../../core/tensor.ts'
import { dtypeOf, type Session, shapeOf, tensorOf } from '../session.ts'
import { type Bound, type Row, row } from '../signature.ts'
import { isNumber, numberOf, type Value } from '../value.ts'
import { fromData, held } from './data.ts'
import { checkShape, dtypeAsked, made, options } from './options.ts'

function sized(session: Session, args: Bound, shape: readonly number[], value: number, dtype: Dtype): Value {
  checkShape(session, shape)
  const [kept = 0] = held([value], dtype)
  return made(session, full(shape, kept, dtype), args.flag('requires_grad'))
}

const filledWith = (name: string, value: number): Row =>
  row(`${name}(*size, out=, memory_format=, ${options})`, (session, args) =>
    sized(session, args, args.shape('size'), value, dtypeAsked(args, session.defaultDtype)),
  )

const filledLike = (name: string, value: number): Row =>
  row(`${name}(input, *, memory_format=, ${options})`, (session, args) => {
    const like = args.tensor('input')
    return sized(session, args, shapeOf(session, like), value, dtypeAsked(args, dtypeOf(session, like)))
  })

const newOnes = (name: string, value: number): Row =>
  row(`${name}(input, *size, ${options})`, (session, args) =>
    sized(session, args, args.shape('size'), value, dtypeAsked(args, dtypeOf(session, args.tensor('input')))),
  )

/** What a tensor is to be filled with: a Python number or a tensor of one element. */
function fillValue(session: Session, args: Bound): { readonly value: number; readonly kind: 'bool' | 'int' | 'float' } {
  const value = args.value('fill_value')
  if (value.kind === 'tensor') {
    const { dtype, data } = tensorOf(session, value)
    if (data.length === 1)
      return { value: data[0]!, kind: dtype === 'bool' ? 'bool' : dtype === 'int64' ? 'int' : 'float' }
  }
  return isNumber(value) ? { value: numberOf(value), kind: value.kind } : args.refuse('fill_value', 'Number', value)
}

function filledBy(session: Session, args: Bound): Value {
  const { value, kind } = fillValue(session, args)
  const dtype: Dtype = kind === 'float' ? session.defaultDtype : kind === 'int' ? 'int64' : 'bool'
  const size = args.value('size')
  const shape = size.kind === 'int' ? args.refuse('size', 'tuple of SymInts', size) : (args.dims('size') ?? [])
  return sized(session, args, shape, value, dtypeAsked(args, dtype))
}

/** Functions that make tensors of one number. */
export const ofOneNumber: readonly Row[] = [
  filledWith('ones', 1),
  filledWith('zeros', 0),
  filledWith('empty', 0),
  filledLike('ones_like', 1),
  filledLike('zeros_like', 0),
  filledLike('empty_like', 0),
  row(`full(size, fill_value, *, names=, out=, ${options})`, filledBy),
  row(`full_like(input, fill_value, *, memory_format=, ${options})`, (session, args) => {
    const like = args.tensor('input')
    return sized(
      session,
      args,
      shapeOf(session, like),
      fillValue(session, args).value,
      dtypeAsked(args, dtypeOf(session, like)),
    )
  }),
]

/** Methods that make tensors of the type of another. */
export const newTensors: readonly Row[] = [
  newOnes('new_ones', 1),
  newOnes('new_zeros', 0),
  newOnes('new_empty', 0),
  row(`new_full(input, size, fill_value, *, ${options})`, (session, args) => {
    const dtype = dtypeAsked(args, dtypeOf(session, args.tensor('input')))
    return sized(session, args, args.dims('size') ?? [], fillValue(session, args).value, dtype)
  }),
  row(`new_tensor(input, data, *, ${options})`, (session, args) => {
    const dtype = dtypeAsked(args, dtypeOf(session, args.tensor('input')))
    return fromData(session, args.value('data'), dtype, args.flag('requires_grad'))
  }),
]
