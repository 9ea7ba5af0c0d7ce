import { plainClass } from '../torch/classes.ts'
import { raise } from '../torch/raised.ts'
import {
  type Arguments,
  bool,
  type FunctionValue,
  int,
  none,
  str,
  type TypeValue,
  typeName,
  type Value,
} from '../torch/value.ts'
import { deleteAttribute, findAttribute, getAttribute, setPlain } from './attribute.ts'
import { formatted } from './format.ts'
import { identityOf } from './keys.ts'
import type { Operating } from './operators.ts'
import { fullName, repr, text } from './show.ts'

const notImplemented: Value = { kind: 'not_implemented' }

const nameOf = (value: Value | undefined): string =>
  value?.kind === 'str'
    ? value.value
    : raise('TypeError', `attribute name must be string, not '${typeName(value ?? none)}'`, 'Give the name as a text.')

type Method = (self: Value, args: readonly Value[]) => Value

/** What every object has, whatever its class. */
const methods = (at: Operating): readonly (readonly [string, Method])[] => [
  ['__init__', () => none],
  ['__init_subclass__', () => none],
  [
    '__repr__',
    (self) =>
      str(
        self.kind === 'instance'
          ? `<${fullName(self.type)} object at 0x${(0x7f00_0000_0000 + identityOf(self) * 16).toString(16)}>`
          : repr(at.session, self),
      ),
  ],
  ['__str__', (self) => str(text(at.session, self))],
  ['__eq__', (self, [other]) => (self === other ? bool(true) : notImplemented)],
  ['__ne__', (self, [other]) => (self === other ? bool(false) : notImplemented)],
  ['__hash__', (self) => int(identityOf(self))],
  [
    '__format__',
    (self, [spec]) => str(formatted(self, spec?.kind === 'str' ? spec.value : '', text(at.session, self))),
  ],
  [
    '__setattr__',
    (self, [name, value = none]) => {
      if (self.kind === 'instance') setPlain(at, self, nameOf(name), value)
      else
        raise(
          'AttributeError',
          `'${typeName(self)}' object has no attribute '${nameOf(name)}'`,
          'Use an object of a class.',
        )
      return none
    },
  ],
  [
    '__delattr__',
    (self, [name]) => {
      if (self.kind !== 'instance' || !self.attributes.delete(nameOf(name))) deleteAttribute(at, self, nameOf(name))
      return none
    },
  ],
  [
    '__getattribute__',
    (self, [name]) =>
      (self.kind === 'instance' ? self.attributes.get(nameOf(name)) : undefined) ??
      findAttribute(at, self, nameOf(name)) ??
      getAttribute(at, self, nameOf(name)),
  ],
]

/** The class `object`, which all classes inherit from. */
export function objectClass(at: Operating): TypeValue {
  const type: TypeValue = plainClass('object', () => ({ kind: 'instance', type, attributes: new Map() }))
  const define = (name: string, call: FunctionValue['call']): void => {
    type.members.set(name, { kind: 'function', name, flavour: 'builtin', call })
  }
  for (const [name, method] of methods(at))
    define(name, ({ positional: [self = none, ...args] }: Arguments) => method(self, args))
  define('__new__', ({ positional: [of] }) =>
    of?.kind === 'type'
      ? { kind: 'instance', type: of, attributes: new Map() }
      : raise('TypeError', 'object.__new__(X): X is not a type object', 'Give it the class.'),
  )
  return type
}
