import { type Dtype, sizeOf, storage } from '../../core/tensor.ts'
import { raise } from '../raised.ts'
import { reshaped } from '../reshaping.ts'
import { apply, type Session, shapeOf } from '../session.ts'
import { type Bound, type Row, row } from '../signature.ts'
import { tuple, type Value } from '../value.ts'
import { checkShape, dtypeAsked, made, options } from './options.ts'

/** A matrix of bools, or of zeros and ones, that says for each place whether `test` holds there. */
function places(rows: number, columns: number, dtype: Dtype, test: (i: number, j: number) => boolean) {
  const data = storage(dtype, rows * columns)
  for (let at = 0; at < data.length; at++) data[at] = Number(test(Math.floor(at / columns), at % columns))
  return { dtype, shape: [rows, columns], data }
}

function eye(session: Session, args: Bound): Value {
  const n = args.int('n', 0)
  const m = args.int('m', n)
  if (n < 0) raise('RuntimeError', `n must be greater or equal to 0, got ${n}`, 'Sizes are 0 or more.')
  if (m < 0) raise('RuntimeError', `m must be greater or equal to 0, got ${m}`, 'Sizes are 0 or more.')
  checkShape(session, [n, m])
  const dtype = dtypeAsked(args, session.defaultDtype)
  return made(
    session,
    places(n, m, dtype, (i, j) => i === j),
    args.flag('requires_grad'),
  )
}

/** The coordinates of all points of a grid, one tensor for each axis. */
function meshgrid(session: Session, args: Bound): Value {
  const [first] = args.rest
  const given = args.rest.length === 1 && (first?.kind === 'list' || first?.kind === 'tuple') ? first.items : args.rest
  const tensors = given.map((each) => (each.kind === 'tensor' ? each : args.refuse('tensors', 'Tensor', each)))
  const indexing = args.text('indexing', 'ij')
  if (indexing !== 'ij' && indexing !== 'xy')
    raise(
      'RuntimeError',
      `torch.meshgrid: indexing must be one of "xy" or "ij", but received: ${indexing}`,
      'Use indexing="ij" for rows first, or "xy" for columns first.',
    )
  if (tensors.some((each) => shapeOf(session, each).length > 1))
    raise('RuntimeError', 'torch.meshgrid: Expected 0D or 1D tensor in the tensor list', 'Give vectors.')
  const swap = indexing === 'xy' && tensors.length > 1
  const axisOf = (i: number): number => (swap && i < 2 ? 1 - i : i)
  const shape = tensors.map((_, axis) => sizeOf(shapeOf(session, tensors[axisOf(axis)]!)))
  checkShape(session, shape)
  return tuple(
    tensors.map((each, i) => {
      const along = shape.map((extent, axis) => (axis === axisOf(i) ? extent : 1))
      const standing = reshaped(session, each, along, 'ViewBackward0')
      return apply(session, 'expand', [standing], { shape }, shape, 'ExpandBackward0')
    }),
  )
}

/** `eye` and `meshgrid`. */
export const ofGrids: readonly Row[] = [
  row(`eye(n, m=, *, out=, ${options})`, eye),
  row('meshgrid(*tensors, indexing=)', meshgrid),
]
