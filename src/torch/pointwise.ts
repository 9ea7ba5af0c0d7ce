import { choosing, choosingMethods, mixing } from './pointwise/choice.ts'
import { changing } from './pointwise/inplace.ts'
import { likeness, logic } from './pointwise/logic.ts'
import { askedOfOne, ofOne } from './pointwise/one.ts'
import { ofTwo, onlyOfTwo } from './pointwise/two.ts'
import { raise } from './raised.ts'
import type { Row } from './signature.ts'
import { typeName, type Value } from './value.ts'

/** Other names of the same functions: `torch.negative` is `torch.neg`. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  neg: ['negative'],
  abs: ['absolute'],
  sub: ['subtract'],
  mul: ['multiply'],
  div: ['divide', 'true_divide'],
  gt: ['greater'],
  ge: ['greater_equal'],
  lt: ['less'],
  le: ['less_equal'],
  ne: ['not_equal'],
  trunc: ['fix'],
  asin: ['arcsin'],
  acos: ['arccos'],
  atan: ['arctan'],
  atan2: ['arctan2'],
  asinh: ['arcsinh'],
  acosh: ['arccosh'],
  atanh: ['arctanh'],
}

const withOtherNames = (rows: readonly Row[]): readonly Row[] =>
  rows.flatMap((each) => [each, ...(otherNames[each.name] ?? []).map((name) => ({ ...each, name }))])

/** Those that have a form which changes their tensor. */
const changeable = withOtherNames([...ofOne, ...ofTwo, ...logic, ...mixing])

/** Functions that work element by element. */
export const pointwise: readonly Row[] = [...changeable, ...askedOfOne, ...onlyOfTwo, ...likeness, ...choosing]

/** The same as methods, with the forms that change their tensor. */
export const pointwiseMethods: readonly Row[] = [
  ...pointwise.filter((each) => each.name !== 'where'),
  ...changeable.map(changing),
  ...choosingMethods,
]

const specialNames: Readonly<Record<string, string>> = {
  expit: 'sigmoid',
  erf: 'erf',
  erfc: 'erfc',
  exp2: 'exp2',
  expm1: 'expm1',
  log1p: 'log1p',
  logit: 'logit',
  round: 'round',
}

/** What `torch.special` holds. */
export function special(members: (rows: readonly Row[]) => Map<string, Value>): Map<string, Value> {
  const rows = Object.entries(specialNames).flatMap(([name, of]) =>
    pointwise.filter((each) => each.name === of).map((each) => ({ ...each, name })),
  )
  return members(rows)
}

/** What Python says when an operator does not know its operands. */
export const unsupported = (symbol: string, left: Value, right: Value): never =>
  raise(
    'TypeError',
    `unsupported operand type(s) for ${symbol}: '${typeName(left)}' and '${typeName(right)}'`,
    'Only numbers and tensors can be combined like this.',
  )
