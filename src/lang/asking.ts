import { member, send } from '../torch/classes.ts'
import { Raised, raise } from '../torch/raised.ts'
import { bool, int, list, none, str, typeName, type Value } from '../torch/value.ts'
import { deleteAttribute, findAttribute, getAttribute, setAttribute } from './attribute.ts'
import type { Builtin } from './builtin.ts'
import { formatOf } from './format-value.ts'
import { callWith } from './functions.ts'
import { nextOf, walk } from './iterate.ts'
import { nextFrom } from './iterator-methods.ts'
import { identityOf, keyOf } from './keys.ts'
import { compare, type Operating } from './operators.ts'
import { repr, text } from './show.ts'
import { takes, whole } from './takes.ts'
import { truth } from './truth.ts'
import { isInstance, isSubclass, typeOf } from './types.ts'

const print: Builtin = (at, args, keywords) => {
  const option = (name: string, otherwise: string): string => {
    const value = keywords.get(name)
    if (value === undefined || value.kind === 'none') return otherwise
    return value.kind === 'str'
      ? value.value
      : raise('TypeError', `${name} must be None or a string, not ${typeName(value)}`, 'Give a text.')
  }
  for (const name of keywords.keys())
    if (!['sep', 'end', 'flush', 'file'].includes(name))
      raise('TypeError', `'${name}' is an invalid keyword argument for print()`, 'print knows sep and end.')
  const printed = args.map((value) => text(at.session, value)).join(option('sep', ' ')) + option('end', '\n')
  at.budget.log.print(at.session.line, printed)
  return none
}

function nameOf(value: Value | undefined, what: string): string {
  return value?.kind === 'str'
    ? value.value
    : raise('TypeError', `${what}: attribute name must be string`, 'Give the name as a text.')
}

/** An attribute, or null where reading it raises AttributeError. */
function attributeOrNull(at: Operating, object: Value, name: string): Value | null {
  try {
    return findAttribute(at, object, name)
  } catch (error) {
    if (error instanceof Raised && error.type === 'AttributeError') return null
    throw error
  }
}

/** Whether a value can be called. */
const callable = (value: Value): boolean =>
  value.kind === 'function' ||
  (value.kind === 'type' && value.call !== null) ||
  (value.kind === 'instance' && member(value.type, '__call__') !== null)

/** `iter(value)`: an iterator over it, or the iterator that it is. */
function iteratorOf(at: Operating, [value = none, sentinel]: readonly Value[]): Value {
  if (sentinel !== undefined) {
    const next = (): Value | null => {
      const result = callWith(at, value)
      return truth(at.session, compare(at, '==', result, sentinel)) ? null : result
    }
    return { kind: 'iterator', name: 'callable_iterator', next }
  }
  if (value.kind === 'iterator') return value
  if (value.kind === 'instance') {
    const found = send(value, '__iter__', [])
    if (found?.kind === 'instance' || found?.kind === 'iterator') return found
  }
  const next = walk(at, value)
  const name =
    value.kind === 'dict'
      ? 'dict_keyiterator'
      : value.kind === 'str'
        ? 'str_ascii_iterator'
        : `${typeName(value)}_iterator`
  return { kind: 'iterator', name, next }
}

const following: Builtin = (at, args) => {
  takes('next', args, 1, 2)
  const [value = none, otherwise] = args
  if (value.kind !== 'iterator' && (value.kind !== 'instance' || member(value.type, '__next__') === null))
    return raise('TypeError', `'${typeName(value)}' object is not an iterator`, 'Make one with iter(...).')
  at.budget.charge()
  if (value.kind === 'iterator') return nextFrom(at, value, otherwise)
  return (
    nextOf(value) ?? otherwise ?? raise('StopIteration', '', 'The iterator has no more values: give next a default.')
  )
}

const refused =
  (name: string, advice: string): Builtin =>
  () =>
    raise('NotImplementedError', `${name}() is not supported here`, advice)

const attributeNames = (at: Operating, value: Value): string[] => {
  const names = new Set<string>(at.types.get('object')!.members.keys())
  const type = typeOf(at, value)
  for (const each of value.kind === 'type' ? value.order : type.order)
    for (const name of each.members.keys()) names.add(name)
  if (value.kind === 'instance') for (const name of value.attributes.keys()) names.add(name)
  if (value.kind === 'module') for (const name of value.members.keys()) names.add(name)
  return [...names].sort()
}

