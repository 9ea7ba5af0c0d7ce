import { sameShape } from '../core/tensor.ts'
import { entrywiseClash } from './clash.ts'
import { checkPlaces, scalarName } from './gathering.ts'
import { checkWritable, overwrite } from './inplace.ts'
import { cast, constant } from './operand.ts'
import { raise } from './raised.ts'
import { apply, dtypeOf, filled, type Session, shapeOf, tensorOf } from './session.ts'
import { broadcast, dimension, shapeText } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import { pickOf } from './taking.ts'
import { isNumber, numberOf, type TensorValue } from './value.ts'

type Compute = (session: Session, x: TensorValue, args: Bound) => TensorValue

/** A function that gives a new tensor, and the method that does the same in place. */
const both = (name: string, parameters: string, compute: Compute): readonly [Row, Row] => [
  row(`${name}(input, ${parameters})`, (session, args) => compute(session, args.tensor('input'), args)),
  row(`${name}_(input, ${parameters})`, (session, args) => {
    const x = args.tensor('input')
    checkWritable(session, x)
    return overwrite(session, x, compute(session, x, args))
  }),
]

/** A number, or a tensor of one, of the element type of `x`. */
function single(session: Session, x: TensorValue, args: Bound, name: string): TensorValue {
  const value = args.value(name)
  const dtype = dtypeOf(session, x)
  if (isNumber(value)) {
    const number = dtype === 'int64' ? Math.trunc(numberOf(value)) : numberOf(value)
    const span = value.kind === 'bool' ? {} : { ...(value.span !== undefined && { span: value.span }) }
    return constant(session, { kind: 'float', value: number, ...span }, dtype)
  }
  return value.kind === 'tensor' ? cast(session, value, dtype) : args.refuse(name, 'Number', value)
}

function maskFilled(session: Session, x: TensorValue, args: Bound): TensorValue {
  const mask = args.tensor('mask')
  const dtype = dtypeOf(session, mask)
  if (dtype !== 'bool')
    raise(
      'RuntimeError',
      `masked_fill_ only supports boolean masks, but got mask with dtype ${dtype === 'float32' ? 'float' : dtype}`,
      'A comparison such as x > 0 makes a mask.',
    )
  const value = single(session, x, args, 'value')
  const rank = shapeOf(session, value).length
  if (rank > 0)
    raise(
      'RuntimeError',
      `masked_fill_ only supports a 0-dimensional value tensor, but got tensor with ${rank} dimension(s).`,
      'Fill with one number, or use torch.where.',
    )
  const shape = broadcast(shapeOf(session, mask), shapeOf(session, x), () => entrywiseClash(session, mask, x))
  return apply(session, 'where', [mask, value, x], {}, shape, 'MaskedFillBackward0')
}

/** The part of a source that an index speaks of: its first entries along each dimension. */
function fitted(session: Session, src: TensorValue, index: TensorValue, x: TensorValue, dim: number): TensorValue {
  const [own, wanted] = [shapeOf(session, src), shapeOf(session, index)]
  if (sameShape(own, wanted)) return src
  if (own.length !== wanted.length || wanted.some((extent, axis) => extent > own[axis]!))
    raise(
      'RuntimeError',
      `Expected index ${shapeText(wanted)} to be smaller than self ${shapeText(shapeOf(session, x))} apart from dimension ${dim} and to be smaller size than src ${shapeText(own)}`,
      'Give a source for every place.',
    )
  return apply(session, 'index', [src], { index: wanted.map((extent) => [0, extent, 1]) }, wanted, 'SliceBackward0')
}

function scattered(session: Session, x: TensorValue, args: Bound, adds: boolean): TensorValue {
  const index = args.tensor('index')
  const shape = shapeOf(session, x)
  const dim = dimension(args.int('dim', 0), shape.length)
  const name = adds ? 'scatter_add' : 'scatter'
  checkPlaces(session, name, x, index, dim)
  const source = args.get('src') ?? args.get('value')
  if (source === null) return args.refuse('src', 'Tensor', { kind: 'none' })
  const how = args.text('reduce', '')
  if (how !== '' && how !== 'add')
    raise(
      'NotImplementedError',
      `scatter() with reduce='${how}' is not supported here`,
      "Use reduce='add', or write it out in ops.",
    )
  const add = adds || how === 'add'
  if (source.kind !== 'tensor') {
    if (!isNumber(source)) return args.refuse('src', 'Tensor', source)
    const part = filled(session, shapeOf(session, index), numberOf(source), dtypeOf(session, x))
    return apply(session, 'scatter_along', [x, part, index], { dim, add }, shape, 'ScatterBackward1')
  }
  if (dtypeOf(session, source) !== dtypeOf(session, x))
    raise('RuntimeError', `${name}(): Expected self.dtype to be equal to src.dtype`, 'Convert one of them.')
  const part = fitted(session, source, index, x, dim)
  return apply(
    session,
    'scatter_along',
    [x, part, index],
    { dim, add },
    shape,
    adds ? 'ScatterAddBackward0' : 'ScatterBackward0',
  )
}

