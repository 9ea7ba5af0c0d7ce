import { inherits, plainClass } from '../torch/classes.ts'
import { raise } from '../torch/raised.ts'
import { type TypeValue, typeName, type Value } from '../torch/value.ts'
import type { Machine } from './machine.ts'
import type { Operating } from './operators.ts'

/** Makes PyTorch's classes of tensors those that tensors are of. */
export function knowTensors({ types, modules }: Machine): void {
  types.set('Tensor', modules.tensorType)
  types.set('Parameter', modules.parameterType)
}

/** The class of a value. */
export function typeOf(at: Operating, value: Value): TypeValue {
  if (value.kind === 'instance') return value.type
  if (value.kind === 'tuple' && value.named !== undefined) return value.named
  const name = typeName(value)
  const found = at.types.get(name)
  if (found !== undefined) return found
  const made = plainClass(name, null)
  at.types.set(name, made)
  return made
}

/** Whether a value is an object of a class, or of one of several in a tuple. */
export function isInstance(at: Operating, value: Value, type: Value): boolean {
  if (type.kind === 'tuple') return type.items.some((each) => isInstance(at, value, each))
  if (type.kind !== 'type')
    return raise(
      'TypeError',
      'isinstance() arg 2 must be a type, a tuple of types, or a union',
      'Name a type, such as float.',
    )
  return type === at.types.get('object') || isSubclass(at, typeOf(at, value), type)
}

/** Whether a class is another or inherits from it. A bool is an int, a torch.Size and a named tuple are tuples. */
export function isSubclass(at: Operating, type: TypeValue, from: TypeValue): boolean {
  if (inherits(type, from) || from === at.types.get('object')) return true
  if (from.module !== 'builtins') return false
  return (parents.get(type.name) ?? []).includes(from.name) && type.module !== '__main__'
}

/** What Python's own classes inherit from. */
const parents: ReadonlyMap<string, readonly string[]> = new Map([
  ['bool', ['int']],
  ['torch.Size', ['tuple']],
  ['defaultdict', ['dict']],
  ['Counter', ['dict']],
  ['OrderedDict', ['dict']],
])
