import type { OpName } from '../core/op.ts'
import { difference, elementwise, negative, raised, scaled } from './binary.ts'
import { entrywiseClash } from './clash.ts'
import { dtypes } from './dtype.ts'
import { constant, operand, operandOf } from './operand.ts'
import { raise } from './raised.ts'
import { apply, dtypeOf, type Session, shapeOf } from './session.ts'
import { broadcast } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import { isNumber, type TensorValue, typeName, type Value } from './value.ts'

/** A function of one tensor that the core has under the same name. */
const unary = (name: OpName, gradFn: string): Row =>
  row(`${name}(input)`, (session, args) => {
    const x = args.tensor('input')
    if (dtypeOf(session, x) === 'bool' && (name === 'abs' || name === 'relu'))
      raise(
        'RuntimeError',
        name === 'abs' ? '"abs_cpu" not implemented for \'Bool\'' : 'Boolean inputs not supported for relu',
        'Turn it into numbers first: .float().',
      )
    return apply(session, name, [x], {}, shapeOf(session, x), `${gradFn}Backward0`)
  })

const other = (session: Session, args: Bound): TensorValue =>
  operandOf(session, args.name, args.value('other'), args.tensor('input'))

/** A function of two tensors, or of a tensor and a number. */
const binary = (name: OpName, gradFn: string): Row =>
  row(`${name}(input, other)`, (session, args) =>
    elementwise(session, name, args.tensor('input'), other(session, args), gradFn),
  )

const strict = (name: OpName, gradFn: string): Row =>
  row(`${name}(input, other)`, (session, args) =>
    elementwise(session, name, args.tensor('input'), args.tensor('other'), gradFn),
  )

const alphaOf = (session: Session, args: Bound): TensorValue =>
  scaled(session, other(session, args), args.number('alpha', 1))

function power(session: Session, args: Bound): Value {
  const [base, exponent] = [args.value('input'), args.value('exponent')]
  if (base.kind === 'tensor') {
    const by = operand(session, exponent, base) ?? args.refuse('exponent', 'Tensor', exponent)
    return raised(session, base, by, exponent.kind !== 'tensor')
  }
  if (exponent.kind !== 'tensor') return args.refuse('exponent', 'Tensor', exponent)
  const from = operand(session, base, exponent) ?? args.refuse('input', 'Tensor', base)
  return raised(session, from, exponent, false)
}

function choice(session: Session, args: Bound): Value {
  const test = args.tensor('condition')
  const dtype = dtypeOf(session, test)
  if (dtype !== 'bool')
    raise(
      'RuntimeError',
      `where expected condition to be a boolean tensor, but got a tensor with dtype ${dtypes[dtype].scalar}`,
      'A comparison such as x > 0 makes a boolean tensor.',
    )
  const [yes, no] = [args.value('input'), args.value('other')]
  const beside = yes.kind === 'tensor' ? yes : no.kind === 'tensor' ? no : null
  const side = (name: string, value: Value): TensorValue => {
    if (value.kind === 'tensor') return value
    const found =
      beside === null && isNumber(value) ? constant(session, value, value.kind === 'int' ? 'int64' : 'float32') : null
    return found ?? (beside === null ? null : operand(session, value, beside)) ?? args.refuse(name, 'Tensor', value)
  }
  const [p, q] = [side('input', yes), side('other', no)]
  const inner = broadcast(shapeOf(session, p), shapeOf(session, q), () => entrywiseClash(session, p, q))
  return apply(session, 'where', [test, p, q], {}, broadcast(shapeOf(session, test), inner), 'WhereBackward0')
}

/** min(max(x, low), high), from the ops maximum and minimum. */
function clamp(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const bound = (name: string): TensorValue | null => {
    const value = args.get(name)
    if (value === null) return null
    return operand(session, value, x) ?? args.refuse(name, 'Number', value)
  }
  const [low, high] = [bound('min'), bound('max')]
  if (low === null && high === null)
    raise('RuntimeError', "torch.clamp: At least one of 'min' or 'max' must not be None", 'Give min, max or both.')
  // Inside the bounds, and on them, the whole gradient passes, as in PyTorch; maximum would share it by halves.
  const above = low === null ? x : limited(session, x, low, 'ge')
  return high === null ? above : limited(session, above, high, 'le')
}

function limited(session: Session, x: TensorValue, bound: TensorValue, op: 'ge' | 'le'): TensorValue {
  const shape = shapeOf(session, x)
  const inside = apply(session, op, [x, bound], {}, shape, '')
  return apply(session, 'where', [inside, x, bound], {}, shape, 'ClampBackward1')
}

function square(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  return raised(session, x, constant(session, { kind: 'int', value: 2 }, dtypeOf(session, x)), true)
}

/** Functions that work element by element; those of one tensor are methods too. */
export const pointwise: readonly Row[] = [
  unary('exp', 'Exp'),
  unary('log', 'Log'),
  unary('sqrt', 'Sqrt'),
  unary('abs', 'Abs'),
  unary('sin', 'Sin'),
  unary('cos', 'Cos'),
  unary('sigmoid', 'Sigmoid'),
  unary('tanh', 'Tanh'),
  unary('relu', 'Relu'),
  unary('sign', 'Sign'),
  row('neg(input)', (session, args) => negative(session, args.tensor('input'))),
  row('square(input)', square),
  row('pow(input, exponent)', power),
  row('add(input, other, *, alpha=)', (session, args) =>
    elementwise(session, 'add', args.tensor('input'), alphaOf(session, args), 'AddBackward0'),
  ),
  row('sub(input, other, *, alpha=)', (session, args) =>
    difference(session, args.tensor('input'), alphaOf(session, args)),
  ),
  binary('mul', 'MulBackward0'),
  binary('div', 'DivBackward0'),
  binary('gt', ''),
  binary('ge', ''),
  binary('lt', ''),
  binary('le', ''),
  binary('eq', ''),
  binary('ne', ''),
  strict('maximum', 'MaximumBackward0'),
  strict('minimum', 'MinimumBackward0'),
  row('where(condition, input, other)', choice),
  row('clamp(input, min=, max=)', clamp),
]

/** What Python says when an operator does not know its operands. */
export const unsupported = (symbol: string, left: Value, right: Value): never =>
  raise(
    'TypeError',
    `unsupported operand type(s) for ${symbol}: '${typeName(left)}' and '${typeName(right)}'`,
    'Only numbers and tensors can be combined like this.',
  )
