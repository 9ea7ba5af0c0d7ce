import { callValue, places } from '../calling.ts'
import { makeClass } from '../classes.ts'
import { generator, itemsOf } from '../items.ts'
import { clipped } from '../key.ts'
import { torchTypeName } from '../python-text.ts'
import { raise } from '../raised.ts'
import type { Session } from '../session.ts'
import { type InstanceValue, int, none, str, type TypeValue, typeName, type Value } from '../value.ts'
import { describeList } from './describe.ts'
import { initModule } from './module.ts'
import { partsOf } from './parts.ts'
import { isOf, pythonMethod } from './python.ts'
import { addModule } from './registering.ts'

/** The modules inside a container, in order. */
export const modulesOf = (self: InstanceValue): InstanceValue[] =>
  [...partsOf(self).modules.values()].filter((each) => each !== null)

/** Puts modules into a container in place of those it has, under 0, 1, 2 …; or under `names`. */
function refill(self: InstanceValue, modules: readonly InstanceValue[], names?: readonly string[]): void {
  const parts = partsOf(self)
  for (const name of parts.modules.keys()) self.attributes.delete(name)
  parts.modules.clear()
  modules.forEach((each, i) => {
    const name = names?.[i] ?? String(i)
    parts.modules.set(name, each)
    self.attributes.set(name, each)
  })
}

const outOfRange = (index: number): never =>
  raise(
    'IndexError',
    `index ${index} is out of range`,
    'Modules are counted from 0; negative indices count from the end.',
  )

function place(self: InstanceValue, index: Value): number {
  if (index.kind !== 'int')
    return raise('TypeError', `'${typeName(index)}' object cannot be interpreted as an integer`, 'Use a whole number.')
  const count = partsOf(self).modules.size
  if (index.value < -count || index.value >= count) return outOfRange(index.value)
  return index.value < 0 ? index.value + count : index.value
}

const emptyLike = (type: TypeValue): InstanceValue => {
  const made: InstanceValue = { kind: 'instance', type, attributes: new Map() }
  initModule(made)
  return made
}

/** `container[index]`: a module, or for a slice a container of its own. A `Sequential` keeps the names. */
function get(self: InstanceValue, index: Value, keepsNames: boolean): Value {
  if (index.kind !== 'slice') return modulesOf(self)[place(self, index)] ?? none
  const [start, stop, step] = clipped(index, partsOf(self).modules.size)
  const picked = [...partsOf(self).modules].filter(([, each], i) => {
    const inside = step > 0 ? i >= start && i < stop : i <= start && i > stop
    return each !== null && inside && (i - start) % step === 0
  })
  const made = emptyLike(self.type)
  const modules = picked.flatMap(([, each]) => (each === null ? [] : [each]))
  refill(made, modules, keepsNames ? picked.map(([name]) => name) : undefined)
  return made
}

function set(session: Session, base: TypeValue, self: InstanceValue, index: Value, value: Value): Value {
  const name = [...partsOf(self).modules.keys()][place(self, index)] ?? '0'
  partsOf(self).modules.set(name, checked(session, base, value))
  self.attributes.set(name, value)
  return none
}

const checked = (session: Session, base: TypeValue, value: Value): InstanceValue =>
  isOf(value, base)
    ? value
    : raise(
        'TypeError',
        `${torchTypeName(session, value)} is not a Module subclass`,
        'Give an nn.Module, such as nn.ReLU().',
      )

function remove(self: InstanceValue, index: Value): InstanceValue | null {
  const at = place(self, index)
  const modules = modulesOf(self)
  const [gone] = modules.splice(at, 1)
  const names = [...partsOf(self).modules.keys()].filter((_, i) => i !== at)
  const numbered = names.every((name) => /^\d+$/.test(name))
  refill(self, modules, numbered ? undefined : names)
  return gone ?? null
}

