import { makeClass } from '../../torch/classes.ts'
import { raise } from '../../torch/raised.ts'
import { bool, type InstanceValue, none, str, type TypeValue, tuple, type Value } from '../../torch/value.ts'
import { dictOf } from '../dict-methods.ts'
import { callWith } from '../functions.ts'
import { compare, type Operating } from '../operators.ts'
import { repr } from '../show.ts'
import { truth } from '../truth.ts'
import { type Library, moduleOf, native } from './library.ts'

/** A field: its name, and where its value comes from when none is given. */
interface Field {
  readonly name: string
  readonly initial: Value | null
  readonly factory: Value | null
  readonly shown: boolean
}

/** What `field(...)` gives, until its class is made. */
const fieldClass: TypeValue = makeClass({ name: 'Field', module: 'dataclasses' })

const annotated = (type: TypeValue): string[] => {
  const names = type.members.get('__annotations__')
  if (names?.kind !== 'dict') return []
  return [...names.entries.values()].flatMap(([key]) => (key.kind === 'str' ? [key.value] : []))
}

function fieldFrom(name: string, written: Value | undefined): Field {
  if (written?.kind === 'instance' && written.type === fieldClass)
    return {
      name,
      initial: written.attributes.get('default') ?? null,
      factory: written.attributes.get('default_factory') ?? null,
      shown: written.attributes.get('repr')?.kind !== 'bool' || written.attributes.get('repr') === bool(true),
    }
  if (written !== undefined && (written.kind === 'list' || written.kind === 'dict' || written.kind === 'set'))
    raise(
      'ValueError',
      `mutable default <class '${written.kind}'> for field ${name} is not allowed: use default_factory`,
      `Write field(default_factory=${written.kind}).`,
    )
  return { name, initial: written ?? null, factory: null, shown: true }
}

const known = new WeakMap<TypeValue, readonly Field[]>()

/** The fields of a class: those that it inherits first. */
function fieldsOf(type: TypeValue): Field[] {
  const fields = new Map<string, Field>()
  for (const each of [...type.order].reverse()) for (const field of known.get(each) ?? []) fields.set(field.name, field)
  return [...fields.values()]
}

const valuesOf = (self: InstanceValue, fields: readonly Field[]): Value =>
  tuple(fields.map(({ name }) => self.attributes.get(name) ?? none))

