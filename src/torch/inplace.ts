import { full, sameShape } from '../core/tensor.ts'
import { dtypes, isFloating } from './dtype.ts'
import { cast } from './operand.ts'
import { tellUpdate } from './optim/by-hand.ts'
import { raise } from './raised.ts'
import { apply, become, dtypeOf, leaf, nodeOf, relocate, type Session, shapeOf, tensorOf, write } from './session.ts'
import { broadcast, shapeText } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import type { TensorValue, Value } from './value.ts'
import { checkPlaces, ofType, rootOf, throughView } from './views.ts'

/** Refuses what PyTorch refuses before a tensor is changed in place. */
export function checkWritable(session: Session, x: TensorValue, what = 'a leaf Variable'): void {
  if (!session.gradMode || !x.requiresGrad) return
  if (x.view !== null) checkView(x)
  if (x.isLeaf)
    raise(
      'RuntimeError',
      `${what} that requires grad is being used in an in-place operation.`,
      'Update parameters inside "with torch.no_grad():".',
    )
}

function checkView(x: TensorValue): void {
  if (x.view !== null && x.view.oneOf !== null)
    raise(
      'RuntimeError',
      `Output 0 of ${x.view.oneOf} is a view and is being modified inplace. This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.`,
      'Write a new tensor instead, or index the row you want to change.',
    )
  if (rootOf(x).isLeaf)
    raise(
      'RuntimeError',
      'a view of a leaf Variable that requires grad is being used in an in-place operation.',
      'Update parameters inside "with torch.no_grad():".',
    )
}

/** Moves a tensor, and all that share its memory, to a new value: `result` was computed for it. */
export function overwrite(session: Session, x: TensorValue, result: TensorValue): TensorValue {
  const [before, after] = [tensorOf(session, x), tensorOf(session, result)]
  if (!sameShape(before.shape, after.shape))
    raise(
      'RuntimeError',
      `output with shape ${shapeText(before.shape)} doesn't match the broadcast shape ${shapeText(after.shape)}`,
      'An in-place change keeps the shape: write a new tensor instead.',
    )
  if (isFloating(after.dtype) && !isFloating(before.dtype))
    raise(
      'RuntimeError',
      `result type ${dtypes[after.dtype].scalar} can't be cast to the desired output type ${dtypes[before.dtype].scalar}`,
      'An in-place change keeps the type: write a new tensor instead.',
    )
  if (!session.gradMode && x.requiresGrad && !x.isLeaf && x.view === null)
    raise(
      'NotImplementedError',
      'changing a computed tensor that takes part in a gradient inside no_grad() is not supported here',
      'Write a new tensor, or clone() it first.',
    )
  checkPlaces(session, x)
  const part = ofType(session, x, result)
  if (x.view !== null && !(x.requiresGrad && x.isLeaf)) {
    throughView(session, x, x.view, part, (of, whole) => overwrite(session, of, whole))
    return x
  }
  const value = tensorOf(session, part)
  const { parameter } = x.memory
  const old = parameter === null ? null : nodeOf(session, parameter)
  if (x.requiresGrad && x.isLeaf) relocate(session, x, value)
  else become(x, part)
  write(x, value)
  if (parameter !== null && old !== null) tellUpdate(session, parameter, old, result.node)
  return x
}

/** `part` in the place of all elements: what they were takes no part in the gradient any more. */
const replaced = (session: Session, x: TensorValue, part: TensorValue, gradFn: string): TensorValue =>
  overwrite(session, x, apply(session, 'write', [x, part], { index: [] }, shapeOf(session, x), gradFn))

function filled(session: Session, x: TensorValue, value: number, gradFn: string): Value {
  checkWritable(session, x)
  return replaced(session, x, leaf(session, full([], value, dtypeOf(session, x))), gradFn)
}

function copied(session: Session, args: Bound): Value {
  const [x, from] = [args.tensor('input'), args.tensor('src')]
  checkWritable(session, x)
  broadcast(shapeOf(session, x), shapeOf(session, from))
  return replaced(session, x, cast(session, from, dtypeOf(session, x)), 'CopyBackwards')
}

/** Methods that change their tensor. */
export const inplace: readonly Row[] = [
  row('zero_(input)', (session, args) => filled(session, args.tensor('input'), 0, 'ZeroBackward0')),
  row('fill_(input, value)', (session, args) =>
    filled(session, args.tensor('input'), args.number('value', 0), 'FillBackward2'),
  ),
  row('copy_(input, src)', copied),
]

/** `x.data = from` and the like: other numbers for the same tensor, whatever its history. */
export function replaceData(session: Session, x: TensorValue, from: TensorValue): void {
  const value = tensorOf(session, from)
  const old = nodeOf(session, x)
  if (x.isLeaf) relocate(session, x, value)
  else x.node = leaf(session, value).node
  const parameter = x.isLeaf && x.requiresGrad ? x : null
  x.memory = { value, version: 0, parameter }
  x.seen = 0
  x.view = null
  if (parameter !== null) tellUpdate(session, parameter, old, from.node)
}
