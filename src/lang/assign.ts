import { member } from '../torch/classes.ts'
import { raise } from '../torch/raised.ts'
import { isNumber, list, typeName, type Value } from '../torch/value.ts'
import type { Expression, Target } from './ast.ts'
import { setAttribute } from './attribute.ts'
import { collect } from './iterate.ts'
import { goTo, type Machine, nameValue } from './machine.ts'
import type { Scope } from './scope.ts'
import { setSubscript } from './subscript.ts'

type Evaluate = (machine: Machine, scope: Scope, expression: Expression) => Value

/** Gives a value to what stands left of `=`; a tensor learns the name. */
export function assign(machine: Machine, scope: Scope, target: Target, value: Value, evaluate: Evaluate): void {
  switch (target.kind) {
    case 'name':
      nameValue(value, target.name)
      scope.set(target.name, value)
      return
    case 'attribute': {
      const object = evaluate(machine, scope, target.object)
      goTo(machine, target)
      setAttribute(machine, object, target.name, value)
      return
    }
    case 'subscript': {
      const object = evaluate(machine, scope, target.object)
      const index = evaluate(machine, scope, target.index)
      goTo(machine, target)
      setSubscript(machine, object, index, value)
      return
    }
    case 'targets':
      goTo(machine, target)
      unpack(machine, scope, target, collectFor(machine, value), evaluate)
  }
}

function collectFor(machine: Machine, value: Value): readonly Value[] {
  const alone =
    isNumber(value) ||
    value.kind === 'none' ||
    value.kind === 'function' ||
    (value.kind === 'instance' && member(value.type, '__iter__') === null && member(value.type, '__getitem__') === null)
  if (alone)
    raise(
      'TypeError',
      `cannot unpack non-iterable ${typeName(value)} object`,
      'There is one value on the right, and several names on the left.',
    )
  return value.kind === 'tuple' || value.kind === 'list' ? value.items : collect(machine, value)
}

function unpack(
  machine: Machine,
  scope: Scope,
  { items, starred }: Extract<Target, { readonly kind: 'targets' }>,
  values: readonly Value[],
  evaluate: Evaluate,
): void {
  const needed = starred < 0 ? items.length : items.length - 1
  const hint = `There are ${values.length} values for ${needed} names.`
  if (values.length < needed)
    raise(
      'ValueError',
      `not enough values to unpack (expected ${starred < 0 ? '' : 'at least '}${needed}, got ${values.length})`,
      hint,
    )
  if (starred < 0 && values.length > needed) raise('ValueError', `too many values to unpack (expected ${needed})`, hint)
  const rest = values.length - needed
  for (const [i, item] of items.entries()) {
    const from = starred >= 0 && i > starred ? i - 1 + rest : i
    const value = i === starred ? list(values.slice(i, i + rest)) : values[from]!
    assign(machine, scope, item, value, evaluate)
  }
}
