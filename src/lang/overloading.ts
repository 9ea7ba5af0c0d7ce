import { inherits, member, send } from '../torch/classes.ts'
import type { Session } from '../torch/session.ts'
import { bool, type Value } from '../torch/value.ts'
import type { BinaryOperator } from './ast.ts'
import { equalObjects, truth } from './truth.ts'

/** The method of a class that an operator calls. */
export const specials: Readonly<Record<BinaryOperator, string>> = {
  '+': '__add__',
  '-': '__sub__',
  '*': '__mul__',
  '/': '__truediv__',
  '//': '__floordiv__',
  '%': '__mod__',
  '**': '__pow__',
  '@': '__matmul__',
  '&': '__and__',
  '|': '__or__',
  '^': '__xor__',
  '<<': '__lshift__',
  '>>': '__rshift__',
}

const mirroredNames = new Map(Object.values(specials).map((name) => [name, name.replace('__', '__r')]))

const asked = (self: Value, name: string, other: Value): Value | null => {
  const result = self.kind === 'instance' ? send(self, name, [other]) : null
  return result === null || result.kind === 'not_implemented' ? null : result
}

/** An operator where one side is an object of a class: the left one is asked, then the right one; null where neither knows. */
export function overloaded(operator: BinaryOperator, left: Value, right: Value): Value | null {
  const name = specials[operator]
  const mirrored = mirroredNames.get(name) ?? name
  const descends =
    left.kind === 'instance' &&
    right.kind === 'instance' &&
    left.type !== right.type &&
    inherits(right.type, left.type) &&
    member(right.type, mirrored) !== member(left.type, mirrored)
  if (descends) return asked(right, mirrored, left) ?? asked(left, name, right)
  return asked(left, name, right) ?? asked(right, mirrored, left)
}

const orders = {
  '<': ['__lt__', '__gt__'],
  '<=': ['__le__', '__ge__'],
  '>': ['__gt__', '__lt__'],
  '>=': ['__ge__', '__le__'],
  '!=': ['__ne__', '__ne__'],
} as const

/** A comparison where one side is an object of a class; null where neither knows. */
export function comparedObjects(
  session: Session,
  operator: keyof typeof orders | '==',
  left: Value,
  right: Value,
): Value | null {
  if (operator === '==') return equalObjects(left, right)
  const [name, mirrored] = orders[operator]
  const result = asked(left, name, right) ?? asked(right, mirrored, left)
  if (result !== null || operator !== '!=') return result
  return bool(!truth(session, equalObjects(left, right)))
}
