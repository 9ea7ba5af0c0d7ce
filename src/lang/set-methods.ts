import { raise } from '../torch/raised.ts'
import { bool, none, type SetValue, type Value } from '../torch/value.ts'
import type { BinaryOperator } from './ast.ts'
import { noKey } from './exceptions.ts'
import { collect } from './iterate.ts'
import { keyOf } from './keys.ts'
import { type Method, type Methods, methodsFrom } from './method.ts'
import type { Operating } from './operators.ts'
import { combined, inOrder, merged, setOf } from './sets.ts'
import { takes } from './takes.ts'

const asSet = (at: Operating, value: Value): SetValue => (value.kind === 'set' ? value : setOf(collect(at, value)))

const joins =
  (operator: BinaryOperator): Method<SetValue> =>
  (at, self, args) => {
    let result = self
    for (const arg of args) result = combined(operator, result, asSet(at, arg)) ?? result
    return result === self ? { ...self, entries: new Map(self.entries) } : result
  }

const changes =
  (operator: BinaryOperator): Method<SetValue> =>
  (at, self, args) => {
    for (const arg of args) merged(operator, self, asSet(at, arg))
    return none
  }

const within = (small: SetValue, large: SetValue): Value =>
  bool([...small.entries.keys()].every((key) => large.entries.has(key)))

/** What sets and frozen sets have. */
export const frozenMethods: Methods<SetValue> = methodsFrom<SetValue>({
  union: joins('|'),
  intersection: joins('&'),
  difference: joins('-'),
  symmetric_difference: joins('^'),
  issubset: (at, self, args) => {
    takes('set.issubset', args, 1)
    return within(self, asSet(at, args[0]!))
  },
  issuperset: (at, self, args) => {
    takes('set.issuperset', args, 1)
    return within(asSet(at, args[0]!), self)
  },
  isdisjoint: (at, self, args) => {
    takes('set.isdisjoint', args, 1)
    const other = asSet(at, args[0]!)
    return bool(![...self.entries.keys()].some((key) => other.entries.has(key)))
  },
  copy: (_, self) => ({ ...self, entries: new Map(self.entries) }),
})

/** What only sets that can be changed have. */
export const setMethods: Methods<SetValue> = methodsFrom<SetValue>({
  add: ({ budget }, self, args) => {
    takes('set.add', args, 1)
    const key = keyOf(args[0]!)
    budget.allocate(1)
    if (!self.entries.has(key)) self.entries.set(key, args[0]!)
    return none
  },
  remove: (at, self, args) => {
    takes('set.remove', args, 1)
    if (!self.entries.delete(keyOf(args[0]!))) noKey(at, args[0]!, 'The set has no such member: discard asks for none.')
    return none
  },
  discard: (_, self, args) => {
    takes('set.discard', args, 1)
    self.entries.delete(keyOf(args[0]!))
    return none
  },
  pop: (_, self) => {
    const [first] = inOrder(self)
    if (first === undefined) return raise('KeyError', "'pop from an empty set'", 'The set is empty.')
    self.entries.delete(keyOf(first))
    return first
  },
  clear: (_, self) => {
    self.entries.clear()
    return none
  },
  update: changes('|'),
  intersection_update: changes('&'),
  difference_update: changes('-'),
  symmetric_difference_update: changes('^'),
})
