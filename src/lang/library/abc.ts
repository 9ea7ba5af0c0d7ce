import { makeClass } from '../../torch/classes.ts'
import { raise } from '../../torch/raised.ts'
import { bool, none, type TypeValue, type Value } from '../../torch/value.ts'
import { type Library, moduleOf, native } from './library.ts'

const isAbstract = (value: Value): boolean => {
  if (value.kind === 'descriptor') return isAbstract(value.get)
  return value.kind === 'function' && value.attributes?.has('__isabstractmethod__') === true
}

/** The abstract methods of a class that no class before them in its order writes. */
function missingIn(type: TypeValue): string[] {
  const seen = new Set<string>()
  const missing: string[] = []
  for (const { members } of type.order)
    for (const [name, value] of members) {
      if (!seen.has(name) && isAbstract(value)) missing.push(name)
      seen.add(name)
    }
  return missing.sort()
}

/** Python's `abc`: a class with abstract methods makes no objects. */
export const abc: Library = () => {
  const base = makeClass({ name: 'ABC', module: 'abc' })
  base.members.set(
    '__new__',
    native('__new__', ([type = none]) => {
      if (type.kind !== 'type') return raise('TypeError', 'object.__new__(X): X is not a type object', 'Give a class.')
      const missing = missingIn(type)
      if (missing.length > 0)
        raise(
          'TypeError',
          `Can't instantiate abstract class ${type.name} with abstract method${missing.length === 1 ? '' : 's'} ${missing.join(', ')}`,
          'Write these methods in the class.',
        )
      return { kind: 'instance', type, attributes: new Map() }
    }),
  )
  const mark = native('abstractmethod', ([method = none]) => {
    const f = method.kind === 'descriptor' ? method.get : method
    if (f.kind === 'function') {
      f.attributes ??= new Map()
      f.attributes.set('__isabstractmethod__', bool(true))
    }
    return method
  })
  return moduleOf(
    'abc',
    new Map<string, Value>([
      ['ABC', base],
      ['abstractmethod', mark],
    ]),
  )
}
