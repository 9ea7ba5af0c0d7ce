import { pickedFrom } from '../core/ops/pick.ts'
import { sizeOf } from '../core/tensor.ts'
import { gathered } from './gathering.ts'
import { part } from './indexing.ts'
import { raise } from './raised.ts'
import { broadcastAll } from './repeating.ts'
import { viewedAs } from './reshaping.ts'
import { apply, dtypeOf, type Session, shapeOf, tensorOf } from './session.ts'
import { dimension } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import { type TensorValue, tuple, type Value } from './value.ts'

/** What a pick at places takes: its attributes and its shape. */
export function pickOf(session: Session, x: TensorValue, places: readonly TensorValue[], dims: readonly number[]) {
  const values = places.map((place) => tensorOf(session, place))
  return { dims, shape: pickedFrom(shapeOf(session, x), values, dims).shape }
}

/** Slices of `x` along `dim` at the places of a vector; the places are in bounds. */
export function indexSelected(session: Session, x: TensorValue, dim: number, index: TensorValue): TensorValue {
  const attrs = pickOf(session, x, [index], [dim])
  return apply(session, 'pick', [x, index], attrs, attrs.shape, 'IndexSelectBackward0')
}

function selectAt(session: Session, args: Bound): Value {
  const [x, index] = [args.tensor('input'), args.tensor('index')]
  const shape = shapeOf(session, x)
  const dim = dimension(args.int('dim', 0), shape.length)
  const { dtype, shape: own, data } = tensorOf(session, index)
  if (own.length > 1)
    raise(
      'IndexError',
      'index_select(): Index is supposed to be a vector',
      'Use x[index] for places in several dimensions.',
    )
  if (dtype !== 'int64')
    raise(
      'RuntimeError',
      'index_select(): Expected dtype int32 or int64 for index',
      'Places are whole numbers: call .long().',
    )
  if (data.some((at: number) => at < 0 || at >= (shape[dim] ?? 1)))
    raise('IndexError', 'index out of range in self', `Places run from 0 to ${(shape[dim] ?? 1) - 1}.`)
  return indexSelected(session, x, dim, own.length === 0 ? viewedAs(session, index, [1], '') : index)
}

function taken(session: Session, args: Bound): Value {
  const [x, index] = [args.tensor('input'), args.tensor('index')]
  const count = sizeOf(shapeOf(session, x))
  if (dtypeOf(session, index) !== 'int64')
    raise(
      'RuntimeError',
      `take(): Expected a long tensor for index, but got ${dtypeOf(session, index)}`,
      'Places are whole numbers: call .long().',
    )
  const bad = tensorOf(session, index).data.find((at) => at < -count || at >= count)
  if (bad !== undefined)
    raise(
      'IndexError',
      `out of range: tried to access index ${bad} on a tensor of ${count} elements.`,
      `Places run from 0 to ${count - 1}, counted row by row.`,
    )
  const flat = viewedAs(session, x, [count], 'ReshapeAliasBackward0')
  const attrs = pickOf(session, flat, [index], [0])
  return apply(session, 'pick', [flat, index], attrs, attrs.shape, 'TakeBackward0')
}

function maskSelected(session: Session, args: Bound): Value {
  const [given, wanted] = [args.tensor('input'), args.tensor('mask')]
  if (dtypeOf(session, wanted) !== 'bool')
    raise(
      'RuntimeError',
      'masked_select: expected BoolTensor or ByteTensor for mask',
      'A comparison such as x > 0 makes a mask.',
    )
  const [x, mask] = broadcastAll(session, [given, wanted])
  const attrs = pickOf(session, x!, [mask!], [0])
  return apply(session, 'pick', [x!, mask!], attrs, attrs.shape, 'MaskedSelectBackward0')
}

/** Places along a dimension, the other dimensions broadcast. */
function takenAlong(session: Session, args: Bound): Value {
  const [x, indices] = [args.tensor('input'), args.tensor('indices')]
  if (args.get('dim') === null)
    return gathered(
      session,
      viewedAs(
        session,
        x,
        [-1].map(() => sizeOf(shapeOf(session, x))),
        '',
      ),
      0,
      viewedAs(session, indices, [sizeOf(shapeOf(session, indices))], ''),
    )
  return gathered(session, x, args.int('dim', 0), indices)
}

/** The coordinates of the elements that are not 0, one row for each; or, `asTuple`, one vector for each dimension. */
export function nonzero(session: Session, x: TensorValue, asTuple: boolean): Value {
  const { shape, data } = tensorOf(session, x)
  const count = Array.from(data).reduce((n, value) => n + Number(value !== 0), 0)
  const rank = shape.length
  const rows = apply(session, 'nonzero', [x], { count }, [count, rank], '')
  if (!asTuple) return rows
  return tuple(shape.map((_, axis) => part(session, rows, [[0, count, 1], axis], [count], '')))
}

/** Functions that take elements at places; all are methods too. */
export const taking: readonly Row[] = [
  row('gather(input, dim, index)', (session, args) =>
    gathered(session, args.tensor('input'), args.int('dim', 0), args.tensor('index')),
  ),
  row('index_select(input, dim, index)', selectAt),
  row('take(input, index)', taken),
  row('take_along_dim(input, indices, dim=)', takenAlong),
  row('masked_select(input, mask)', maskSelected),
  row('nonzero(input, *, as_tuple=)', (session, args) => nonzero(session, args.tensor('input'), args.flag('as_tuple'))),
  row('argwhere(input)', (session, args) => nonzero(session, args.tensor('input'), false)),
]
