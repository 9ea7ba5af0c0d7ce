import { makeClass } from '../classes.ts'
import { generator, itemsOf } from '../items.ts'
import { raise } from '../raised.ts'
import { dtypeOf, type Session, shapeOf } from '../session.ts'
import {
  bool,
  type InstanceValue,
  int,
  none,
  str,
  type TensorValue,
  type TypeValue,
  tuple,
  typeName,
  type Value,
} from '../value.ts'
import { initModule } from './module.ts'
import { parameterOver } from './parameter.ts'
import { partsOf } from './parts.ts'
import { pythonMethod } from './python.ts'
import { addModule, assignTensor } from './registering.ts'

const noKey = (key: Value): never =>
  raise('KeyError', key.kind === 'str' ? `'${key.value}'` : typeName(key), 'There is no module under that name.')

/** Pairs of a dictionary, a `ModuleDict` or a list of pairs. */
function* pairsOf(value: Value): Generator<readonly [Value, Value], void, undefined> {
  if (value.kind === 'dict') yield* value.entries.values()
  else if (value.kind === 'instance')
    for (const [name, each] of partsOf(value).modules) yield [str(name), each ?? none] as const
  else
    for (const item of itemsOf(value))
      if ((item.kind === 'tuple' || item.kind === 'list') && item.items.length === 2)
        yield [item.items[0]!, item.items[1]!] as const
}

/** `nn.ModuleDict`. */
export function dictClass(session: Session, base: TypeValue): TypeValue {
  const own = (signature: string, call: Parameters<typeof pythonMethod>[3]) =>
    pythonMethod(session, 'ModuleDict', signature, call)
  const update = (self: InstanceValue, value: Value): Value => {
    for (const [name, each] of pairsOf(value)) put(self, name, each)
    return none
  }
  const put = (self: InstanceValue, name: Value, value: Value): void => {
    addModule(session, base, self, name, value)
  }
  const find = (self: InstanceValue, key: Value): InstanceValue | null =>
    key.kind === 'str' ? (partsOf(self).modules.get(key.value) ?? null) : null
  const drop = (self: InstanceValue, key: Value): Value => {
    const found = find(self, key) ?? noKey(key)
    if (key.kind === 'str') {
      partsOf(self).modules.delete(key.value)
      self.attributes.delete(key.value)
    }
    return found
  }
  const names = (self: InstanceValue): Value[] => [...partsOf(self).modules.keys()].map(str)
  return makeClass({
    name: 'ModuleDict',
    module: 'torch.nn.modules.container',
    bases: [base],
    members: new Map<string, Value>([
      own('__init__(self, modules=)', (self, args) => {
        initModule(self)
        const modules = args.get('modules')
        return modules === null ? none : update(self, modules)
      }),
      own('__len__(self)', (self) => int(partsOf(self).modules.size)),
      own('__iter__(self)', (self) => generator(names(self))),
      own('__contains__(self, key)', (self, args) => bool(find(self, args.value('key')) !== null)),
      own('__getitem__(self, key)', (self, args) => find(self, args.value('key')) ?? noKey(args.value('key'))),
      own('__setitem__(self, key, module)', (self, args) => {
        put(self, args.value('key'), args.value('module'))
        return none
      }),
      own('__delitem__(self, key)', (self, args) => {
        drop(self, args.value('key'))
        return none
      }),
      own('pop(self, key)', (self, args) => drop(self, args.value('key'))),
      own('update(self, modules)', (self, args) => update(self, args.value('modules'))),
      own('keys(self)', (self) => ({ kind: 'list', items: names(self) })),
      own('values(self)', (self) => ({
        kind: 'list',
        items: [...partsOf(self).modules.values()].map((each) => each ?? none),
      })),
      own('items(self)', (self) => ({
        kind: 'list',
        items: [...partsOf(self).modules].map(([name, each]) => tuple([str(name), each ?? none])),
      })),
    ]),
  })
}

/** `nn.ParameterList`. */
export function parameterListClass(session: Session, base: TypeValue): TypeValue {
  const own = (signature: string, call: Parameters<typeof pythonMethod>[3]) =>
    pythonMethod(session, 'ParameterList', signature, call)
  const kept = (self: InstanceValue): TensorValue[] =>
    [...partsOf(self).parameters.values()].filter((each) => each !== null)
  const add = (self: InstanceValue, values: Iterable<Value>): Value => {
    for (const each of values) {
      if (each.kind !== 'tensor')
        return raise('NotImplementedError', 'a ParameterList holds tensors here', 'Give nn.Parameter objects.')
      const own = each.parameter === true ? each : parameterOver(session, each, true)
      assignTensor(self, 'parameters', String(partsOf(self).parameters.size), own)
    }
    return self
  }
  const place = (self: InstanceValue, index: number): number => {
    const count = partsOf(self).parameters.size
    if (index < -count || index >= count)
      raise('IndexError', `index ${index} is out of range`, `There are ${count}: count them from 0.`)
    return index < 0 ? index + count : index
  }
  const shown = (self: InstanceValue): string =>
    kept(self)
      .map(
        (each, i) =>
          `  (${i}): Parameter containing: [torch.${dtypeOf(session, each)} of size ${shapeOf(session, each).join('x')}]`,
      )
      .join('\n')
  return makeClass({
    name: 'ParameterList',
    module: 'torch.nn.modules.container',
    bases: [base],
    members: new Map<string, Value>([
      own('__init__(self, values=)', (self, args) => {
        initModule(self)
        const values = args.get('values')
        if (values !== null) add(self, itemsOf(values))
        return none
      }),
      own('__len__(self)', (self) => int(partsOf(self).parameters.size)),
      own('__iter__(self)', (self) => generator(kept(self))),
      own('__getitem__(self, idx)', (self, args) => kept(self)[place(self, args.int('idx', 0))] ?? none),
      own('__setitem__(self, idx, param)', (self, args) => {
        const param = args.tensor('param')
        const own = param.parameter === true ? param : parameterOver(session, param, true)
        assignTensor(self, 'parameters', String(place(self, args.int('idx', 0))), own)
        return none
      }),
      own('append(self, value)', (self, args) => add(self, [args.value('value')])),
      own('extend(self, values)', (self, args) => add(self, itemsOf(args.value('values')))),
      own('extra_repr(self)', (self) => str(shown(self))),
    ]),
  })
}