function indexAdded(session: Session, x: TensorValue, args: Bound): TensorValue {
  const [index, source] = [args.tensor('index'), args.tensor('source')]
  const dim = placesAlong(session, x, args)
  const alpha = args.number('alpha', 1)
  const [count, given] = [shapeOf(session, index)[0] ?? 1, shapeOf(session, source)[dim] ?? 1]
  if (count !== given)
    raise(
      'RuntimeError',
      `index_add_(): Number of indices (${count}) should be equal to source.size(dim): (${given}), for dim: ${dim}`,
      'Give one slice of the source for each place.',
    )
  if (dtypeOf(session, source) !== dtypeOf(session, x))
    raise(
      'RuntimeError',
      `index_add_(): self (${scalarName(session, x)}) and source (${scalarName(session, source)}) must have the same scalar type`,
      'Convert one of them.',
    )
  const by = constant(session, { kind: 'float', value: alpha }, dtypeOf(session, source))
  const part = alpha === 1 ? source : apply(session, 'mul', [source, by], {}, shapeOf(session, source), 'MulBackward0')
  return placed(session, x, part, index, dim, true, 'IndexAddBackward0')
}

/** The dimension of an `index_…` function, its places checked. */
function placesAlong(session: Session, x: TensorValue, args: Bound): number {
  const shape = shapeOf(session, x)
  const dim = dimension(args.int('dim', 0), shape.length)
  const { dtype, data, shape: own } = tensorOf(session, args.tensor('index'))
  if (dtype !== 'int64')
    raise('IndexError', `${args.name}(): Expected dtype int64 for index.`, 'Places are whole numbers: call .long().')
  if (own.length > 1)
    raise(
      'IndexError',
      `${args.name}(): Index is supposed to be a vector, but got dim: ${own.length} with type: Long and size: ${shapeText(own)}`,
      'Give the places as one list.',
    )
  if (data.some((at: number) => at < 0 || at >= (shape[dim] ?? 1)))
    raise('IndexError', 'index out of range in self', `Places run from 0 to ${(shape[dim] ?? 1) - 1}.`)
  return dim
}

function placed(
  session: Session,
  x: TensorValue,
  part: TensorValue,
  index: TensorValue,
  dim: number,
  add: boolean,
  gradFn: string,
): TensorValue {
  const attrs = { ...pickOf(session, x, [index], [dim]), add }
  return apply(session, 'put', [x, part, index], attrs, shapeOf(session, x), gradFn)
}

/** Functions that give a tensor with something written into it, and methods that do so in place. */
const pairs: readonly (readonly [Row, Row])[] = [
  both('masked_fill', 'mask, value', maskFilled),
  both('scatter', 'dim, index, src=, *, value=, reduce=', (session, x, args) => scattered(session, x, args, false)),
  both('scatter_add', 'dim, index, src', (session, x, args) => scattered(session, x, args, true)),
  both('index_add', 'dim, index, source, *, alpha=', indexAdded),
  both('index_fill', 'dim, index, value', (session, x, args) =>
    placed(
      session,
      x,
      single(session, x, args, 'value'),
      args.tensor('index'),
      placesAlong(session, x, args),
      false,
      'IndexFillBackward0',
    ),
  ),
  both('index_copy', 'dim, index, source', (session, x, args) =>
    placed(
      session,
      x,
      args.tensor('source'),
      args.tensor('index'),
      placesAlong(session, x, args),
      false,
      'IndexCopyBackward0',
    ),
  ),
]

/** Those that give a new tensor; all are methods too. */
export const writing: readonly Row[] = pairs.map(([copies]) => copies)
/** Those that change their tensor. */
export const writingInPlace: readonly Row[] = pairs.map(([, changes]) => changes)