/** Functions that print, and that ask what a value is and has. */
export const asking: Readonly<Record<string, Builtin>> = {
  print,
  isinstance: (at, args) => {
    takes('isinstance', args, 2)
    return bool(isInstance(at, args[0]!, args[1]!))
  },
  issubclass: (at, args) => {
    takes('issubclass', args, 2)
    const [type = none, from = none] = args
    if (type.kind !== 'type') return raise('TypeError', 'issubclass() arg 1 must be a class', 'Name a class.')
    const all = from.kind === 'tuple' ? from.items : [from]
    return bool(all.some((each) => each.kind === 'type' && isSubclass(at, type, each)))
  },
  hasattr: (at, args) => {
    takes('hasattr', args, 2)
    return bool(attributeOrNull(at, args[0]!, nameOf(args[1], 'hasattr()')) !== null)
  },
  getattr: (at, args) => {
    takes('getattr', args, 2, 3)
    const [object = none, name, otherwise] = args
    const wanted = nameOf(name, 'getattr()')
    if (otherwise === undefined) return getAttribute(at, object, wanted)
    return attributeOrNull(at, object, wanted) ?? otherwise
  },
  setattr: (at, args) => {
    takes('setattr', args, 3)
    setAttribute(at, args[0]!, nameOf(args[1], 'setattr()'), args[2]!)
    return none
  },
  delattr: (at, args) => {
    takes('delattr', args, 2)
    deleteAttribute(at, args[0]!, nameOf(args[1], 'delattr()'))
    return none
  },
  callable: (_, args) => {
    takes('callable', args, 1)
    return bool(callable(args[0]!))
  },
  repr: (at, args) => {
    takes('repr', args, 1)
    return str(repr(at.session, args[0]!))
  },
  ascii: (at, args) => str(repr(at.session, args[0] ?? none)),
  format: (at, args) => {
    takes('format', args, 1, 2)
    const [value = none, spec = str('')] = args
    return str(formatOf(at, value, spec.kind === 'str' ? spec.value : ''))
  },
  iter: (at, args) => {
    takes('iter', args, 1, 2)
    return iteratorOf(at, args)
  },
  next: following,
  id: (_, args) => {
    takes('id', args, 1)
    return int(0x7f00_0000_0000 + identityOf(args[0]!) * 16)
  },
  hash: (_, args) => {
    takes('hash', args, 1)
    const [value = none] = args
    if (value.kind === 'int' || value.kind === 'bool') return int(Number(value.value))
    if (value.kind === 'float' && Number.isSafeInteger(value.value)) return int(value.value)
    return int(hashed(keyOf(value)))
  },
  ord: (_, args) => {
    takes('ord', args, 1)
    const [value = none] = args
    if (value.kind !== 'str')
      return raise('TypeError', `ord() expected string of length 1, but ${typeName(value)} found`, 'Give one letter.')
    const letters = [...value.value]
    if (letters.length !== 1)
      raise('TypeError', `ord() expected a character, but string of length ${letters.length} found`, 'Give one letter.')
    return int(value.value.codePointAt(0) ?? 0)
  },
  chr: (_, args) => {
    takes('chr', args, 1)
    const point = whole(args[0]!)
    if (point < 0 || point > 0x10ffff)
      raise('ValueError', 'chr() arg not in range(0x110000)', 'Use the number of a letter.')
    return str(String.fromCodePoint(point))
  },
  bin: (_, args) => inBase(args, 2, '0b'),
  oct: (_, args) => inBase(args, 8, '0o'),
  hex: (_, args) => inBase(args, 16, '0x'),
  dir: (at, args) => list(attributeNames(at, args[0] ?? none).map(str)),
  vars: (at, args) => {
    takes('vars', args, 1)
    return (
      attributeOrNull(at, args[0]!, '__dict__') ??
      raise('TypeError', 'vars() argument must have __dict__ attribute', 'Give an object of a class.')
    )
  },
  input: refused('input', 'Nobody can answer while a program runs here: write the value into the program.'),
  open: refused('open', 'There are no files here: write the numbers into the program.'),
  exec: refused('exec', 'Write the statements into the program.'),
  eval: refused('eval', 'Write the expression into the program.'),
  compile: refused('compile', 'Write the statements into the program.'),
  globals: refused('globals', 'Keep the values in a dictionary of your own.'),
  locals: refused('locals', 'Keep the values in a dictionary of your own.'),
  breakpoint: refused('breakpoint', 'Step through the program with the buttons of the page.'),
}

function inBase(args: readonly Value[], base: number, prefix: string): Value {
  const x = whole(args[0] ?? none)
  return str(`${x < 0 ? '-' : ''}${prefix}${Math.abs(x).toString(base)}`)
}

/** A number from a text: FNV-1a, 32 bits twice, cut to what a double holds. */
function hashed(key: string): number {
  let [low, high] = [0x811c9dc5, 0x1000193]
  for (let i = 0; i < key.length; i++) {
    low = Math.imul(low ^ key.charCodeAt(i), 0x01000193)
    high = Math.imul(high + key.charCodeAt(i), 0x85ebca6b) ^ (high >>> 13)
  }
  return (low >>> 0) * 0x100000 + (high & 0xfffff)
}
