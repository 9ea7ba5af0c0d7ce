import { sameShape } from '../core/tensor.ts'
import { placeAttributes } from './conversion.ts'
import { isFloating, torchType } from './dtype.ts'
import { replaceData } from './inplace.ts'
import { noLiterals, plant } from './made.ts'
import { didYouMean } from './nearest.ts'
import { raise } from './raised.ts'
import { reshaped } from './reshaping.ts'
import { dtypeOf, nodeOf, type Session, shapeOf } from './session.ts'
import { matricesTransposed, reversed } from './turning.ts'
import { bool, int, none, size, type TensorValue, typeName, type Value } from './value.ts'

/** The tensor without its history; both share their memory. */
export function detached(session: Session, x: TensorValue): TensorValue {
  const mode = session.gradMode
  session.gradMode = false
  const copy = reshaped(session, x, shapeOf(session, x), '')
  session.gradMode = mode
  copy.memory = x.memory
  copy.seen = x.seen
  // a part of another tensor: what is written to it goes through that part
  if (x.view !== null && x.view.of.memory === x.memory) copy.view = { ...x.view, gradMode: false, oneOf: null }
  return copy
}

/** `x.detach_()`: the same tensor, from now on without its history. */
export function detachInPlace(session: Session, x: TensorValue): TensorValue {
  if (x.isLeaf) {
    setRequiresGrad(session, x, false)
    return x
  }
  x.node = detached(session, x).node
  x.requiresGrad = false
  x.isLeaf = true
  x.gradFn = null
  x.view = null
  return x
}

/** The tensor, brought up to date where it is a view of one that has changed. */
const current = (session: Session, x: TensorValue): TensorValue => {
  nodeOf(session, x)
  return x
}

type Read = (session: Session, x: TensorValue) => Value

/** What can be read from a tensor without a call. */
const readable: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['grad', (_, x) => x.grad ?? none],
  ['requires_grad', (session, x) => bool(current(session, x).requiresGrad)],
  ['is_leaf', (session, x) => bool(current(session, x).isLeaf)],
  ['retains_grad', (_, x) => bool(x.retainsGrad)],
  ['shape', (session, x) => size(shapeOf(session, x))],
  ['ndim', (session, x) => int(shapeOf(session, x).length)],
  ['dtype', (session, x) => ({ kind: 'dtype', dtype: dtypeOf(session, x) })],
  [
    'grad_fn',
    (session, x) => {
      const { gradFn, node } = current(session, x)
      return gradFn === null ? none : { kind: 'grad_fn', name: gradFn, node }
    },
  ],
  ['_version', (_, x) => int(x.version)],
  ['output_nr', () => int(0)],
  ['T', reversed],
  ['mT', matricesTransposed],
  ['data', detached],
  ...placeAttributes,
])

/** The names that can be read from a tensor without a call. */
export const attributeNames: readonly string[] = [...readable.keys()]

/** An attribute of a tensor that is not a method; null where there is none of that name. */
export const readAttribute = (session: Session, x: TensorValue, name: string): Value | null =>
  readable.get(name)?.(session, x) ?? null

function setGrad(session: Session, x: TensorValue, value: Value): void {
  if (value.kind === 'none') {
    x.grad = null
    return
  }
  if (value.kind !== 'tensor')
    raise(
      'TypeError',
      `assigned grad expected to be a Tensor or None but got grad of type${typeName(value)}`,
      'Assign None, or a tensor of the same shape.',
    )
  if (!sameShape(shapeOf(session, x), shapeOf(session, value)))
    raise('RuntimeError', 'assigned grad has data of a different size', 'A gradient has the shape of its tensor.')
  if (dtypeOf(session, x) !== dtypeOf(session, value))
    raise(
      'RuntimeError',
      `assigned grad has data of a different type`,
      `A gradient has the type of its tensor, ${torchType(dtypeOf(session, x))}.`,
    )
  x.grad = value
}

/** Turns `requires_grad` of a leaf on or off. */
export function setRequiresGrad(session: Session, x: TensorValue, on: boolean): void {
  if (!x.isLeaf) {
    if (on) return
    raise(
      'RuntimeError',
      "you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph that doesn't require differentiation use var_no_grad = var.detach().",
      'Use detach() to leave a computed tensor out of the gradient.',
    )
  }
  if (on && !isFloating(dtypeOf(session, x)))
    raise(
      'RuntimeError',
      'only Tensors of floating point dtype can require gradients',
      'Write 1.0 instead of 1, or call .float() first.',
    )
  if (x.requiresGrad === on) return
  const node = nodeOf(session, x)
  const literals = node.kind === 'leaf' ? node.literals : noLiterals
  const role = on ? ('parameter' as const) : ('data' as const)
  const origin = {
    ...(node.line === undefined ? {} : { line: node.line }),
    ...(node.name === undefined ? {} : { name: node.name }),
  }
  x.node = plant(session.recording, { role, value: node.value, requiresGrad: on, literals, ...origin })
  x.requiresGrad = on
  x.memory = { value: node.value, version: 0, parameter: on ? x : null }
  x.seen = 0
  if (on) x.node.cell = x
}

const assignable: readonly string[] = ['grad', 'data', 'requires_grad']

/** `x.name = value`. */
export function writeAttribute(session: Session, x: TensorValue, name: string, value: Value): void {
  if (name === 'grad') setGrad(session, x, value)
  else if (name === 'requires_grad') {
    if (value.kind !== 'bool') raise('RuntimeError', 'requires_grad must be a bool', 'Assign True or False.')
    setRequiresGrad(session, x, value.value)
  } else if (name === 'data') {
    if (value.kind !== 'tensor')
      raise('TypeError', `Variable data has to be a tensor, but got ${typeName(value)}`, 'Assign a tensor.')
    replaceData(session, x, value)
  } else if (readable.has(name))
    raise(
      'AttributeError',
      `attribute '${name}' of 'torch._C._TensorBase' objects is not writable`,
      'It follows from the tensor.',
    )
  else
    raise(
      'AttributeError',
      `'Tensor' object has no attribute '${name}'`,
      didYouMean(name, assignable, 'Only grad, data and requires_grad can be assigned here.'),
    )
}
