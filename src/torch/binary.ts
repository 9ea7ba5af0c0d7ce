import type { OpName } from '../core/op.ts'
import { type Dtype, promote } from '../core/tensor.ts'
import { entrywiseClash } from './clash.ts'
import { isFloating } from './dtype.ts'
import { cast, constant } from './operand.ts'
import { raise } from './raised.ts'
import { apply, dtypeOf, type Session, shapeOf, tensorOf } from './session.ts'
import { broadcast } from './shape.ts'
import type { TensorValue } from './value.ts'

/** Element by element, broadcast; refused in PyTorch's words. */
export function elementwise(session: Session, op: OpName, a: TensorValue, b: TensorValue, gradFn: string): TensorValue {
  const shape = broadcast(shapeOf(session, a), shapeOf(session, b), () => entrywiseClash(session, a, b))
  const [p, q] = together(session, a, b)
  return apply(session, op, [p, q], {}, shape, gradFn)
}

/** A lone number in a tensor does not widen a tensor of the same kind: float32 · float64 of shape [] stays float32. */
function together(session: Session, a: TensorValue, b: TensorValue): readonly [TensorValue, TensorValue] {
  const [p, q] = [tensorOf(session, a), tensorOf(session, b)]
  const same = isFloating(p.dtype) === isFloating(q.dtype) && p.dtype !== 'bool' && q.dtype !== 'bool'
  if (p.dtype === q.dtype || !same) return [a, b]
  if (p.shape.length === 0 && q.shape.length > 0 && promote(p.dtype, q.dtype) === p.dtype)
    return [cast(session, a, q.dtype), b]
  if (q.shape.length === 0 && p.shape.length > 0 && promote(p.dtype, q.dtype) === q.dtype)
    return [a, cast(session, b, p.dtype)]
  return [a, b]
}

const isBool = (session: Session, x: TensorValue): boolean => dtypeOf(session, x) === 'bool'

/** `-a`. */
export function negative(session: Session, a: TensorValue): TensorValue {
  if (isBool(session, a))
    raise(
      'RuntimeError',
      'Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.',
      'Turn it into numbers first: .float().',
    )
  return apply(session, 'neg', [a], {}, shapeOf(session, a), 'NegBackward0')
}

/** `a - b`. */
export function difference(session: Session, a: TensorValue, b: TensorValue, gradFn = 'SubBackward0'): TensorValue {
  if (isBool(session, a) && isBool(session, b))
    raise(
      'RuntimeError',
      'Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.',
      'Turn them into numbers first: .float().',
    )
  return elementwise(session, 'sub', a, b, gradFn)
}

/** `a ** b`; `scalar` says that the exponent is a Python number. */
export function raised(session: Session, a: TensorValue, b: TensorValue, scalar: boolean): TensorValue {
  const exponent = tensorOf(session, b)
  const whole = !isFloating(dtypeOf(session, a)) && !isFloating(exponent.dtype)
  if (whole && scalar && exponent.data.some((v) => v < 0))
    raise(
      'RuntimeError',
      'Integers to negative integer powers are not allowed.',
      'Make the tensor a float: write 2.0 instead of 2, or call .float().',
    )
  return elementwise(session, 'pow', a, b, scalar ? 'PowBackward0' : 'PowBackward1')
}

/** `a + alpha·b` and `a − alpha·b` as `torch.add` and `torch.sub` have them. */
export function scaled(session: Session, b: TensorValue, alpha: number): TensorValue {
  if (alpha === 1) return b
  const dtype: Dtype = dtypeOf(session, b)
  return elementwise(session, 'mul', b, constant(session, { kind: 'float', value: alpha }, dtype), 'MulBackward0')
}
