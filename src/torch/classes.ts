import { raise } from './raised.ts'
import type { Session } from './session.ts'
import { type Bound, bind, row } from './signature.ts'
import {
  type Arguments,
  type FunctionValue,
  type InstanceValue,
  none,
  type TypeValue,
  typeName,
  type Value,
} from './value.ts'

/** What a class is made from. */
export interface ClassHead {
  readonly name: string
  readonly module: string
  /** The classes in brackets after its name, in their order. */
  readonly bases?: readonly TypeValue[]
  readonly members?: ReadonlyMap<string, Value>
}

/** The order in which classes are searched for a member: Python's C3, which keeps the order of each base and of the bases. */
function resolution(bases: readonly TypeValue[]): readonly TypeValue[] {
  const [only] = bases
  if (only === undefined || bases.length === 1) return only?.order ?? []
  const lists = [...bases.map((base) => [...base.order]), [...bases]]
  const order: TypeValue[] = []
  while (lists.some((list) => list.length > 0)) {
    const next = lists.flatMap((list) => list.slice(0, 1)).find((type) => !lists.some((list) => list.indexOf(type) > 0))
    if (next === undefined)
      return raise(
        'TypeError',
        `Cannot create a consistent method resolution\norder (MRO) for bases ${bases.map(({ name }) => name).join(', ')}`,
        'Name a class before those that it inherits from.',
      )
    order.push(next)
    for (const list of lists) if (list[0] === next) list.shift()
  }
  return order
}

/** A class whose call makes an object and hands it, with the arguments, to its `__init__`. */
export function makeClass({ name, module, bases = [], members = new Map() }: ClassHead): TypeValue {
  const order: TypeValue[] = []
  const type: TypeValue = {
    kind: 'type',
    name,
    module,
    order,
    members: new Map(members),
    call: (args) => construct(type, args),
  }
  order.push(type, ...resolution(bases))
  return type
}

/** A class that only names what values are, such as `int`; `call` converts. */
export function plainClass(name: string, call: TypeValue['call'], module = 'builtins'): TypeValue {
  const order: TypeValue[] = []
  const type: TypeValue = { kind: 'type', name, module, order, members: new Map(), call }
  order.push(type)
  return type
}

/** Makes an object of a class: by its `__new__` where it has one, then by its `__init__`. */
export function construct(type: TypeValue, args: Arguments): Value {
  const make = member(type, '__new__')
  const before: Value =
    make?.kind === 'function'
      ? make.call({ ...args, positional: [type, ...args.positional] })
      : { kind: 'instance', type, attributes: new Map() }
  if (before.kind !== 'instance' || !inherits(before.type, type)) return before
  const init = member(type, '__init__')
  if (init?.kind === 'function') {
    const result = init.call({ ...args, positional: [before, ...args.positional] })
    if (result.kind !== 'none')
      raise('TypeError', `__init__() should return None, not '${typeName(result)}'`, '__init__ returns nothing.')
  } else if (make === null && args.positional.length + args.keywords.size > 0)
    raise('TypeError', `${type.name}() takes no arguments`, `Give ${type.name} an __init__ that takes them.`)
  return before
}

/** What a class and those it inherits from have under a name; null where they have nothing. */
export function member(type: TypeValue, name: string): Value | null {
  for (const each of type.order) {
    const found = each.members.get(name)
    if (found !== undefined) return found
  }
  return null
}

/** A method of a class; null where the name is something else. A function of PyTorch that a class of the program keeps is no method. */
export function methodOf(type: TypeValue, name: string): FunctionValue | null {
  for (const each of type.order) {
    const found = each.members.get(name)
    if (found === undefined) continue
    const isMethod = found.kind === 'function' && (found.flavour === 'user' || each.module !== '__main__')
    return isMethod ? found : null
  }
  return null
}

/** Whether a class is another or inherits from it. */
export const inherits = (type: TypeValue, from: TypeValue): boolean => type.order.includes(from)

/** A method with its object put in front of the arguments. */
export const bound = (method: FunctionValue, self: Value): FunctionValue => ({
  ...method,
  self,
  call: (args) => method.call({ ...args, positional: [self, ...args.positional] }),
})

/** Calls a method of an object by its name; null where its class has none. */
export function send(self: InstanceValue, name: string, positional: readonly Value[]): Value | null {
  const found = member(self.type, name)
  return found?.kind === 'function' ? found.call({ positional: [self, ...positional], keywords: new Map() }) : null
}

/** A method written here, from a signature such as `step(self, closure=)`. Returns None where `call` returns nothing. */
export const method = (
  session: Session,
  signature: string,
  call: (args: Bound, self: InstanceValue) => Value | undefined,
): readonly [string, FunctionValue] => {
  const head = row(signature, () => none)
  const made: FunctionValue = {
    kind: 'function',
    name: head.name,
    flavour: 'builtin',
    parameters: head.parameters,
    call: (args) => {
      session.charge(1)
      const given = bind(head, args)
      const self = given.value('self')
      if (self.kind !== 'instance') return given.refuse('self', 'object', self)
      return call(given, self) ?? none
    },
  }
  return [head.name, made]
}
