import { type Dtype, promote, scalar } from '../core/tensor.ts'
import { isFloating } from './dtype.ts'
import { noLiterals, plant } from './made.ts'
import { raise } from './raised.ts'
import { afford, apply, cellOf, dtypeOf, origin, type Session, shapeOf, tensorOf } from './session.ts'
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

/** The tensor as another element type. Wider types are reached by a product with 1, so that the graph and the gradient stay whole. */
export function cast(session: Session, x: TensorValue, to: Dtype): TensorValue {
  const from = dtypeOf(session, x)
  if (from === to) return x
  if (promote(from, to) === to) {
    const one = constant(session, { kind: 'float', value: 1 }, to)
    return apply(session, 'mul', [x, one], {}, shapeOf(session, x), 'ToCopyBackward0')
  }
  return narrowed(session, x, to)
}

function narrowed(session: Session, x: TensorValue, to: Dtype): TensorValue {
  if (x.requiresGrad && session.gradMode && isFloating(to))
    raise(
      'NotImplementedError',
      `a gradient cannot flow from ${to} back to ${dtypeOf(session, x)} here`,
      'Use one floating type throughout, or detach() the tensor first.',
    )
  return convert(session, x, to)
}

function convert(session: Session, x: TensorValue, to: Dtype): TensorValue {
  const { shape, data } = tensorOf(session, x)
  afford(session, shape)
  const values = Array.from(data, (v) => (to === 'bool' ? Number(v !== 0) : to === 'int64' ? Math.trunc(v) : v))
  const value = { dtype: to, shape, data: to === 'float32' ? new Float32Array(values) : new Float64Array(values) }
  const leaf = { role: 'data' as const, value, requiresGrad: false, literals: noLiterals, ...origin(session) }
  return cellOf(plant(session.recording, leaf), null)
}