/** What `Sequential` and `ModuleList` have in common. */
function sequence(session: Session, base: TypeValue, name: string, keepsNames: boolean) {
  const own = (signature: string, call: Parameters<typeof pythonMethod>[3]) =>
    pythonMethod(session, name, signature, call)
  const added = (self: InstanceValue, values: Iterable<Value>): Value => {
    const more = Array.from(values, (each) => checked(session, base, each))
    more.forEach((each) => {
      addModule(session, base, self, str(String(partsOf(self).modules.size)), each)
    })
    return self
  }
  return {
    added,
    members: [
      own('__len__(self)', (self) => int(partsOf(self).modules.size)),
      own('__iter__(self)', (self) => generator(modulesOf(self))),
      own('__getitem__(self, idx)', (self, args) => get(self, args.value('idx'), keepsNames)),
      own('__setitem__(self, idx, module)', (self, args) =>
        set(session, base, self, args.value('idx'), args.value('module')),
      ),
      own('__delitem__(self, idx)', (self, args) => {
        remove(self, args.value('idx'))
        return none
      }),
      own('pop(self, key)', (self, args) => remove(self, args.value('key')) ?? none),
      own('append(self, module)', (self, args) => added(self, [args.value('module')])),
      own('insert(self, index, module)', (self, args) => {
        const modules = modulesOf(self)
        modules.splice(args.int('index', 0), 0, checked(session, base, args.value('module')))
        refill(self, modules)
        return name === 'ModuleList' ? none : self
      }),
      own('__add__(self, other)', (self, args) => {
        const made = emptyLike(self.type)
        refill(made, modulesOf(self))
        return added(made, itemsOf(args.value('other')))
      }),
    ] as const,
  }
}

function sequentialClass(session: Session, base: TypeValue): TypeValue {
  const { added, members } = sequence(session, base, 'Sequential', true)
  return makeClass({
    name: 'Sequential',
    module: 'torch.nn.modules.container',
    bases: [base],
    members: new Map<string, Value>([
      ...members,
      pythonMethod(session, 'Sequential', '__init__(self, *args)', (self, args) => {
        initModule(self)
        const [first] = args.rest
        if (args.rest.length === 1 && first?.kind === 'dict')
          for (const [name, each] of first.entries.values()) addModule(session, base, self, name, each)
        else added(self, args.rest)
        return none
      }),
      pythonMethod(session, 'Sequential', 'extend(self, sequential)', (self, args) =>
        added(self, itemsOf(args.value('sequential'))),
      ),
      pythonMethod(session, 'Sequential', 'forward(self, input)', (self, args) => {
        let x = args.value('input')
        for (const each of partsOf(self).modules.values()) if (each !== null) x = callValue(each, places(x))
        return x
      }),
    ]),
  })
}

function listClass(session: Session, base: TypeValue): TypeValue {
  const { added, members } = sequence(session, base, 'ModuleList', false)
  const extended = (self: InstanceValue, values: Value): Value =>
    values.kind === 'list' || values.kind === 'tuple' || values.kind === 'iterator' || isIterable(values)
      ? added(self, itemsOf(values))
      : raise(
          'TypeError',
          `ModuleList.extend should be called with an iterable, but got ${typeName(values)}`,
          'Give a list of modules.',
        )
  return makeClass({
    name: 'ModuleList',
    module: 'torch.nn.modules.container',
    bases: [base],
    members: new Map<string, Value>([
      ...members,
      pythonMethod(session, 'ModuleList', '__init__(self, modules=)', (self, args) => {
        initModule(self)
        const modules = args.get('modules')
        if (modules !== null) extended(self, modules)
        return none
      }),
      pythonMethod(session, 'ModuleList', 'extend(self, modules)', (self, args) =>
        extended(self, args.value('modules')),
      ),
      pythonMethod(session, 'ModuleList', '__repr__(self)', (self) => str(describeList(self))),
    ]),
  })
}

const isIterable = (value: Value): boolean =>
  value.kind === 'instance' && value.type.order.some((each) => each.members.has('__iter__'))

/** The containers whose modules are called by their places. */
export const containerClasses = (session: Session, base: TypeValue): TypeValue[] => [
  sequentialClass(session, base),
  listClass(session, base),
]
