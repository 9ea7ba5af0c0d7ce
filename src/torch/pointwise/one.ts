import type { Attrs, OpName } from '../../core/op.ts'
import { negative, raised } from '../binary.ts'
import { dtypes, isFloating } from '../dtype.ts'
import { cast, constant } from '../operand.ts'
import { raise } from '../raised.ts'
import { apply, dtypeOf, type Session, shapeOf } from '../session.ts'
import { type Bound, type Row, row } from '../signature.ts'
import type { TensorValue, Value } from '../value.ts'

/** A whole number or truth value before a function whose results have a point: as the default type, where that is not float32, which the ops give. */
export const floated = (session: Session, x: TensorValue): TensorValue =>
  session.defaultDtype === 'float64' && !isFloating(dtypeOf(session, x)) ? cast(session, x, 'float64') : x

/** An op of one tensor, element by element. */
export const entrywise = (
  session: Session,
  op: OpName,
  x: TensorValue,
  gradFn: string,
  attrs: Attrs = {},
): TensorValue => apply(session, op, [x], attrs, shapeOf(session, x), gradFn)

/** A function of one tensor whose results have a point. The core has it under the same name. */
const smooth = (op: OpName, gradFn: string, name: string = op): Row =>
  row(`${name}(input, *, out=)`, (session, args) =>
    entrywise(session, op, floated(session, args.tensor('input')), `${gradFn}Backward0`),
  )

/** A function of one tensor that keeps whole numbers whole; `refusesBool` is what it says of truth values. */
const keeping = (op: OpName, gradFn: string, refusesBool: string | null = null, name: string = op): Row =>
  row(`${name}(input, *, out=)`, (session, args) => {
    const x = args.tensor('input')
    if (refusesBool !== null && dtypeOf(session, x) === 'bool')
      raise('RuntimeError', refusesBool, 'Turn it into numbers first: .float().')
    return entrywise(session, op, x, `${gradFn}Backward0`)
  })

const steps = (op: 'floor' | 'ceil' | 'trunc', gradFn: string, name: string = op): Row =>
  keeping(op, gradFn, `"${op}_vml_cpu" not implemented for 'Bool'`, name)

/** A question about each number. */
const question = (op: OpName): Row =>
  row(`${op}(input, *, out=)`, (session, args) => entrywise(session, op, args.tensor('input'), ''))

/** `torch.round`, to whole numbers or to `decimals` places. */
function round(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const places = args.int('decimals', 0)
  if (places === 0) return entrywise(session, 'round', x, 'RoundBackward0')
  const scale = constant(session, { kind: 'float', value: 10 ** Math.abs(places) }, dtypeOf(session, x))
  const [there, back] = places > 0 ? (['mul', 'div'] as const) : (['div', 'mul'] as const)
  const shape = shapeOf(session, x)
  const large = apply(session, there, [x, scale], {}, shape, '')
  return apply(session, back, [entrywise(session, 'round', large, ''), scale], {}, shape, 'RoundBackward1')
}

function fraction(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const dtype = dtypeOf(session, x)
  if (!isFloating(dtype))
    raise('RuntimeError', `"frac_cpu" not implemented for '${dtypes[dtype].scalar}'`, 'Call .float() first.')
  return entrywise(session, 'frac', x, 'FracBackward0')
}

function square(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  return raised(session, x, constant(session, { kind: 'int', value: 2 }, dtypeOf(session, x)), true)
}

/** x times a number, as degrees are turned into radians. */
const scaledBy = (name: string, factor: number, gradFn: string): Row =>
  row(`${name}(input)`, (session, args) => {
    const x = args.tensor('input')
    const by = constant(
      session,
      { kind: 'float', value: factor },
      isFloating(dtypeOf(session, x)) ? dtypeOf(session, x) : session.defaultDtype,
    )
    return apply(session, 'mul', [x, by], {}, shapeOf(session, x), gradFn)
  })

