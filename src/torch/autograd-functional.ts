import { sameShape, sizeOf } from '../core/tensor.ts'
import { called } from './calling.ts'
import { independent, likewise, released, type Several, severalOf } from './independent.ts'
import { jacobianRows, pulledBack, pushedForward } from './jacobian.ts'
import { raise } from './raised.ts'
import { dtypeOf, filled, type Session, shapeOf } from './session.ts'
import { shapeText } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import { type TensorValue, tuple, typeName, type Value } from './value.ts'

/** What a function is differentiated at: its inputs made independent, and what it gives there. */
interface At {
  readonly inputs: Several
  readonly given: Several
  readonly outputs: Several
  readonly create: boolean
}

function evaluated(session: Session, args: Bound, name: string): At {
  const value = args.value('inputs')
  const given = severalOf(value)
  if (given === null)
    return raise(
      'TypeError',
      `The inputs given to ${name} must be either a Tensor or a tuple of Tensors but the given inputs has type <class '${typeName(value)}'>.`,
      'Give a tensor, or several in a tuple.',
    )
  const create = args.flag('create_graph')
  const cells = given.cells.map((cell) => independent(session, cell, create && cell.requiresGrad))
  const mode = session.gradMode
  session.gradMode = true
  const result = called(args, 'func')(...cells)
  session.gradMode = mode
  const outputs = severalOf(result)
  if (outputs === null)
    return raise(
      'TypeError',
      `The outputs of the user-provided function given to ${name} must be either a Tensor or a tuple of Tensors but the given outputs of the user-provided function has type <class '${typeName(result)}'>.`,
      'Return a tensor, or several in a tuple.',
    )
  return { inputs: { ...given, cells }, given, outputs, create }
}

/** The vector v beside tensors; `missing` is said where there is none and there has to be. */
function vector(session: Session, value: Value | null, like: Several, missing: string): readonly TensorValue[] {
  const [first] = like.cells
  if (value === null) {
    if (like.cells.length !== 1 || sizeOf(shapeOf(session, first!)) !== 1) raise('RuntimeError', missing, 'Give v.')
    return [filled(session, shapeOf(session, first!), 1, dtypeOf(session, first!))]
  }
  const { cells } = severalOf(value) ?? { cells: [] }
  if (cells.length !== like.cells.length)
    raise(
      'RuntimeError',
      `v is a tuple of invalid length: should be ${like.cells.length} but got ${cells.length}.`,
      'Give one vector for each tensor.',
    )
  cells.forEach((cell, i) => {
    const [got, wanted] = [shapeOf(session, cell), shapeOf(session, like.cells[i]!)]
    if (sameShape(got, wanted)) return
    raise(
      'RuntimeError',
      `${cells.length > 1 ? `Entry ${i} in ` : ''}v has invalid size: should be torch.Size(${shapeText(wanted)}) but got torch.Size(${shapeText(got)}).`,
      'v has the shape of what it is multiplied with.',
    )
  })
  return cells
}

const values = (session: Session, { outputs, create }: At): Value =>
  likewise(
    outputs,
    outputs.cells.map((cell) => released(session, cell, create)),
  )

const aloneIn =
  'The vector v can only be None if the input to the user-provided function is a single Tensor with a single element.'
const aloneOut =
  'The vector v can only be None if the user-provided function returns a single Tensor with a single element.'

function jvp(session: Session, args: Bound): Value {
  const at = evaluated(session, args, 'jvp')
  const v = vector(session, args.get('v'), at.inputs, aloneIn)
  const moved = pushedForward(session, at.outputs.cells, at.inputs.cells, v, at.create)
  return tuple([values(session, at), likewise(at.outputs, moved)])
}

function vjp(session: Session, args: Bound): Value {
  const at = evaluated(session, args, 'vjp')
  const v = vector(session, args.get('v'), at.outputs, aloneOut)
  const gradients = pulledBack(session, at.outputs.cells, v, at.inputs.cells, at.create)
  return tuple([values(session, at), likewise(at.inputs, gradients)])
}

function jacobian(session: Session, args: Bound): Value {
  const at = evaluated(session, args, 'jacobian')
  const rows = at.outputs.cells.map((output) => jacobianRows(session, output, at.inputs.cells, at.create))
  return likewise(
    at.outputs,
    rows.map((each) => likewise(at.inputs, each)),
  )
}

/** A number that a function gives, and its gradient with a history. */
function slopes(session: Session, args: Bound, name: string) {
  const at = evaluated(session, args, name)
  const [output] = at.outputs.cells
  if (at.outputs.cells.length !== 1 || sizeOf(shapeOf(session, output!)) !== 1)
    raise(
      'RuntimeError',
      `The Tensor returned by the function given to ${name} should contain a single element`,
      'Make one number of it: .sum() or .mean().',
    )
  return { at, gradients: pulledBack(session, [output!], [null], at.inputs.cells, true) }
}

function hessian(session: Session, args: Bound): Value {
  const { at, gradients } = slopes(session, args, 'hessian')
  const rows = gradients.map((gradient) => jacobianRows(session, gradient, at.inputs.cells, at.create))
  return likewise(
    at.inputs,
    rows.map((each) => likewise(at.inputs, each)),
  )
}

/** The Hessian times a vector; it is symmetric, so either side is the same. */
const product =
  (name: string) =>
  (session: Session, args: Bound): Value => {
    const { at, gradients } = slopes(session, args, name)
    const v = vector(session, args.get('v'), at.inputs, aloneIn)
    return tuple([
      values(session, at),
      likewise(at.inputs, pulledBack(session, gradients, v, at.inputs.cells, at.create)),
    ])
  }

/** `torch.autograd.functional`: derivatives of functions of tensors. */
export const functionalDerivatives: readonly Row[] = [
  row('jvp(func, inputs, v=, create_graph=, strict=)', jvp),
  row('vjp(func, inputs, v=, create_graph=, strict=)', vjp),
  row('jacobian(func, inputs, create_graph=, strict=, vectorize=, strategy=)', jacobian),
  row('hessian(func, inputs, create_graph=, strict=, vectorize=, outer_jacobian_strategy=)', hessian),
  row('hvp(func, inputs, v=, create_graph=, strict=)', product('hvp')),
  row('vhp(func, inputs, v=, create_graph=, strict=)', product('vhp')),
]
