import { sameShape, sizeOf } from '../core/tensor.ts'
import { detached, setRequiresGrad } from './attributes.ts'
import { backward, gradientsBy, type Request } from './autograd.ts'
import { raise } from './raised.ts'
import { dtypeOf, filled, type Session, shapeOf, tensorOf } from './session.ts'
import { shapeText } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import { none, type TensorValue, tuple, typeName, type Value } from './value.ts'

/** One tensor, or several in a list or tuple. */
function several(args: Bound, name: string): readonly TensorValue[] {
  const value = args.value(name)
  if (value.kind === 'tensor') return [value]
  if (value.kind === 'list' || value.kind === 'tuple') return args.tensors(name)
  return raise('TypeError', `'${typeName(value)}' object is not iterable`, 'Give a tensor, or several in a list.')
}

/** The gradients given for the outputs; null stands for 1. */
function seedsOf(value: Value | null, count: number): readonly (TensorValue | null)[] {
  if (value === null) return Array.from({ length: count }, () => null)
  const given = value.kind === 'list' || value.kind === 'tuple' ? value.items : [value]
  if (given.length !== count)
    raise('RuntimeError', `got ${count} tensors and ${given.length} gradients`, 'Give one gradient for each output.')
  return given.map((each) => {
    if (each.kind === 'none') return null
    if (each.kind === 'tensor') return each
    return raise(
      'TypeError',
      value.kind === 'list' || value.kind === 'tuple'
        ? `gradients can be either Tensors or None, but got ${typeName(each)}`
        : `'${typeName(each)}' object is not iterable`,
      'Give a tensor of the same shape.',
    )
  })
}

/** What is asked, checked as PyTorch does. */
function requested(session: Session, args: Bound, outputs: readonly TensorValue[], given: Value | null): Request {
  const seeds = seedsOf(given, outputs.length)
  outputs.forEach((output, i) => {
    const shape = shapeOf(session, output)
    const seed = seeds[i] ?? null
    if (seed === null) {
      if (output.requiresGrad && sizeOf(tensorOf(session, output).shape) !== 1)
        raise(
          'RuntimeError',
          'grad can be implicitly created only for scalar outputs',
          'Make one number of it first: .sum() or .mean().',
        )
      return
    }
    const own = shapeOf(session, seed)
    if (!sameShape(shape, own))
      raise(
        'RuntimeError',
        `Mismatch in shape: grad_output[${i}] has a shape of torch.Size(${shapeText(own)}) and output[${i}] has a shape of torch.Size(${shapeText(shape)}).`,
        'The vector must have the shape of the tensor.',
      )
  })
  const flat = outputs.findIndex((output) => !output.requiresGrad)
  if (flat >= 0)
    raise(
      'RuntimeError',
      `element ${flat} of tensors does not require grad and does not have a grad_fn`,
      'Nothing before it requires grad: give a tensor requires_grad=True, and compute outside no_grad().',
    )
  const create = args.flag('create_graph')
  return { outputs, seeds, retain: args.flag('retain_graph', create), create }
}

function inputsOf(args: Bound): readonly TensorValue[] | null {
  if (args.get('inputs') === null) return null
  const inputs = several(args, 'inputs')
  if (inputs.length === 0)
    raise('RuntimeError', "'inputs' argument to backward() cannot be empty.", 'Name the tensors, or leave it out.')
  checkInputs(inputs)
  return inputs
}

function checkInputs(inputs: readonly TensorValue[]): void {
  if (inputs.some((input) => !input.requiresGrad))
    raise(
      'RuntimeError',
      'One of the differentiated Tensors does not require grad',
      'Give every input requires_grad=True before it is used.',
    )
}

/** `x.backward(…)`. */
export const backwardMethod: Row = row(
  'backward(input, gradient=, retain_graph=, create_graph=, inputs=)',
  (session, args) => {
    const request = requested(session, args, [args.tensor('input')], args.get('gradient'))
    backward(session, request, inputsOf(args))
    return none
  },
)

/** `torch.autograd.backward` and `torch.autograd.grad`. */
export const derivatives: readonly Row[] = [
  row('backward(tensors, grad_tensors=, retain_graph=, create_graph=, grad_variables=, inputs=)', (session, args) => {
    const request = requested(session, args, several(args, 'tensors'), args.get('grad_tensors'))
    backward(session, request, inputsOf(args))
    return none
  }),
  // what tensors were wrapped in before PyTorch 0.4: the tensor itself
  row('Variable(data, requires_grad=)', (session, args) => {
    const x = detached(session, args.tensor('data'))
    setRequiresGrad(session, x, args.flag('requires_grad'))
    return x
  }),
  row(
    'grad(outputs, inputs, grad_outputs=, retain_graph=, create_graph=, only_inputs=, allow_unused=, is_grads_batched=, materialize_grads=)',
    gradients,
  ),
]

function gradients(session: Session, args: Bound): Value {
  const outputs = several(args, 'outputs')
  const inputs = several(args, 'inputs')
  const request = requested(session, args, outputs, args.get('grad_outputs'))
  checkInputs(inputs)
  const materialize = args.flag('materialize_grads')
  const unused = args.flag('allow_unused', materialize)
  const found = gradientsBy(session, request, inputs)
  if (!unused && found.includes(null))
    raise(
      'RuntimeError',
      'One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.',
      'The output does not depend on it: leave it out, or write allow_unused=True to get None for it.',
    )
  return tuple(
    found.map((gradient, i): Value => {
      const input = inputs[i]!
      return gradient ?? (materialize ? filled(session, shapeOf(session, input), 0, dtypeOf(session, input)) : none)
    }),
  )
}
