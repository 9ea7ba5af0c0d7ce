import { send } from '../torch/classes.ts'
import { rowsOf } from '../torch/indexing.ts'
import { Raised, raise } from '../torch/raised.ts'
import { type InstanceValue, int, str, tuple, typeName, type Value } from '../torch/value.ts'
import type { Operating } from './operators.ts'
import { inOrder } from './sets.ts'

/** One step of a walk: the next value, or null at the end. */
export type Walk = () => Value | null

function along(at: Operating, items: readonly Value[]): Walk {
  let i = 0
  return () => {
    // A list may grow while it is walked.
    if (i >= items.length) return null
    at.budget.charge()
    return items[i++]!
  }
}

function through(values: Iterator<Value, void, undefined>, at: Operating): Walk {
  return () => {
    const step = values.next()
    if (step.done === true) return null
    at.budget.charge()
    return step.value
  }
}

/** The values a for loop goes through, each charged when it is taken. */
export function walk(at: Operating, value: Value): Walk {
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return along(at, value.items)
    case 'range': {
      const { stop, step } = value
      let i = value.start
      return () => {
        if (step > 0 ? i >= stop : i <= stop) return null
        at.budget.charge()
        const item = int(i)
        i += step
        return item
      }
    }
    case 'str':
      return along(at, Array.from(value.value, str))
    case 'dict':
      return unchanging(
        at,
        value.entries,
        Array.from(value.entries.values(), ([key]) => key),
        'dictionary',
      )
    case 'set':
      return unchanging(at, value.entries, inOrder(value), 'Set')
    case 'view':
      return unchanging(at, value.dict.entries, viewed(value), 'dictionary')
    case 'tensor':
      return through(rowsOf(at.session, value)[Symbol.iterator](), at)
    case 'iterator':
      return () => {
        at.budget.charge()
        return value.next()
      }
    case 'instance':
      return ofInstance(at, value)
    case 'none':
    case 'ellipsis':
    case 'bool':
    case 'int':
    case 'float':
    case 'slice':
    case 'function':
    case 'descriptor':
    case 'super':
    case 'not_implemented':
    case 'type':
    case 'module':
    case 'dtype':
    case 'grad_fn':
    case 'grad_mode':
      return refuse(value)
  }
}

const refuse = (value: Value): never =>
  raise(
    'TypeError',
    `'${typeName(value)}' object is not iterable`,
    value.kind === 'int' ? 'Write range(n) to count.' : 'Loop over a list, a range or a tensor.',
  )

function unchanging(at: Operating, entries: ReadonlyMap<string, unknown>, items: readonly Value[], what: string): Walk {
  const next = along(at, items)
  const { size } = entries
  return () => {
    if (entries.size !== size)
      raise('RuntimeError', `${what} changed size during iteration`, 'Loop over a copy: list(...).')
    return next()
  }
}

/** The keys, values or pairs of a dictionary. */
export function viewed({ of, dict }: Extract<Value, { kind: 'view' }>): Value[] {
  const entries = [...dict.entries.values()]
  switch (of) {
    case 'keys':
      return entries.map(([key]) => key)
    case 'values':
      return entries.map(([, value]) => value)
    case 'items':
      return entries.map((entry) => tuple(entry))
  }
}

function ofInstance(at: Operating, value: InstanceValue): Walk {
  const found = send(value, '__iter__', [])
  if (found === null) return byIndex(at, value)
  if (found.kind !== 'instance') {
    if (found.kind === 'iterator') return walk(at, found)
    return raise(
      'TypeError',
      `iter() returned non-iterator of type '${typeName(found)}'`,
      'Let __iter__ return iter(...) of a list, or use yield.',
    )
  }
  return () => {
    at.budget.charge()
    return nextOf(found)
  }
}

/** What `__next__` of an object gives; null where it raises StopIteration. */
export function nextOf(value: InstanceValue): Value | null {
  try {
    return (
      send(value, '__next__', []) ??
      raise('TypeError', `'${typeName(value)}' object is not an iterator`, 'Give its class a __next__.')
    )
  } catch (error) {
    if (error instanceof Raised && error.type === 'StopIteration') return null
    throw error
  }
}

/** The old protocol: `__getitem__` from 0 on, until it raises IndexError. */
function byIndex(at: Operating, value: InstanceValue): Walk {
  if (!value.type.order.some((type) => type.members.has('__getitem__'))) return refuse(value)
  let i = 0
  return () => {
    at.budget.charge()
    try {
      return send(value, '__getitem__', [int(i++)])
    } catch (error) {
      if (error instanceof Raised && error.type === 'IndexError') return null
      throw error
    }
  }
}

/** The same walk for loops of the host. */
export function* iterate(at: Operating, value: Value): Generator<Value, void, undefined> {
  const next = walk(at, value)
  for (let item = next(); item !== null; item = next()) yield item
}

/** How many values a walk has, where that is known before; else null. */
export function countOf(value: Value): number | null {
  if (value.kind === 'list' || value.kind === 'tuple') return value.items.length
  return value.kind === 'range' ? Math.max(0, Math.ceil((value.stop - value.start) / value.step)) : null
}

/** All of them in a list, charged as memory. */
export function collect(at: Operating, value: Value): Value[] {
  const items: Value[] = []
  const count = countOf(value)
  at.budget.allocate(count ?? 0)
  if (value.kind === 'list' || value.kind === 'tuple') return value.items.slice()
  const next = walk(at, value)
  for (let item = next(); item !== null; item = next()) {
    if (count === null) at.budget.allocate(1)
    items.push(item)
  }
  return items
}

/** An iterator value over a host iteration. */
export function iterator(name: string, values: Iterator<Value, void, undefined>): Value {
  return {
    kind: 'iterator',
    name,
    next: () => {
      const step = values.next()
      return step.done === true ? null : step.value
    },
  }
}
