import { promote, sizeOf } from '../core/tensor.ts'
import { isFloating } from './dtype.ts'
import { cast } from './operand.ts'
import { raise } from './raised.ts'
import { viewedAs } from './reshaping.ts'
import { apply, dtypeOf, type Session, shapeOf } from './session.ts'
import { dimension, shapeText } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import type { TensorValue, Value } from './value.ts'

/** Tensors of one shape along a new dimension. */
export function stacked(session: Session, tensors: readonly TensorValue[], given: number): TensorValue {
  const [first] = tensors
  if (first === undefined) raise('RuntimeError', 'stack expects a non-empty TensorList', 'Give at least one tensor.')
  const shape = shapeOf(session, first)
  const dim = dimension(given, shape.length + 1)
  tensors.forEach((each, i) => {
    const its = shapeOf(session, each)
    if (shapeText(its) !== shapeText(shape))
      raise(
        'RuntimeError',
        `stack expects each tensor to be equal size, but got ${shapeText(shape)} at entry 0 and ${shapeText(its)} at entry ${i}`,
        'Give tensors of one shape.',
      )
  })
  const whole = [...shape.slice(0, dim), tensors.length, ...shape.slice(dim)]
  return apply(session, 'stack', tensors, { dim }, whole, 'StackBackward0')
}

/** An empty vector takes no part, as PyTorch has always had it. */
const counts = (session: Session, x: TensorValue): boolean => shapeText(shapeOf(session, x)) !== '[0]'

/** Tensors one after the other along a dimension. */
export function concatenated(session: Session, given: readonly TensorValue[], at: number): TensorValue {
  if (given.length === 0)
    raise('RuntimeError', 'torch.cat(): expected a non-empty list of Tensors', 'Give at least one tensor.')
  given.forEach((each, i) => {
    if (shapeOf(session, each).length === 0)
      raise(
        'RuntimeError',
        `zero-dimensional tensor (at position ${i}) cannot be concatenated`,
        'Use torch.stack for single numbers.',
      )
  })
  const some = given.filter((each) => counts(session, each))
  const tensors = some.length === 0 ? given : some
  const shapes = tensors.map((each) => shapeOf(session, each))
  const rank = shapes[0]!.length
  const dim = dimension(at, rank)
  shapes.forEach((shape, i) => {
    if (shape.length !== rank)
      raise(
        'RuntimeError',
        `Tensors must have same number of dimensions: got ${rank} and ${shape.length}`,
        'Give tensors of one rank.',
      )
    const axis = shape.findIndex((extent, each) => each !== dim && extent !== shapes[0]![each])
    if (axis >= 0)
      raise(
        'RuntimeError',
        `Sizes of tensors must match except in dimension ${dim}. Expected size ${shapes[0]![axis]} but got size ${shape[axis]} for tensor number ${i} in the list.`,
        'Only the dimension along which they are joined may differ.',
      )
  })
  const dtype = tensors.map((each) => dtypeOf(session, each)).reduce(promote)
  const same = tensors.map((each) => (isFloating(dtype) && each.requiresGrad ? each : cast(session, each, dtype)))
  const whole = shapes[0]!.map((extent, axis) =>
    axis === dim ? shapes.reduce((n, shape) => n + shape[dim]!, 0) : extent,
  )
  return apply(session, 'cat', same, { dim }, whole, 'CatBackward0')
}

/** A tensor with at least `rank` dimensions; `where` says where a vector's own one goes. */
function atLeast(session: Session, x: TensorValue, rank: 1 | 2): TensorValue {
  const shape = shapeOf(session, x)
  if (shape.length >= rank) return x
  const wanted = shape.length === 0 ? new Array<number>(rank).fill(1) : [1, ...shape]
  return viewedAs(session, x, wanted, rank === 1 ? 'ReshapeAliasBackward0' : 'UnsqueezeBackward0')
}

function sideBySide(session: Session, args: Bound): Value {
  const tensors = args.tensors('tensors').map((x) => atLeast(session, x, 1))
  const flat = tensors.length > 0 && shapeOf(session, tensors[0]!).length === 1
  return concatenated(session, tensors, flat ? 0 : 1)
}

function asColumns(session: Session, args: Bound): Value {
  const tensors = args.tensors('tensors').map((x) => {
    const shape = shapeOf(session, x)
    return shape.length <= 1 ? viewedAs(session, x, [sizeOf(shape), 1], 'ReshapeAliasBackward0') : x
  })
  return concatenated(session, tensors, 1)
}

const onTop = (session: Session, args: Bound): Value =>
  concatenated(
    session,
    args.tensors('tensors').map((x) => atLeast(session, x, 2)),
    0,
  )

const joined = (name: string): Row =>
  row(`${name}(tensors, dim=)`, (session, args) => concatenated(session, args.tensors('tensors'), args.int('dim', 0)))

/** Functions that make one tensor of several. */
export const joining: readonly Row[] = [
  row('stack(tensors, dim=)', (session, args) => stacked(session, args.tensors('tensors'), args.int('dim', 0))),
  joined('cat'),
  joined('concat'),
  joined('concatenate'),
  row('hstack(tensors)', sideBySide),
  row('vstack(tensors)', onTop),
  row('row_stack(tensors)', onTop),
  row('column_stack(tensors)', asColumns),
]