/** ln(p / (1 − p)); with `eps`, p is kept that far from 0 and 1. */
function logit(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const eps = args.get('eps') === null ? null : args.number('eps', 0)
  const shape = shapeOf(session, x)
  const number = (value: number): TensorValue => constant(session, { kind: 'float', value }, dtypeOf(session, x))
  const p = eps === null ? x : entrywise(session, 'hardtanh', x, '', { min: eps, max: 1 - eps })
  const odds = apply(session, 'div', [p, apply(session, 'sub', [number(1), p], {}, shape, '')], {}, shape, '')
  return apply(session, 'log', [odds], {}, shape, 'LogitBackward0')
}

/** `abs(x)`. */
export function absoluteOf(session: Session, x: TensorValue): TensorValue {
  if (dtypeOf(session, x) === 'bool')
    raise('RuntimeError', '"abs_cpu" not implemented for \'Bool\'', 'Turn it into numbers first: .float().')
  return entrywise(session, 'abs', x, 'AbsBackward0')
}

/** max(x, 0). */
export function reluOf(session: Session, x: TensorValue): TensorValue {
  if (dtypeOf(session, x) === 'bool')
    raise('RuntimeError', 'Boolean inputs not supported for relu', 'Turn it into numbers first: .float().')
  return entrywise(session, 'relu', x, 'ReluBackward0')
}

/** Functions of one tensor, element by element; each has a form that changes its tensor. */
export const ofOne: readonly Row[] = [
  smooth('exp', 'Exp'),
  smooth('exp2', 'Exp2'),
  smooth('expm1', 'Expm1'),
  smooth('log', 'Log'),
  smooth('log2', 'Log2'),
  smooth('log10', 'Log10'),
  smooth('log1p', 'Log1P'),
  smooth('sqrt', 'Sqrt'),
  smooth('rsqrt', 'Rsqrt'),
  smooth('reciprocal', 'Reciprocal'),
  smooth('sin', 'Sin'),
  smooth('cos', 'Cos'),
  smooth('tan', 'Tan'),
  smooth('asin', 'Asin'),
  smooth('acos', 'Acos'),
  smooth('atan', 'Atan'),
  smooth('sinh', 'Sinh'),
  smooth('cosh', 'Cosh'),
  smooth('asinh', 'Asinh'),
  smooth('acosh', 'Acosh'),
  smooth('atanh', 'Atanh'),
  smooth('sigmoid', 'Sigmoid'),
  smooth('tanh', 'Tanh'),
  smooth('erf', 'Erf'),
  smooth('erfc', 'Erfc'),
  row('abs(input, *, out=)', (session, args) => absoluteOf(session, args.tensor('input'))),
  row('relu(input)', (session, args) => reluOf(session, args.tensor('input'))),
  keeping('sign', 'Sign'),
  keeping('sign', 'Sgn', null, 'sgn'),
  steps('floor', 'Floor'),
  steps('ceil', 'Ceil'),
  steps('trunc', 'Trunc'),
  row('round(input, *, decimals=, out=)', round),
  row('frac(input, *, out=)', fraction),
  row('neg(input, *, out=)', (session, args) => negative(session, args.tensor('input'))),
  row('square(input, *, out=)', square),
  row('logit(input, eps=, *, out=)', logit),
  scaledBy('deg2rad', Math.PI / 180, 'Deg2RadBackward0'),
  scaledBy('rad2deg', 180 / Math.PI, 'Rad2DegBackward0'),
]

/** `+x`: the tensor itself. */
export function positive(session: Session, x: TensorValue): TensorValue {
  if (dtypeOf(session, x) === 'bool')
    raise(
      'RuntimeError',
      'The `+` operator, on a bool tensor is not supported.',
      'Turn it into numbers first: .float().',
    )
  return x
}

/** Functions of one tensor that have no such form. */
export const askedOfOne: readonly Row[] = [
  question('isnan'),
  question('isinf'),
  question('isfinite'),
  question('signbit'),
  row('positive(input)', (session, args) => positive(session, args.tensor('input'))),
]
