import { raise } from '../torch/raised.ts'
import { type DictValue, int, list, none, str, tuple, type Value } from '../torch/value.ts'
import { entriesFrom } from './entries.ts'
import { noKey } from './exceptions.ts'
import { collect, walk } from './iterate.ts'
import { keyOf } from './keys.ts'
import { type Method, type Methods, methodsFrom } from './method.ts'
import { binary, type Operating } from './operators.ts'
import { takes, whole } from './takes.ts'

const view =
  (of: 'keys' | 'values' | 'items'): Method<DictValue> =>
  (_, self) => ({ kind: 'view', of, dict: self })

/** The entry that was put in last, or first. */
function popped(self: DictValue, last: boolean): Value {
  const keys = [...self.entries.keys()]
  const key = last ? keys.at(-1) : keys[0]
  const entry = key === undefined ? undefined : self.entries.get(key)
  if (key === undefined || entry === undefined)
    return raise('KeyError', "'popitem(): dictionary is empty'", 'The dictionary has no entries.')
  self.entries.delete(key)
  return tuple(entry)
}

export const dictMethods: Methods<DictValue> = methodsFrom<DictValue>({
  keys: view('keys'),
  values: view('values'),
  items: view('items'),
  get: (_, self, args) => {
    takes('get', args, 1, 2)
    return self.entries.get(keyOf(args[0]!))?.[1] ?? args[1] ?? none
  },
  pop: (at, self, args) => {
    takes('pop', args, 1, 2)
    const key = keyOf(args[0]!)
    const found = self.entries.get(key)?.[1]
    self.entries.delete(key)
    return found ?? args[1] ?? noKey(at, args[0]!, 'The dictionary has no such key: give pop a second argument.')
  },
  popitem: (at, self, args, keywords) => {
    const last = args[0] ?? keywords.get('last')
    at.budget.charge(self.entries.size)
    return popped(self, last?.kind !== 'bool' || last.value)
  },
  setdefault: ({ budget }, self, args) => {
    takes('setdefault', args, 1, 2)
    const key = keyOf(args[0]!)
    const found = self.entries.get(key)?.[1]
    if (found !== undefined) return found
    budget.allocate(1)
    self.entries.set(key, [args[0]!, args[1] ?? none])
    return args[1] ?? none
  },
  update: (at, self, args, keywords) => {
    takes('update', args, 0, 1)
    if (self.special?.name === 'Counter') tally(at, self, args[0], 1)
    else entriesFrom(at, self.entries, args[0], keywords)
    return none
  },
  clear: (_, self) => {
    self.entries.clear()
    return none
  },
  copy: ({ budget }, self) => {
    budget.allocate(self.entries.size)
    return { ...self, entries: new Map(self.entries) }
  },
  fromkeys: (at, _, args) => {
    takes('fromkeys', args, 1, 2)
    const value = args[1] ?? none
    return { kind: 'dict', entries: new Map(collect(at, args[0]!).map((key) => [keyOf(key), [key, value] as const])) }
  },
})

/** Counts the values of an iterable, or adds the counts of a dictionary. */
export function tally(at: Operating, self: DictValue, from: Value | undefined, sign: 1 | -1): void {
  const add = (item: Value, count: Value): void => {
    at.budget.allocate(1)
    const key = keyOf(item)
    const [name, before] = self.entries.get(key) ?? [item, int(0)]
    self.entries.set(key, [name, binary(at, sign > 0 ? '+' : '-', before, count)])
  }
  if (from === undefined) return
  if (from.kind === 'dict') for (const [key, count] of [...from.entries.values()]) add(key, count)
  else {
    const next = walk(at, from)
    for (let item = next(); item !== null; item = next()) add(item, int(1))
  }
}

const countOf = ([, value]: readonly [Value, Value]): number =>
  value.kind === 'int' || value.kind === 'float' ? value.value : 0

/** What a Counter has besides. */
export const counterMethods: Methods<DictValue> = methodsFrom<DictValue>({
  most_common: (_, self, args) => {
    const order = [...self.entries.values()].sort((p, q) => countOf(q) - countOf(p))
    const most = args[0] === undefined || args[0].kind === 'none' ? order.length : whole(args[0])
    return list(order.slice(0, Math.max(0, most)).map((entry) => tuple(entry)))
  },
  elements: ({ budget }, self) => {
    const counts = Array.from(self.entries.values(), (entry) => [entry[0], Math.max(0, countOf(entry))] as const)
    budget.allocate(counts.reduce((sum, [, count]) => sum + count, 0))
    return list(counts.flatMap(([key, count]) => Array.from({ length: count }, () => key)))
  },
  total: (_, self) => int([...self.entries.values()].reduce((sum, entry) => sum + countOf(entry), 0)),
  subtract: (at, self, args) => {
    tally(at, self, args[0], -1)
    return none
  },
})

/** What an OrderedDict has besides. */
export const orderedMethods: Methods<DictValue> = methodsFrom<DictValue>({
  move_to_end: (at, self, args, keywords) => {
    takes('move_to_end', args, 1, 2)
    const key = keyOf(args[0]!)
    const entry = self.entries.get(key) ?? noKey(at, args[0]!, 'The dictionary has no such key.')
    const last = args[1] ?? keywords.get('last')
    const others = [...self.entries].filter(([each]) => each !== key)
    self.entries.clear()
    const order =
      last?.kind === 'bool' && !last.value ? [[key, entry] as const, ...others] : [...others, [key, entry] as const]
    for (const [each, pair] of order) self.entries.set(each, pair)
    return none
  },
})

/** The factory of a defaultdict. */
export const factoryOf = (self: DictValue): Value | null =>
  self.special?.name === 'defaultdict' ? self.special.factory : null

/** A dictionary with texts as keys. */
export const dictOf = (entries: Iterable<readonly [string, Value]>): DictValue => ({
  kind: 'dict',
  entries: new Map(Array.from(entries, ([key, value]) => [`s${key}`, [str(key), value] as const])),
})
