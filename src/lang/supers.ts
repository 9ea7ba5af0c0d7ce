import { raise } from '../torch/raised.ts'
import type { Value } from '../torch/value.ts'
import type { Scope } from './scope.ts'

/** `super()`: the object of the method around, seen as one of the classes after the method's own. */
export function superOf(scope: Scope): Value {
  const type = scope.find('__class__')
  let around: Scope | null = scope
  while (around !== null && around.first === null) around = around.parent
  const self = around?.first ?? null
  if (type?.kind !== 'type' || self === null)
    return raise('RuntimeError', 'super(): __class__ cell not found', 'Call super() in a method of a class.')
  return superFrom(type, self)
}

/** `super(type, self)`. */
export function superFrom(type: Value, self: Value): Value {
  const fits =
    (self.kind === 'instance' && type.kind === 'type' && self.type.order.includes(type)) ||
    (self.kind === 'type' && type.kind === 'type' && self.order.includes(type))
  if (!fits || type.kind !== 'type' || (self.kind !== 'instance' && self.kind !== 'type'))
    return raise(
      'TypeError',
      'super(type, obj): obj must be an instance or subtype of type',
      'Give the class that the method stands in, and self.',
    )
  return { kind: 'super', after: type, self }
}
