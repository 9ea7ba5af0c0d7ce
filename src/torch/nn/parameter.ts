import { type Tensor, tensor } from '../../core/tensor.ts'
import { makeClass } from '../classes.ts'
import { isFloating } from '../dtype.ts'
import { noLiterals, plant } from '../made.ts'
import { raise } from '../raised.ts'
import { afford, cellOf, dtypeOf, leaf, nodeOf, origin, type Session, shapeOf } from '../session.ts'
import { type FunctionValue, type TensorValue, type TypeValue, typeName } from '../value.ts'
import { binder } from './python.ts'

/** A new parameter with these numbers. */
export function newParameter(session: Session, value: Tensor): TensorValue {
  const made = leaf(session, value, true)
  made.parameter = true
  return made
}

/** `nn.Parameter(data)`: a leaf that shares the memory of `data`. */
export function parameterOver(session: Session, data: TensorValue, requiresGrad: boolean): TensorValue {
  const node = nodeOf(session, data)
  if (requiresGrad && !isFloating(dtypeOf(session, data)))
    raise(
      'RuntimeError',
      'Only Tensors of floating point and complex dtype can require gradients',
      'Write the numbers with a point: 1.0 instead of 1.',
    )
  afford(session, shapeOf(session, data))
  const made = plant(session.recording, {
    role: requiresGrad ? 'parameter' : 'data',
    value: node.value,
    requiresGrad,
    literals: node.kind === 'leaf' ? node.literals : noLiterals,
    ...origin(session),
  })
  const cell = cellOf(made, null)
  cell.memory = data.memory
  if (requiresGrad) cell.memory.parameter = cell
  cell.seen = data.memory.version
  cell.parameter = true
  return cell
}

/** The class `torch.nn.Parameter`, whose call makes a tensor. */
export function parameterClass(session: Session, tensorType: TypeValue): TypeValue {
  const bind = binder('Parameter.__new__(cls, data=, requires_grad=)')
  const make: FunctionValue = {
    kind: 'function',
    name: '__new__',
    flavour: 'builtin',
    call: (args) => {
      const given = bind(args)
      const data = given.get('data')
      const requiresGrad = given.flag('requires_grad', true)
      if (data === null) return parameterOver(session, leaf(session, tensor([], [0])), requiresGrad)
      if (data.kind !== 'tensor')
        return raise(
          'AttributeError',
          `'${typeName(data)}' object has no attribute 'detach'`,
          'A parameter is made from a tensor: nn.Parameter(torch.tensor(...)).',
        )
      return parameterOver(session, data, requiresGrad)
    },
  }
  return makeClass({
    name: 'Parameter',
    module: 'torch.nn.parameter',
    bases: [tensorType],
    members: new Map([['__new__', make]]),
  })
}
