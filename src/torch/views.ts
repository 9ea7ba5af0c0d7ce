import type { Attrs, OpName } from '../core/op.ts'
import { stridesOf, tensor } from '../core/tensor.ts'
import { raise } from './raised.ts'
import { apply, become, dtypeOf, leaf, type Session, shapeOf, tensorOf } from './session.ts'
import type { TensorValue, View } from './value.ts'

/** How far apart in memory neighbours along each dimension are, in elements. */
export const stridesIn = (session: Session, x: TensorValue): readonly number[] =>
  x.view?.strides ?? stridesOf(shapeOf(session, x))

/** An op that only chooses or rearranges, and what PyTorch calls it. */
export interface Taking {
  readonly op: OpName
  readonly attrs: Attrs
  readonly shape: readonly number[]
  readonly strides: readonly number[]
  readonly gradFn: string
  readonly oneOf?: string
}

/** A tensor that shows elements of another one: what is written to one is seen in the other. */
export function viewed(session: Session, x: TensorValue, taking: Taking): TensorValue {
  const { op, attrs, shape, strides, gradFn, oneOf = null } = taking
  const made = apply(session, op, [x], attrs, shape, gradFn)
  made.view = { of: x, op, attrs, strides, gradMode: session.gradMode, oneOf }
  made.memory = x.memory
  made.seen = x.memory.version
  return made
}

/** The tensor at the root of a view: the one whose memory it shows. */
export function rootOf(x: TensorValue): TensorValue {
  let root = x
  while (root.view !== null) root = root.view.of
  return root
}

/** The whole of what a view shows a part of, with that part in its place. */
function wholeWith(session: Session, { of, op, attrs }: View, part: TensorValue): TensorValue {
  const shape = shapeOf(session, of)
  if (op === 'index') return apply(session, 'write', [of, part], attrs, shape, 'CopySlices')
  if (op === 'transpose') return apply(session, 'transpose', [part], attrs, shape, 'CopySlices')
  if (op === 'permute') {
    const dims = Array.isArray(attrs['dims']) ? attrs['dims'].map(Number) : []
    const back = dims.map((_, axis) => dims.indexOf(axis))
    return apply(session, 'permute', [part], { dims: back }, shape, 'CopySlices')
  }
  return apply(session, 'reshape', [part], { shape }, shape, 'CopySlices')
}

/** Refuses a view in which one place of memory stands for several elements. */
export function checkPlaces(session: Session, x: TensorValue): void {
  const shape = shapeOf(session, x)
  if (x.view?.strides.some((stride, axis) => stride === 0 && shape[axis]! > 1) === true)
    raise(
      'RuntimeError',
      'unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please clone() the tensor before performing the operation.',
      'The elements of an expanded tensor are one and the same: clone() it first.',
    )
}

/** Puts the new value of a view into the tensor it shows a part of. `put` does the same for that tensor. */
export function throughView(
  session: Session,
  x: TensorValue,
  view: View,
  part: TensorValue,
  put: (of: TensorValue, whole: TensorValue) => void,
): void {
  if (!view.gradMode && view.of.requiresGrad && !rootOf(x).isLeaf)
    raise(
      'NotImplementedError',
      'writing into a detached part of a tensor that takes part in a gradient is not supported here',
      'clone() the part before you change it.',
    )
  const whole = wholeWith(session, view, part)
  put(view.of, whole)
  // where gradients flow, the view is taken again from the whole when it is used; else it holds its new value already
  if (view.of.requiresGrad || whole.requiresGrad) return
  become(x, part)
  x.seen = x.memory.version
}

/** A result as the element type of the tensor that it is written to. */
export function ofType(session: Session, x: TensorValue, result: TensorValue): TensorValue {
  const [value, dtype] = [tensorOf(session, result), dtypeOf(session, x)]
  return value.dtype === dtype ? result : leaf(session, tensor(value.data, value.shape, dtype))
}
