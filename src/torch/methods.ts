import { sizeOf } from '../core/tensor.ts'
import { detached, detachInPlace, setRequiresGrad } from './attributes.ts'
import { conversions, typeQuestions } from './conversion.ts'
import { creationMethods } from './creation.ts'
import { backwardMethod } from './differentiate.ts'
import { functional } from './functional.ts'
import { registerHook } from './hooks.ts'
import { inplace } from './inplace.ts'
import { pointwise, pointwiseMethods } from './pointwise.ts'
import { raise } from './raised.ts'
import { randomInplace } from './random/inplace.ts'
import { randomMethods } from './random/rows.ts'
import { type Session, shapeOf, tensorOf } from './session.ts'
import { dimension } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import { wholeMethods, wholeRows } from './tables.ts'
import { bool, float, int, list, none, size, type TensorValue, type Value } from './value.ts'

/** One element as a Python number. */
export function elementOf(session: Session, x: TensorValue, offset: number): Value {
  const { dtype, data } = tensorOf(session, x)
  const value = data[offset]!
  return dtype === 'bool' ? bool(value !== 0) : dtype === 'int64' ? int(value) : float(value)
}

/** The single element of a tensor, or PyTorch's refusal. */
export function itemOf(session: Session, x: TensorValue): Value {
  if (sizeOf(shapeOf(session, x)) !== 1)
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

function retainGrad(x: TensorValue): Value {
  if (!x.requiresGrad)
    raise(
      'RuntimeError',
      "can't retain_grad on Tensor that has requires_grad=False",
      'Only tensors that depend on a parameter have a gradient.',
    )
  if (x.isLeaf) return none
  x.retainsGrad = true
  x.node.cell = x
  return none
}

/** There are no NumPy arrays here: PyTorch's own refusal where it has one. */
function noArray(_: Session, args: Bound): Value {
  if (args.tensor('input').requiresGrad)
    raise(
      'RuntimeError',
      "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.",
      'There are no NumPy arrays here: use .tolist() for a list of numbers, or .item() for one number.',
    )
  return raise(
    'NotImplementedError',
    'NumPy arrays are not supported here',
    'Use .tolist() for a list of numbers, or .item() for one number.',
  )
}

function sizeOfTensor(session: Session, args: Bound): Value {
  const shape = shapeOf(session, args.tensor('input'))
  return args.get('dim') === null ? size(shape) : int(shape[dimension(args.int('dim', 0), shape.length)]!)
}

/** What a tensor can be asked that is not a function of the module too. */
const own: readonly Row[] = [
  backwardMethod,
  row('register_hook(input, hook)', (session, args) => {
    const hook = args.value('hook')
    if (hook.kind !== 'function') return args.refuse('hook', 'function', hook)
    return registerHook(session, args.tensor('input'), hook)
  }),
  row('item(input)', (session, args) => itemOf(session, args.tensor('input'))),
  row('tolist(input)', (session, args) => listed(session, args.tensor('input'), 0, 0)),
  row('detach(input)', (session, args) => detached(session, args.tensor('input'))),
  row('detach_(input)', (session, args) => detachInPlace(session, args.tensor('input'))),
  row('numpy(input, *, force=)', noArray),
  row('__array__(input, dtype=)', noArray),
  row('retain_grad(input)', (_, args) => retainGrad(args.tensor('input'))),
  row('requires_grad_(input, requires_grad=)', (session, args) => {
    setRequiresGrad(session, args.tensor('input'), args.flag('requires_grad', true))
    return args.tensor('input')
  }),
  row('size(input, dim=)', sizeOfTensor),
  row('dim(input)', (session, args) => int(shapeOf(session, args.tensor('input')).length)),
  row('ndimension(input)', (session, args) => int(shapeOf(session, args.tensor('input')).length)),
  row('numel(input)', (session, args) => int(sizeOf(shapeOf(session, args.tensor('input'))))),
  row('nelement(input)', (session, args) => int(sizeOf(shapeOf(session, args.tensor('input'))))),
]

const byName = (rows: readonly Row[]): ReadonlyMap<string, Row> => new Map(rows.map((each) => [each.name, each]))

/** Every method of a tensor; the tensor itself is the first argument. */
export const methods: ReadonlyMap<string, Row> = byName([
  ...pointwiseMethods,
  ...wholeRows,
  ...wholeMethods,
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
  ...pointwise.filter((each) => ['sigmoid', 'tanh'].includes(each.name)),
  ...functional,
]
