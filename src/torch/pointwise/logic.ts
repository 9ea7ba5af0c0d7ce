import { difference, elementwise } from '../binary.ts'
import { dtypes, isFloating } from '../dtype.ts'
import { constant, operandOf } from '../operand.ts'
import { raise } from '../raised.ts'
import { apply, dtypeOf, type Session, shapeOf } from '../session.ts'
import { type Bound, type Row, row } from '../signature.ts'
import type { TensorValue } from '../value.ts'

type Compare = 'gt' | 'ge' | 'lt' | 'le' | 'eq' | 'ne'

const compare = (name: Compare): Row =>
  row(`${name}(input, other, *, out=)`, (session, args) => {
    const x = args.tensor('input')
    return elementwise(session, name, x, operandOf(session, name, args.value('other'), x), '')
  })

const zero = (session: Session, x: TensorValue): TensorValue =>
  constant(session, { kind: 'int', value: 0 }, dtypeOf(session, x))

/** Whether each number is not 0. */
const truths = (session: Session, x: TensorValue): TensorValue =>
  dtypeOf(session, x) === 'bool' ? x : apply(session, 'ne', [x, zero(session, x)], {}, shapeOf(session, x), '')

/** Whether each number is 0. */
export const falsehoods = (session: Session, x: TensorValue): TensorValue =>
  apply(session, 'eq', [x, zero(session, x)], {}, shapeOf(session, x), '')

const logical = (name: string, op: 'mul' | 'maximum' | 'ne'): Row =>
  row(`${name}(input, other, *, out=)`, (session, args) =>
    elementwise(session, op, truths(session, args.tensor('input')), truths(session, args.tensor('other')), ''),
  )

const bitOps = { and: 'bit_and', or: 'bit_or', xor: 'bit_xor', lshift: 'shift_left', rshift: 'shift_right' } as const
/** What is done with the bits of whole numbers. */
export type Bits = keyof typeof bitOps

/** `a & b`, `a | b`, `a ^ b`, `a << b` and `a >> b`. */
export function bits(session: Session, what: Bits, a: TensorValue, b: TensorValue): TensorValue {
  const floating = [a, b].map((x) => dtypeOf(session, x)).find(isFloating)
  const shifts = what === 'lshift' || what === 'rshift'
  if (floating !== undefined)
    raise(
      'RuntimeError',
      `"${shifts ? what : `bitwise_${what}`}_cpu" not implemented for '${dtypes[floating].scalar}'`,
      'Bits are those of whole numbers and truth values.',
    )
  return elementwise(session, bitOps[what], a, b, '')
}

/** `~x`: the opposite of truth values, the bits of whole numbers turned round. */
export function inverted(session: Session, x: TensorValue): TensorValue {
  const dtype = dtypeOf(session, x)
  if (dtype === 'bool') return falsehoods(session, x)
  if (isFloating(dtype))
    raise(
      'TypeError',
      '~ (operator.invert) is only implemented on integer and Boolean-type tensors',
      'Compare first: ~(x > 0).',
    )
  return apply(session, 'bit_not', [x], {}, shapeOf(session, x), '')
}

const bitwise = (name: string, what: Bits): Row =>
  row(`${name}(input, other, *, out=)`, (session, args) => {
    const x = args.tensor('input')
    return bits(session, what, x, operandOf(session, name, args.value('other'), x))
  })

/** Whether |a − b| ≤ atol + rtol·|b|; equal infinities are close. */
function near(session: Session, args: Bound): TensorValue {
  const [a, b] = [args.tensor('input'), args.tensor('other')]
  const [p, q] = [dtypeOf(session, a), dtypeOf(session, b)]
  if (p !== q)
    raise('RuntimeError', `${dtypes[p].scalar} did not match ${dtypes[q].scalar}`, 'Compare tensors of one type.')
  const number = (name: string, otherwise: number): TensorValue =>
    constant(session, { kind: 'float', value: args.number(name, otherwise) }, isFloating(p) ? p : session.defaultDtype)
  const same = elementwise(session, 'eq', a, b, '')
  const gap = entry(session, 'abs', p === 'bool' ? elementwise(session, 'ne', a, b, '') : difference(session, a, b))
  const relative = elementwise(session, 'mul', number('rtol', 1e-5), b, '')
  const allowed = elementwise(session, 'add', number('atol', 1e-8), entry(session, 'abs', relative), '')
  const within = elementwise(session, 'le', gap, allowed, '')
  const close = elementwise(
    session,
    'maximum',
    same,
    elementwise(session, 'mul', within, entry(session, 'isfinite', gap), ''),
    '',
  )
  if (!args.flag('equal_nan')) return close
  const none = elementwise(session, 'mul', entry(session, 'isnan', a), entry(session, 'isnan', b), '')
  return elementwise(session, 'maximum', close, none, '')
}

const entry = (session: Session, op: 'abs' | 'isfinite' | 'isnan', x: TensorValue): TensorValue =>
  apply(session, op, [x], {}, shapeOf(session, x), '')

const tolerances = 'rtol=, atol=, equal_nan='

/** Comparisons and logic; each of these has a form that changes its tensor. */
export const logic: readonly Row[] = [
  compare('gt'),
  compare('ge'),
  compare('lt'),
  compare('le'),
  compare('eq'),
  compare('ne'),
  logical('logical_and', 'mul'),
  logical('logical_or', 'maximum'),
  logical('logical_xor', 'ne'),
  row('logical_not(input, *, out=)', (session, args) => falsehoods(session, args.tensor('input'))),
  bitwise('bitwise_and', 'and'),
  bitwise('bitwise_or', 'or'),
  bitwise('bitwise_xor', 'xor'),
  bitwise('bitwise_left_shift', 'lshift'),
  bitwise('bitwise_right_shift', 'rshift'),
  row('bitwise_not(input, *, out=)', (session, args) => inverted(session, args.tensor('input'))),
]

/** Comparisons that have no such form. */
export const likeness: readonly Row[] = [row(`isclose(input, other, ${tolerances})`, near)]
