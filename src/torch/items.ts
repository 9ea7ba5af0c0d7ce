import { places } from './calling.ts'
import { member } from './classes.ts'
import { raise } from './raised.ts'
import { type FunctionValue, type InstanceValue, int, typeName, type Value } from './value.ts'

/** An iterator over values that are made one after the other. */
export function generator(values: Iterable<Value>): Value {
  const source = values[Symbol.iterator]()
  return {
    kind: 'iterator',
    name: 'generator',
    next: () => {
      const step = source.next()
      return step.done === true ? null : step.value
    },
  }
}

/** The values that PyTorch goes through when it is handed a list, a tuple, a generator, a dictionary or an object that can be iterated. */
export function* itemsOf(value: Value): Generator<Value, void, undefined> {
  switch (value.kind) {
    case 'list':
    case 'tuple':
      yield* value.items
      return
    case 'dict':
      for (const [key] of value.entries.values()) yield key
      return
    case 'range':
      for (let i = value.start; value.step > 0 ? i < value.stop : i > value.stop; i += value.step) yield int(i)
      return
    case 'iterator':
      for (let next = value.next(); next !== null; next = value.next()) yield next
      return
    case 'instance': {
      const iter = member(value.type, '__iter__')
      if (iter?.kind === 'function') {
        yield* itemsOf(iter.call(places(value)))
        return
      }
      const [length, get] = [member(value.type, '__len__'), member(value.type, '__getitem__')]
      if (length?.kind === 'function' && get?.kind === 'function') {
        yield* entriesOf(value, length, get)
        return
      }
      break
    }
    default:
  }
  raise('TypeError', `'${typeName(value)}' object is not iterable`, 'Give a list.')
}

function* entriesOf(value: InstanceValue, length: FunctionValue, get: FunctionValue) {
  const count = length.call(places(value))
  for (let i = 0; count.kind === 'int' && i < count.value; i++) yield get.call(places(value, int(i)))
}