function initialize(
  at: Operating,
  type: TypeValue,
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Value {
  const fields = fieldsOf(type)
  const [self, ...given] = args
  if (self?.kind !== 'instance') return none
  const title = `${type.name}.__init__()`
  const advice = `${type.name} has these fields: ${fields.map(({ name }) => name).join(', ')}.`
  if (given.length > fields.length)
    raise(
      'TypeError',
      `${title} takes ${fields.length + 1} positional argument${fields.length === 0 ? '' : 's'} but ${args.length} were given`,
      advice,
    )
  for (const name of keywords.keys()) {
    const place = fields.findIndex((field) => field.name === name)
    if (place < 0) raise('TypeError', `${title} got an unexpected keyword argument '${name}'`, advice)
    if (place < given.length) raise('TypeError', `${title} got multiple values for argument '${name}'`, advice)
  }
  const missing: string[] = []
  fields.forEach(({ name, initial, factory }, i) => {
    const value = given[i] ?? keywords.get(name) ?? initial ?? (factory === null ? undefined : callWith(at, factory))
    if (value === undefined) missing.push(`'${name}'`)
    else self.attributes.set(name, value)
  })
  if (missing.length > 0)
    raise(
      'TypeError',
      `${title} missing ${missing.length} required positional argument${missing.length === 1 ? '' : 's'}: ${missing.length < 3 ? missing.join(' and ') : `${missing.slice(0, -1).join(', ')}, and ${missing.at(-1)}`}`,
      advice,
    )
  const after = type.order.find((each) => each.members.has('__post_init__'))?.members.get('__post_init__')
  if (after !== undefined) callWith(at, after, self)
  return none
}

/** `@dataclass`: writes `__init__`, `__repr__` and `==` from the annotated names of a class. */
function dataclassOf(at: Operating, type: TypeValue, options: ReadonlyMap<string, Value>): TypeValue {
  const fields = annotated(type).map((name) => fieldFrom(name, type.members.get(name)))
  known.set(type, fields)
  for (const { name, initial, factory } of fields)
    if (initial !== null) type.members.set(name, initial)
    else if (factory !== null) type.members.delete(name)
  const on = (name: string, otherwise: boolean): boolean => {
    const value = options.get(name)
    return value === undefined ? otherwise : truth(at.session, value)
  }
  const define = (name: string, call: Parameters<typeof native>[1]): void => {
    if (!type.members.has(name)) type.members.set(name, { ...native(name, call), flavour: 'user' })
  }
  const comparing =
    (operator: '==' | '<' | '<=' | '>' | '>='): Parameters<typeof native>[1] =>
    ([self, other]) =>
      self?.kind === 'instance' && other?.kind === 'instance' && self.type === other.type
        ? compare(at, operator, valuesOf(self, fieldsOf(type)), valuesOf(other, fieldsOf(type)))
        : { kind: 'not_implemented' }
  define('__init__', (args, keywords) => initialize(at, type, args, keywords))
  if (on('repr', true))
    define('__repr__', ([self]) => {
      const shown = self?.kind === 'instance' ? fieldsOf(type).filter((field) => field.shown) : []
      const parts = shown.map(
        ({ name }) =>
          `${name}=${repr(at.session, (self?.kind === 'instance' ? self.attributes.get(name) : undefined) ?? none)}`,
      )
      return str(`${self?.kind === 'instance' ? self.type.name : type.name}(${parts.join(', ')})`)
    })
  if (on('eq', true)) define('__eq__', comparing('=='))
  if (on('order', false))
    for (const [name, operator] of [
      ['__lt__', '<'],
      ['__le__', '<='],
      ['__gt__', '>'],
      ['__ge__', '>='],
    ] as const)
      define(name, comparing(operator))
  if (on('frozen', false)) {
    define('__setattr__', ([, name]) =>
      raise(
        'FrozenInstanceError',
        `cannot assign to field '${name?.kind === 'str' ? name.value : ''}'`,
        'The class is frozen: make a new object with replace.',
      ),
    )
    define('__hash__', ([self]) => callWith(at, at.types.get('object')!.members.get('__hash__') ?? none, self ?? none))
  }
  return type
}

/** A dataclass as a dictionary, and all dataclasses in it. */
function asDict(value: Value): Value {
  if (value.kind === 'list') return { ...value, items: value.items.map(asDict) }
  if (value.kind !== 'instance' || !value.type.order.some((type) => known.has(type))) return value
  return dictOf(fieldsOf(value.type).map(({ name }) => [name, asDict(value.attributes.get(name) ?? none)]))
}

/** Python's `dataclasses`. */
export const dataclasses: Library = (at) => {
  const members = new Map<string, Value>()
  const define = (name: string, call: Parameters<typeof native>[1]): void => {
    members.set(name, native(name, call))
  }
  define('dataclass', ([type], keywords) =>
    type?.kind === 'type'
      ? dataclassOf(at, type, keywords)
      : native('dataclass', ([of = none]) => (of.kind === 'type' ? dataclassOf(at, of, keywords) : of)),
  )
  define('field', (_, keywords) => ({ kind: 'instance', type: fieldClass, attributes: new Map(keywords) }))
  define('asdict', ([value = none]) => asDict(value))
  define('astuple', ([value = none]) => (value.kind === 'instance' ? valuesOf(value, fieldsOf(value.type)) : tuple([])))
  define('replace', ([value = none], keywords) => {
    if (value.kind !== 'instance') return value
    const copy: InstanceValue = { kind: 'instance', type: value.type, attributes: new Map(value.attributes) }
    for (const [name, each] of keywords) copy.attributes.set(name, each)
    return copy
  })
  return moduleOf('dataclasses', members)
}
