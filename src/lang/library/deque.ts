import { makeClass } from '../../torch/classes.ts'
import { raise } from '../../torch/raised.ts'
import { bool, int, type ListValue, list, none, str, type TypeValue, type Value } from '../../torch/value.ts'
import { collect, iterator } from '../iterate.ts'
import { listMethods, placeOf } from '../list-methods.ts'
import type { Operating } from '../operators.ts'
import { repr } from '../show.ts'
import { getSubscript, setSubscript } from '../subscript.ts'
import { whole } from '../takes.ts'
import { equal } from '../truth.ts'
import { native } from './library.ts'

/** Where an object of the class keeps its items; no name of a program can have a space. */
const hidden = ' items'

function itemsOf(self: Value | undefined): ListValue {
  const items = self?.kind === 'instance' ? self.attributes.get(hidden) : undefined
  return items?.kind === 'list' ? items : raise('TypeError', 'deque() needs a deque', 'Call it on a deque.')
}

function limitOf(self: Value | undefined): number {
  const limit = self?.kind === 'instance' ? self.attributes.get('maxlen') : undefined
  return limit?.kind === 'int' ? limit.value : Number.POSITIVE_INFINITY
}

const nothing = (what: string): never => raise('IndexError', what, 'The deque is empty.')

/** The class `deque`: a list with two ends, and with a largest length where `maxlen` is given. */
export function dequeClass(at: Operating): TypeValue {
  const type = makeClass({ name: 'deque', module: 'collections' })
  const define = (
    name: string,
    call: (self: Value, args: readonly Value[], keywords: ReadonlyMap<string, Value>) => Value,
  ): void => {
    type.members.set(
      name,
      native(name, ([self = none, ...args], keywords) => call(self, args, keywords)),
    )
  }
  const push = (self: Value, item: Value, left: boolean): void => {
    const { items } = itemsOf(self)
    at.budget.allocate(1)
    if (left) items.unshift(item)
    else items.push(item)
    if (items.length <= limitOf(self)) return
    if (left) items.pop()
    else items.shift()
  }
  define('__init__', (self, [values, limit], keywords) => {
    if (self.kind !== 'instance') return none
    self.attributes.set(hidden, list([]))
    self.attributes.set('maxlen', limit ?? keywords.get('maxlen') ?? none)
    if (values !== undefined) for (const item of collect(at, values)) push(self, item, false)
    return none
  })
  define('append', (self, [item = none]) => {
    push(self, item, false)
    return none
  })
  define('appendleft', (self, [item = none]) => {
    push(self, item, true)
    return none
  })
  define('extend', (self, [values = none]) => {
    for (const item of collect(at, values)) push(self, item, false)
    return none
  })
  define('extendleft', (self, [values = none]) => {
    for (const item of collect(at, values)) push(self, item, true)
    return none
  })
  define('pop', (self) => itemsOf(self).items.pop() ?? nothing('pop from an empty deque'))
  define('popleft', (self) => itemsOf(self).items.shift() ?? nothing('pop from an empty deque'))
  define('rotate', (self, [by = int(1)]) => {
    const { items } = itemsOf(self)
    const n = items.length
    const cut = n === 0 ? 0 : ((-whole(by) % n) + n) % n
    for (const item of items.splice(0, cut)) items.push(item)
    at.budget.charge(n / 8)
    return none
  })
  for (const name of ['clear', 'reverse', 'remove', 'index', 'count', 'insert'])
    define(name, (self, args, keywords) => listMethods.get(name)?.(at, itemsOf(self), args, keywords) ?? none)
  define('copy', (self) => copied(type, self))
  define('__len__', (self) => int(itemsOf(self).items.length))
  define('__getitem__', (self, [index = none]) => {
    const { items } = itemsOf(self)
    const outside = index.kind === 'int' && (index.value >= items.length || index.value < -items.length)
    return outside
      ? raise('IndexError', 'deque index out of range', 'Use an index inside the deque.')
      : getSubscript(at, itemsOf(self), index)
  })
  define('__setitem__', (self, [index = none, value = none]) => {
    setSubscript(at, itemsOf(self), index, value)
    return none
  })
  define('__iter__', (self) => iterator('_collections._deque_iterator', itemsOf(self).items.values()))
  define('__contains__', (self, [item = none]) => bool(placeOf(at, itemsOf(self).items, item) >= 0))
  define('__bool__', (self) => bool(itemsOf(self).items.length > 0))
  define('__eq__', (self, [other]) =>
    other?.kind === 'instance' && other.type === type
      ? bool(equal(at.session, itemsOf(self), itemsOf(other)))
      : { kind: 'not_implemented' },
  )
  define('__repr__', (self) => {
    const limit = limitOf(self)
    return str(`deque(${repr(at.session, itemsOf(self))}${Number.isFinite(limit) ? `, maxlen=${limit}` : ''})`)
  })
  return type
}

const copied = (type: TypeValue, self: Value): Value => ({
  kind: 'instance',
  type,
  attributes: new Map<string, Value>([
    [hidden, list([...itemsOf(self).items])],
    ['maxlen', (self.kind === 'instance' ? self.attributes.get('maxlen') : undefined) ?? none],
  ]),
})
