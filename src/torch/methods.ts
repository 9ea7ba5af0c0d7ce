import { sameShape } from '../core/tensor.ts'
import { detached, setRequiresGrad } from './attributes.ts'
import { backward } from './autograd.ts'
import { elementwise } from './binary.ts'
import { conversions, typeQuestions } from './conversion.ts'
import { creationMethods } from './creation.ts'
import { functional } from './functional.ts'
import { inplace } from './inplace.ts'
import { pointwise } from './pointwise.ts'
import { raise } from './raised.ts'
import { randomInplace } from './random/inplace.ts'
import { randomMethods } from './random/rows.ts'
import { reductions } from './reductions.ts'
import { reshaping, views } from './reshaping.ts'
import { apply, type Session, shapeOf, tensorOf } from './session.ts'
import { dimension, dimensions, shapeText } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import { bool, float, int, list, none, size, type TensorValue, typeName, type Value } from './value.ts'

/** One element as a Python number. */
export function elementOf(session: Session, x: TensorValue, offset: number): Value {
  const { dtype, data } = tensorOf(session, x)
  const value = data[offset]!
  return dtype === 'bool' ? bool(value !== 0) : dtype === 'int64' ? int(value) : float(value)
}

/** The single element of a tensor, or PyTorch's refusal. */
export function itemOf(session: Session, x: TensorValue): Value {
  if (tensorOf(session, x).data.length !== 1)
    raise(
      'ValueError',
      'only one element tensors can be converted to Python scalars',
      'Index one element, or use tolist().',
    )
  return elementOf(session, x, 0)
}

function listed(session: Session, x: TensorValue, axis: number, from: number): Value {
  const { shape } = tensorOf(session, x)
  session.charge(1)
  if (axis === shape.length) return elementOf(session, x, from)
  const stride = shape.slice(axis + 1).reduce((n, extent) => n * extent, 1)
  return list(Array.from({ length: shape[axis]! }, (_, i) => listed(session, x, axis + 1, from + i * stride)))
}

function differentiate(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const gradient = args.get('gradient')
  if (!x.requiresGrad)
    raise(
      'RuntimeError',
      'element 0 of tensors does not require grad and does not have a grad_fn',
      'Nothing before it requires grad: give a tensor requires_grad=True, and compute outside no_grad().',
    )
  if (args.flag('create_graph'))
    raise(
      'NotImplementedError',
      'create_graph=True is not supported here',
      'Derivatives of derivatives cannot be recorded here.',
    )
  const retain = args.flag('retain_graph')
  if (gradient === null) {
    if (tensorOf(session, x).data.length !== 1)
      raise(
        'RuntimeError',
        'grad can be implicitly created only for scalar outputs',
        'Make one number of it first: .sum() or .mean().',
      )
    backward(session, x, retain)
    return none
  }
  if (gradient.kind !== 'tensor')
    raise(
      'TypeError',
      `gradients can be either Tensors or None, but got ${typeName(gradient)}`,
      'Give a tensor of the same shape.',
    )
  backward(session, weighted(session, x, gradient), retain)
  return none
}

/** Σ x·v: backward from it is what PyTorch does when `backward` is given the vector v. */
function weighted(session: Session, x: TensorValue, v: TensorValue): TensorValue {
  const [shape, given] = [shapeOf(session, x), shapeOf(session, v)]
  if (!sameShape(shape, given))
    raise(
      'RuntimeError',
      `Mismatch in shape: grad_output[0] has a shape of torch.Size(${shapeText(given)}) and output[0] has a shape of torch.Size(${shapeText(shape)}).`,
      'The vector must have the shape of the tensor.',
    )
  const mode = session.gradMode
  session.gradMode = true
  const product = elementwise(session, 'mul', x, detached(session, v), 'MulBackward0')
  const total = apply(
    session,
    'sum',
    [product],
    { dims: dimensions(null, shape.length), keepdim: false },
    [],
    'SumBackward0',
  )
  session.gradMode = mode
  return total
}

function retainGrad(session: Session, x: TensorValue): Value {
  if (!x.requiresGrad)
    raise(
      'RuntimeError',
      "can't retain_grad on Tensor that has requires_grad=False",
      'Only tensors that depend on a parameter have a gradient.',
    )
  if (x.isLeaf) return none
  x.retainsGrad = true
  session.cells.set(x.node, x)
  return none
}

function sizeOfTensor(session: Session, args: Bound): Value {
  const shape = shapeOf(session, args.tensor('input'))
  return args.get('dim') === null ? size(shape) : int(shape[dimension(args.int('dim', 0), shape.length)]!)
}

/** What a tensor can be asked that is not a function of the module too. */
const own: readonly Row[] = [
  row('backward(input, gradient=, retain_graph=, create_graph=)', differentiate),
  row('item(input)', (session, args) => itemOf(session, args.tensor('input'))),
  row('tolist(input)', (session, args) => listed(session, args.tensor('input'), 0, 0)),
  row('detach(input)', (session, args) => detached(session, args.tensor('input'))),
  row('retain_grad(input)', (session, args) => retainGrad(session, args.tensor('input'))),
  row('requires_grad_(input, requires_grad=)', (session, args) => {
    setRequiresGrad(session, args.tensor('input'), args.flag('requires_grad', true))
    return args.tensor('input')
  }),
  row('size(input, dim=)', sizeOfTensor),
  row('dim(input)', (session, args) => int(shapeOf(session, args.tensor('input')).length)),
  row('numel(input)', (session, args) => int(tensorOf(session, args.tensor('input')).data.length)),
  row('nelement(input)', (session, args) => int(tensorOf(session, args.tensor('input')).data.length)),
]

const clashes = new Set(['where', 'stack', 'cat'])

const byName = (rows: readonly Row[]): ReadonlyMap<string, Row> => new Map(rows.map((each) => [each.name, each]))

/** Every method of a tensor; the tensor itself is the first argument. */
export const methods: ReadonlyMap<string, Row> = byName([
  ...[...pointwise, ...reductions, ...reshaping].filter((each) => !clashes.has(each.name)),
  ...views,
  ...creationMethods,
  ...inplace,
  ...randomInplace,
  ...randomMethods,
  ...conversions,
  ...typeQuestions,
  ...own,
])

/** What `torch.nn.functional` holds. */
export const functionalRows: readonly Row[] = [
  ...pointwise.filter((each) => ['relu', 'sigmoid', 'tanh'].includes(each.name)),
  ...functional,
]
