import { raise } from '../torch/raised.ts'
import { int, type ListValue, list, none, type Value } from '../torch/value.ts'
import { collect } from './iterate.ts'
import { type Methods, methodsFrom } from './method.ts'
import type { Operating } from './operators.ts'
import { repr } from './show.ts'
import { sorted } from './sorting.ts'
import { takes, whole } from './takes.ts'
import { equal } from './truth.ts'

/** Where an item is in a list or tuple, from a place on; -1 where it is not. */
export function placeOf(at: Operating, items: readonly Value[], item: Value, start = 0, stop = items.length): number {
  for (let i = start; i < Math.min(stop, items.length); i++) {
    at.budget.charge()
    if (items[i] === item || equal(at.session, items[i]!, item)) return i
  }
  return -1
}

/** How often an item is in a list or tuple. */
export const countOf = (at: Operating, items: readonly Value[], item: Value): number =>
  items.filter((each) => {
    at.budget.charge()
    return each === item || equal(at.session, each, item)
  }).length

/** The bounds of a search, counted from the end where negative. */
export function boundsOf(length: number, args: readonly Value[]): [number, number] {
  const bound = (value: Value | undefined, otherwise: number): number => {
    if (value === undefined || value.kind === 'none') return otherwise
    const x = whole(value)
    return x < 0 ? Math.max(0, x + length) : x
  }
  return [bound(args[0], 0), bound(args[1], length)]
}

export const listMethods: Methods<ListValue> = methodsFrom<ListValue>({
  append: ({ budget }, self, args) => {
    takes('list.append', args, 1)
    budget.allocate(1)
    self.items.push(args[0]!)
    return none
  },
  extend: (at, self, args) => {
    takes('list.extend', args, 1)
    for (const item of collect(at, args[0]!)) self.items.push(item)
    return none
  },
  insert: ({ budget }, self, args) => {
    takes('insert', args, 2)
    budget.allocate(1)
    self.items.splice(whole(args[0]!), 0, args[1]!)
    return none
  },
  pop: (_, self, args) => {
    takes('pop', args, 0, 1)
    if (self.items.length === 0) raise('IndexError', 'pop from empty list', 'The list is empty.')
    const i = args[0] === undefined ? -1 : whole(args[0])
    const place = i < 0 ? i + self.items.length : i
    if (place < 0 || place >= self.items.length)
      raise('IndexError', 'pop index out of range', 'Use an index inside the list.')
    return self.items.splice(place, 1)[0]!
  },
  remove: (at, self, args) => {
    takes('list.remove', args, 1)
    const place = placeOf(at, self.items, args[0]!)
    if (place < 0) raise('ValueError', 'list.remove(x): x not in list', 'Look with "in" first.')
    self.items.splice(place, 1)
    return none
  },
  index: (at, self, args) => {
    takes('index', args, 1, 3)
    const place = placeOf(at, self.items, args[0]!, ...boundsOf(self.items.length, args.slice(1)))
    if (place < 0) raise('ValueError', `${repr(at.session, args[0]!)} is not in list`, 'Look with "in" first.')
    return int(place)
  },
  count: (at, self, args) => {
    takes('list.count', args, 1)
    return int(countOf(at, self.items, args[0]!))
  },
  reverse: (_, self) => {
    self.items.reverse()
    return none
  },
  clear: (_, self) => {
    self.items.length = 0
    return none
  },
  copy: ({ budget }, self) => {
    budget.allocate(self.items.length)
    return list([...self.items])
  },
  sort: (at, self, args, keywords) => {
    if (args.length > 0)
      raise('TypeError', 'sort() takes no positional arguments', 'Name them: sort(key=…, reverse=True).')
    const items = sorted(at, self.items, keywords)
    for (const [i, item] of items.entries()) self.items[i] = item
    return none
  },
})

export const tupleMethods: Methods<readonly Value[]> = methodsFrom<readonly Value[]>({
  index: (at, items, args) => {
    takes('index', args, 1, 3)
    const place = placeOf(at, items, args[0]!, ...boundsOf(items.length, args.slice(1)))
    if (place < 0) raise('ValueError', 'tuple.index(x): x not in tuple', 'Look with "in" first.')
    return int(place)
  },
  count: (at, items, args) => {
    takes('tuple.count', args, 1)
    return int(countOf(at, items, args[0]!))
  },
})
