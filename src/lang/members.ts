import { raise } from '../torch/raised.ts'
import { int, type Value } from '../torch/value.ts'
import { counterMethods, dictMethods, factoryOf, orderedMethods } from './dict-methods.ts'
import { generatorMethods, iteratorMethods } from './iterator-methods.ts'
import { listMethods, tupleMethods } from './list-methods.ts'
import type { Method } from './method.ts'
import { floatMethods, intMethods, numberAttribute } from './number-methods.ts'
import type { Operating } from './operators.ts'
import { frozenMethods, setMethods } from './set-methods.ts'
import { stringMethods } from './string-methods.ts'

/** A method with its object; `work` is what one call may cost, in steps. */
function bound<T>(at: Operating, name: string, self: T, method: Method<T> | undefined, work = 1): Value | null {
  if (method === undefined) return null
  return {
    kind: 'function',
    name,
    flavour: 'builtin',
    call: (args) => {
      at.budget.charge(work)
      return method(at, self, args.positional, args.keywords)
    },
  }
}

/** A method of one of Python's own values; null where it has none of that name. */
export function memberOf(at: Operating, value: Value, name: string): Value | null {
  switch (value.kind) {
    case 'list':
      return bound(at, name, value, listMethods.get(name), name === 'append' ? 1 : 1 + value.items.length / 32)
    case 'dict': {
      if (name === 'default_factory') return factoryOf(value)
      const special = value.special?.name
      const extra = special === 'Counter' ? counterMethods : special === 'OrderedDict' ? orderedMethods : null
      return bound(at, name, value, extra?.get(name) ?? dictMethods.get(name))
    }
    case 'set':
      return bound(at, name, value, frozenMethods.get(name) ?? (value.frozen ? undefined : setMethods.get(name)))
    case 'view':
      if (name === 'isdisjoint')
        return raise('NotImplementedError', 'isdisjoint of views is not supported here', 'Use set(...).')
      return null
    case 'str':
      return bound(at, name, value.value, stringMethods.get(name), 1 + value.value.length / 32)
    case 'int':
    case 'bool':
      return numberAttribute(value, name) ?? bound(at, name, value, intMethods.get(name))
    case 'float':
      return numberAttribute(value, name) ?? bound(at, name, value, floatMethods.get(name))
    case 'iterator':
      return bound(
        at,
        name,
        value,
        iteratorMethods.get(name) ?? (value.generator === undefined ? undefined : generatorMethods.get(name)),
      )
    case 'range':
      return name === 'start' || name === 'stop' || name === 'step' ? int(value[name]) : null
    case 'slice':
      return name === 'start' || name === 'stop' || name === 'step' ? value[name] : null
    case 'tuple': {
      const { items, named } = value
      const fields = named?.members.get('_fields')
      const names = fields?.kind === 'tuple' ? fields.items : []
      const field = names.findIndex((each) => each.kind === 'str' && each.value === name)
      if (field >= 0) return items[field]!
      if (name === 'numel' && value.size === true)
        return bound(at, name, items, () =>
          items.reduce((n, item) => (item.kind === 'int' && n.kind === 'int' ? int(n.value * item.value) : n), int(1)),
        )
      return bound(at, name, items, tupleMethods.get(name))
    }
    default:
      return null
  }
}
