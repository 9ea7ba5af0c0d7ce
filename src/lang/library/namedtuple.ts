import { makeClass } from '../../torch/classes.ts'
import { raise } from '../../torch/raised.ts'
import { int, list, none, str, type TypeValue, tuple, typeName, type Value } from '../../torch/value.ts'
import { dictOf } from '../dict-methods.ts'
import { collect } from '../iterate.ts'
import type { Operating } from '../operators.ts'
import { native } from './library.ts'

/** The names of the fields: one text with spaces or commas, or a list of texts. */
function fieldsOf(at: Operating, value: Value): string[] {
  if (value.kind === 'str')
    return value.value
      .replaceAll(',', ' ')
      .split(/\s+/)
      .filter((name) => name !== '')
  return collect(at, value).map((name) =>
    name.kind === 'str' ? name.value : raise('TypeError', 'Type names and field names must be strings', 'Give texts.'),
  )
}

const made = (type: TypeValue, items: readonly Value[]): Value => ({ kind: 'tuple', items, named: type })
const itemsOf = (value: Value): readonly Value[] => (value.kind === 'tuple' ? value.items : [])

function construct(
  name: string,
  fields: readonly string[],
  defaults: readonly Value[],
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Value[] {
  if (args.length > fields.length)
    raise(
      'TypeError',
      `${name}.__new__() takes ${fields.length + 1} positional arguments but ${args.length + 1} were given`,
      `${name} has these fields: ${fields.join(', ')}.`,
    )
  for (const keyword of keywords.keys())
    if (!fields.includes(keyword))
      raise(
        'TypeError',
        `${name}.__new__() got an unexpected keyword argument '${keyword}'`,
        `${name} has these fields: ${fields.join(', ')}.`,
      )
  const values = fields.map(
    (field, i) => args[i] ?? keywords.get(field) ?? defaults[i - (fields.length - defaults.length)],
  )
  const missing = fields.filter((_, i) => values[i] === undefined).map((field) => `'${field}'`)
  if (missing.length > 0)
    raise(
      'TypeError',
      `${name}.__new__() missing ${missing.length} required positional argument${missing.length === 1 ? '' : 's'}: ${missing.length < 3 ? missing.join(' and ') : `${missing.slice(0, -1).join(', ')}, and ${missing.at(-1)}`}`,
      'Give a value for each field.',
    )
  return values.map((value) => value ?? none)
}

/** `namedtuple(name, fields)`: a class of tuples whose places have names. */
export function namedTuple(at: Operating, args: readonly Value[], keywords: ReadonlyMap<string, Value>): TypeValue {
  const [title = none, names = none] = args
  if (title.kind !== 'str')
    return raise('TypeError', `namedtuple() needs a name, not ${typeName(title)}`, 'Give the name of the class.')
  const fields = fieldsOf(at, keywords.get('field_names') ?? names)
  const given = keywords.get('defaults')
  const defaults = given === undefined || given.kind === 'none' ? [] : collect(at, given)
  const members = new Map<string, Value>()
  const type: TypeValue = makeClass({ name: title.value, module: '__main__', bases: [at.types.get('tuple')!], members })
  const define = (name: string, call: Parameters<typeof native>[1]): void => {
    // They are methods of the class as if the program had written them.
    type.members.set(name, { ...native(name, call), flavour: 'user' })
  }
  type.members.set('_fields', tuple(fields.map(str)))
  type.members.set(
    '_field_defaults',
    dictOf(defaults.map((value, i) => [fields[fields.length - defaults.length + i]!, value])),
  )
  define('__new__', ([self, ...rest], named) =>
    made(self?.kind === 'type' ? self : type, construct(title.value, fields, defaults, rest, named)),
  )
  define('_asdict', ([self = none]) => dictOf(itemsOf(self).map((item, i) => [fields[i]!, item])))
  define('_replace', ([self = none], named) => {
    for (const name of named.keys())
      if (!fields.includes(name))
        raise('ValueError', `Got unexpected field names: ['${name}']`, `The fields are: ${fields.join(', ')}.`)
    return made(
      self.kind === 'tuple' ? (self.named ?? type) : type,
      itemsOf(self).map((item, i) => named.get(fields[i]!) ?? item),
    )
  })
  type.members.set('_make', {
    kind: 'descriptor',
    flavour: 'classmethod',
    set: null,
    get: native('_make', ([of, values = list([])]) => made(of?.kind === 'type' ? of : type, collect(at, values))),
  })
  fields.forEach((field, i) => {
    const get = native(field, ([self = none]) => itemsOf(self)[i] ?? int(0))
    type.members.set(field, { kind: 'descriptor', flavour: 'property', get, set: null })
  })
  return type
}
