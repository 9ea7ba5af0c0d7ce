import type { OpName } from '../../core/op.ts'
import { difference, elementwise, raised, scaled } from '../binary.ts'
import { isFloating } from '../dtype.ts'
import { cast, operand, operandOf } from '../operand.ts'
import { raise } from '../raised.ts'
import { dtypeOf, type Session } from '../session.ts'
import { type Bound, type Row, row } from '../signature.ts'
import type { TensorValue, Value } from '../value.ts'
import { quotient, rest } from './division.ts'
import { entrywise, floated } from './one.ts'

const other = (session: Session, args: Bound): TensorValue =>
  operandOf(session, args.name, args.value('other'), args.tensor('input'))

/** A function of two tensors, or of a tensor and a number. */
const binary = (name: OpName, gradFn: string): Row =>
  row(`${name}(input, other, *, out=)`, (session, args) =>
    elementwise(session, name, args.tensor('input'), other(session, args), gradFn),
  )

/** A function of two tensors whose results have a point. */
const smooth = (name: OpName, gradFn: string): Row =>
  row(`${name}(input, other, *, out=)`, (session, args) =>
    elementwise(session, name, floated(session, args.tensor('input')), floated(session, args.tensor('other')), gradFn),
  )

/** A function of two tensors, not of numbers. */
const strict = (name: OpName, gradFn: string): Row =>
  row(`${name}(input, other, *, out=)`, (session, args) =>
    elementwise(session, name, args.tensor('input'), args.tensor('other'), gradFn),
  )

function alphaOf(session: Session, args: Bound): TensorValue {
  const by = other(session, args)
  const alpha = args.get('alpha')
  const whole = !isFloating(dtypeOf(session, by)) && !isFloating(dtypeOf(session, args.tensor('input')))
  if (alpha?.kind === 'float' && whole)
    raise(
      'RuntimeError',
      'For integral input tensors, argument alpha must not be a floating point number.',
      'Give a whole number.',
    )
  return scaled(session, by, args.number('alpha', 1))
}

function power(session: Session, args: Bound): Value {
  const [base, exponent] = [args.value('input'), args.value('exponent')]
  if (base.kind === 'tensor') {
    const by = operand(session, exponent, base) ?? args.refuse('exponent', 'Tensor', exponent)
    return raised(session, base, by, exponent.kind !== 'tensor')
  }
  if (exponent.kind !== 'tensor') return args.refuse('exponent', 'Tensor', exponent)
  const from = operand(session, base, exponent) ?? args.refuse('input', 'Tensor', base)
  return elementwise(session, 'pow', from, exponent, 'PowBackward2')
}

function divided(session: Session, args: Bound): Value {
  const [x, by] = [args.tensor('input'), other(session, args)]
  const mode = args.get('rounding_mode')
  if (mode === null) return elementwise(session, 'div', floated(session, x), by, 'DivBackward0')
  const name = args.text('rounding_mode', '')
  if (name !== 'floor' && name !== 'trunc')
    return raise(
      'RuntimeError',
      `div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '${name}'`,
      "Give 'floor', 'trunc' or None.",
    )
  return quotient(session, x, by, name, 'DivBackward2')
}

/** √(a² + b²). */
function hypotenuse(session: Session, args: Bound): Value {
  const squared = (x: TensorValue): TensorValue => elementwise(session, 'mul', x, x, '')
  const sum = elementwise(session, 'add', squared(args.tensor('input')), squared(args.tensor('other')), '')
  return entrywise(session, 'sqrt', sum, 'HypotBackward0')
}

/** Functions of two tensors, element by element; each has a form that changes its first tensor. */
export const ofTwo: readonly Row[] = [
  row('add(input, other, *, alpha=, out=)', (session, args) =>
    elementwise(session, 'add', args.tensor('input'), alphaOf(session, args), 'AddBackward0'),
  ),
  row('sub(input, other, *, alpha=, out=)', (session, args) =>
    difference(session, args.tensor('input'), alphaOf(session, args)),
  ),
  binary('mul', 'MulBackward0'),
  row('div(input, other, *, rounding_mode=, out=)', divided),
  row('pow(input, exponent, *, out=)', power),
  row('floor_divide(input, other, *, out=)', (session, args) =>
    quotient(session, args.tensor('input'), other(session, args), 'floor', null),
  ),
  row('remainder(input, other, *, out=)', (session, args) => rest(session, 'remainder', args)),
  row('fmod(input, other, *, out=)', (session, args) => rest(session, 'fmod', args)),
  smooth('atan2', 'Atan2Backward0'),
  row('heaviside(input, values, *, out=)', (session, args) =>
    elementwise(session, 'heaviside', args.tensor('input'), args.tensor('values'), ''),
  ),
]

/** Functions of two tensors that have no such form. */
export const onlyOfTwo: readonly Row[] = [
  row('rsub(input, other, *, alpha=)', (session, args) => {
    const x = args.tensor('input')
    const from = other(session, args)
    const gradFn = args.value('other').kind === 'tensor' ? 'RsubBackward0' : 'RsubBackward1'
    return difference(session, from, scaled(session, x, args.number('alpha', 1)), gradFn)
  }),
  strict('maximum', 'MaximumBackward0'),
  strict('minimum', 'MinimumBackward0'),
  strict('fmax', 'FmaxBackward0'),
  strict('fmin', 'FminBackward0'),
  smooth('logaddexp', 'LogaddexpBackward0'),
  row('hypot(input, other, *, out=)', hypotenuse),
  row('float_power(input, exponent, *, out=)', (session, args) => {
    const [base, exponent] = [args.tensor('input'), args.value('exponent')]
    const wide = cast(session, base, 'float64')
    const by = operand(session, exponent, wide) ?? args.refuse('exponent', 'Tensor', exponent)
    return raised(session, wide, cast(session, by, 'float64'), exponent.kind !== 'tensor')
  }),
]
