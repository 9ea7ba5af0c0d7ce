import { type Dtype, full } from '../../core/tensor.ts'
import { plainClass } from '../classes.ts'
import { dtypes, torchType } from '../dtype.ts'
import { raise } from '../raised.ts'
import { dtypeOf, type Session } from '../session.ts'
import { bind, row } from '../signature.ts'
import { type TypeValue, typeName, type Value } from '../value.ts'
import { fromData } from './data.ts'
import { checkShape, made } from './options.ts'

const head = row('new(*size)', (session) => made(session, full([0], 0), false))

/** `torch.Tensor(2, 3)`: a tensor of that shape; `torch.Tensor([2, 3])`: one of these numbers. */
function constructed(session: Session, dtype: Dtype, given: Parameters<NonNullable<TypeValue['call']>>[0]): Value {
  const args = bind(head, given)
  const [first] = args.rest
  if (first === undefined) return made(session, full([0], 0, dtype), false)
  const size = first.kind === 'tuple' && first.size === true
  if (first.kind === 'int' || size) {
    const shape = args.shape('size')
    checkShape(session, shape)
    return made(session, full(shape, 0, dtype), false)
  }
  if (first.kind === 'float' || first.kind === 'bool')
    raise('TypeError', `new(): data must be a sequence (got ${typeName(first)})`, 'Give a list of numbers.')
  return fromData(session, first, first.kind === 'tensor' ? dtypeOf(session, first) : dtype, false)
}

/** The class `torch.Tensor`, whose call makes a tensor of the default type. */
export const tensorClass = (session: Session): TypeValue =>
  plainClass('torch.Tensor', (args) => constructed(session, session.defaultDtype, args))

/** The old classes with a type in their name: `torch.FloatTensor`. */
export const typedClasses = (session: Session): readonly (readonly [string, TypeValue])[] =>
  Object.keys(dtypes)
    .filter((name): name is Dtype => name in dtypes)
    .map((dtype) => [
      torchType(dtype).replace('torch.', ''),
      plainClass(torchType(dtype), (args) => constructed(session, dtype, args)),
    ])
