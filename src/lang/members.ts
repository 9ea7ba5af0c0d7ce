import { raise } from '../torch/raised.ts'
import {
  type Arguments,
  bool,
  type DictValue,
  int,
  type ListValue,
  list,
  none,
  str,
  tuple,
  typeName,
  type Value,
} from '../torch/value.ts'
import { collect } from './iterate.ts'
import { keyOf } from './keys.ts'
import { compare, type Operating } from './operators.ts'
import { text } from './show.ts'
import { sorted } from './sorting.ts'
import { equal } from './truth.ts'

type Method<T> = (at: Operating, self: T, args: readonly Value[], keywords: Arguments['keywords']) => Value

const first = (name: string, args: readonly Value[]): Value =>
  args[0] ?? raise('TypeError', `${name}() takes exactly one argument (0 given)`, 'Give it what it needs.')

const whole = (value: Value | undefined, otherwise: number): number =>
  value === undefined
    ? otherwise
    : value.kind === 'int'
      ? value.value
      : raise('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`, 'Use a whole number.')

function position({ session }: Operating, items: readonly Value[], value: Value, kind: string): number {
  const at = items.findIndex((item) => item === value || equal(session, item, value))
  if (at < 0)
    raise(
      'ValueError',
      kind === 'list' ? 'value is not in list' : 'tuple.index(x): x not in tuple',
      'Look with "in" first.',
    )
  return at
}

const lists: ReadonlyMap<string, Method<ListValue>> = new Map<string, Method<ListValue>>([
  [
    'append',
    ({ budget }, self, args) => {
      budget.allocate(1)
      self.items.push(first('list.append', args))
      return none
    },
  ],
  [
    'extend',
    (at, self, args) => {
      for (const item of collect(at, first('list.extend', args))) self.items.push(item)
      return none
    },
  ],
  [
    'insert',
    ({ budget }, self, args) => {
      budget.allocate(1)
      self.items.splice(whole(args[0], 0), 0, args[1] ?? none)
      return none
    },
  ],
  [
    'pop',
    (_, self, args) => {
      if (self.items.length === 0) raise('IndexError', 'pop from empty list', 'The list is empty.')
      const [item] = self.items.splice(whole(args[0], -1), 1)
      return item ?? raise('IndexError', 'pop index out of range', 'Use an index inside the list.')
    },
  ],
  [
    'remove',
    ({ session }, self, args) => {
      const at = self.items.findIndex((item) => equal(session, item, first('list.remove', args)))
      if (at < 0) raise('ValueError', 'list.remove(x): x not in list', 'Look with "in" first.')
      self.items.splice(at, 1)
      return none
    },
  ],
  ['index', (at, self, args) => int(position(at, self.items, first('index', args), 'list'))],
  [
    'count',
    ({ session }, self, args) => int(self.items.filter((item) => equal(session, item, first('count', args))).length),
  ],
  [
    'reverse',
    (_, self) => {
      self.items.reverse()
      return none
    },
  ],
  [
    'clear',
    (_, self) => {
      self.items.length = 0
      return none
    },
  ],
  [
    'copy',
    ({ budget }, self) => {
      budget.allocate(self.items.length)
      return list([...self.items])
    },
  ],
  [
    'sort',
    (at, self, _, keywords) => {
      self.items.splice(0, self.items.length, ...sorted(at, self.items, keywords))
      return none
    },
  ],
])

const dicts: ReadonlyMap<string, Method<DictValue>> = new Map<string, Method<DictValue>>([
  ['keys', (_, self) => list([...self.entries.values()].map(([key]) => key))],
  ['values', (_, self) => list([...self.entries.values()].map(([, value]) => value))],
  ['items', (_, self) => list([...self.entries.values()].map((entry) => tuple(entry)))],
  ['get', (_, self, args) => self.entries.get(keyOf(first('get', args)))?.[1] ?? args[1] ?? none],
  [
    'pop',
    (at, self, args) => {
      const key = first('pop', args)
      const found = self.entries.get(keyOf(key))?.[1] ?? args[1]
      self.entries.delete(keyOf(key))
      return found ?? raise('KeyError', text(at.session, key), 'The dictionary has no such key.')
    },
  ],
])

const given = (value: Value | undefined): string | null => {
  if (value === undefined || value.kind === 'none') return null
  return value.kind === 'str' ? value.value : raise('TypeError', `expected str, not ${typeName(value)}`, 'Give a text.')
}

const strings: ReadonlyMap<string, Method<string>> = new Map<string, Method<string>>([
  ['upper', (_, self) => str(self.toUpperCase())],
  ['lower', (_, self) => str(self.toLowerCase())],
  ['strip', (_, self) => str(self.trim())],
  ['startswith', (_, self, args) => bool(self.startsWith(given(args[0]) ?? ''))],
  ['endswith', (_, self, args) => bool(self.endsWith(given(args[0]) ?? ''))],
  [
    'split',
    ({ budget }, self, args) => {
      const separator = given(args[0])
      budget.allocate(self.length)
      return list(
        (separator === null ? self.split(/\s+/).filter((part) => part !== '') : self.split(separator)).map(str),
      )
    },
  ],
  [
    'replace',
    ({ budget }, self, args) => {
      const [from, to] = [given(args[0]) ?? '', given(args[1]) ?? '']
      budget.allocate(self.length * (to.length + 1))
      return str(self.replaceAll(from, () => to))
    },
  ],
  [
    'join',
    (at, self, args) => {
      const parts = collect(at, first('join', args)).map((item, i) => {
        if (item.kind === 'str') return item.value
        return raise(
          'TypeError',
          `sequence item ${i}: expected str instance, ${typeName(item)} found`,
          'Turn every item into text first.',
        )
      })
      at.budget.allocate(parts.reduce((n, part) => n + part.length + self.length, 0))
      return str(parts.join(self))
    },
  ],
  [
    'ljust',
    ({ budget }, self, args) => {
      budget.allocate(whole(args[0], 0))
      return str(self.padEnd(whole(args[0], 0)))
    },
  ],
  [
    'rjust',
    ({ budget }, self, args) => {
      budget.allocate(whole(args[0], 0))
      return str(self.padStart(whole(args[0], 0)))
    },
  ],
])

function bound<T>(at: Operating, name: string, self: T, method: Method<T> | undefined): Value | null {
  if (method === undefined) return null
  return {
    kind: 'function',
    name,
    flavour: 'builtin',
    call: (args) => method(at, self, args.positional, args.keywords),
  }
}

/** A method of a list, tuple, dictionary or text; null where it has none of that name. */
export function memberOf(at: Operating, value: Value, name: string): Value | null {
  switch (value.kind) {
    case 'list':
      return bound(at, name, value, lists.get(name))
    case 'dict':
      return bound(at, name, value, dicts.get(name))
    case 'str':
      return bound(at, name, value.value, strings.get(name))
    case 'tuple': {
      const { items } = value
      if (name === 'numel' && value.size === true)
        return bound(at, name, items, () =>
          items.reduce((n, item) => (item.kind === 'int' && n.kind === 'int' ? int(n.value * item.value) : n), int(1)),
        )
      if (name === 'index')
        return bound(at, name, items, (_, self, args) => int(position(at, self, first('index', args), 'tuple')))
      return name === 'count'
        ? bound(at, name, items, (_, self, args) =>
            int(
              self.filter(
                (item) =>
                  compare(at, '==', item, first('count', args)).kind === 'bool' &&
                  equal(at.session, item, first('count', args)),
              ).length,
            ),
          )
        : null
    }
    default:
      return null
  }
}
