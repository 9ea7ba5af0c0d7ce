import { typeNumbers } from '../core/ops/convert.ts'
import { type Dtype, scalar } from '../core/tensor.ts'
import { isFloating } from './dtype.ts'
import { plant } from './made.ts'
import { raise } from './raised.ts'
import { afford, apply, cellOf, dtypeOf, origin, type Session, shapeOf } from './session.ts'
import { isNumber, type NumberValue, numberOf, type TensorValue, typeName, type Value } from './value.ts'

/** The element type of a Python number beside a tensor: the tensor's own where it can hold the number. */
function constantType(session: Session, value: NumberValue, beside: Dtype): Dtype {
  switch (value.kind) {
    case 'bool':
      return beside
    case 'int':
      return beside === 'bool' ? 'int64' : beside
    case 'float':
      return isFloating(beside) ? beside : session.defaultDtype
  }
}

/** A Python number as a leaf of the graph, with its place in the text where it was written literally. */
export function constant(session: Session, value: NumberValue, dtype: Dtype): TensorValue {
  afford(session, [])
  const span = value.kind === 'bool' ? undefined : value.span
  const leaf = {
    role: 'constant' as const,
    value: scalar(numberOf(value), dtype),
    requiresGrad: false,
    literals: [span ?? null],
    ...origin(session),
  }
  return cellOf(plant(session.recording, leaf), null)
}

/** A tensor, or a number beside a tensor, as a tensor. */
export function operand(session: Session, value: Value, beside: TensorValue): TensorValue | null {
  if (value.kind === 'tensor') return value
  return isNumber(value) ? constant(session, value, constantType(session, value, dtypeOf(session, beside))) : null
}

/** An operand, or a refusal that names the function and its argument. */
export function operandOf(session: Session, name: string, value: Value, beside: TensorValue): TensorValue {
  return (
    operand(session, value, beside) ??
    raise(
      'TypeError',
      `${name}(): argument 'other' (position 1) must be Tensor, not ${typeName(value)}`,
      'Give a tensor or a number.',
    )
  )
}

/** The tensor as another element type; between floating types the gradient flows. */
export function cast(session: Session, x: TensorValue, to: Dtype): TensorValue {
  const from = dtypeOf(session, x)
  if (from === to) return x
  const attrs = { from: typeNumbers.indexOf(from), to: typeNumbers.indexOf(to) }
  return apply(session, 'convert', [x], attrs, shapeOf(session, x), 'ToCopyBackward0')
}
