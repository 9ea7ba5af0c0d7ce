import { raise } from '../torch/raised.ts'
import { bool, type DictValue, float, int, list, none, str, tuple, typeName, type Value } from '../torch/value.ts'
import type { Builtin } from './builtin.ts'
import { toFloat, toInt } from './conversions.ts'
import { lengthOf } from './counting.ts'
import { entriesFrom } from './entries.ts'
import { callWith } from './functions.ts'
import { collect, iterator, type Walk, walk } from './iterate.ts'
import type { Operating } from './operators.ts'
import { setOf } from './sets.ts'
import { text } from './show.ts'
import { getSubscript } from './subscript.ts'
import { takes, whole } from './takes.ts'
import { truth } from './truth.ts'
import { typeOf } from './types.ts'

const range: Builtin = (_, args) => {
  if (args.length === 0) raise('TypeError', 'range expected at least 1 argument, got 0', 'Write range(n).')
  if (args.length > 3)
    raise('TypeError', `range expected at most 3 arguments, got ${args.length}`, 'Write range(start, stop, step).')
  const [first = 0, second, step = 1] = args.map(whole)
  if (step === 0) raise('ValueError', 'range() arg 3 must not be zero', 'Use a step other than 0.')
  return second === undefined
    ? { kind: 'range', start: 0, stop: first, step: 1 }
    : { kind: 'range', start: first, stop: second, step }
}

const iteratorFrom = (name: string, next: Walk): Value => ({ kind: 'iterator', name, next })

const enumerated: Builtin = (at, args, keywords) => {
  const next = walk(at, args[0] ?? keywords.get('iterable') ?? none)
  let i = whole(args[1] ?? keywords.get('start') ?? int(0))
  return iteratorFrom('enumerate', () => {
    const item = next()
    return item === null ? null : tuple([int(i++), item])
  })
}

const zipped: Builtin = (at, args, keywords) => {
  const strict = keywords.get('strict')
  const checked = strict !== undefined && truth(at.session, strict)
  const walks = args.map((value) => walk(at, value))
  return iteratorFrom('zip', () => {
    if (walks.length === 0) return null
    const items: Value[] = []
    for (const [i, next] of walks.entries()) {
      const item = next()
      if (item !== null) items.push(item)
      else if (!checked) return null
      else if (i > 0) return unequal(i, 'shorter')
      else if (walks.some((other, j) => j > 0 && other() !== null)) return unequal(1, 'longer')
      else return null
    }
    return tuple(items)
  })
}

const unequal = (i: number, what: string): never =>
  raise(
    'ValueError',
    `zip() argument ${i + 1} is ${what} than argument${i === 1 ? ' 1' : `s 1-${i}`}`,
    'With strict=True all must have the same length.',
  )

const mapped: Builtin = (at, args) => {
  if (args.length < 2) raise('TypeError', 'map() must have at least two arguments.', 'Give a function and a list.')
  const [f = none, ...values] = args
  const walks = values.map((value) => walk(at, value))
  return iteratorFrom('map', () => {
    const items: Value[] = []
    for (const next of walks) {
      const item = next()
      if (item === null) return null
      items.push(item)
    }
    return callWith(at, f, ...items)
  })
}

const filtered: Builtin = (at, args) => {
  takes('filter', args, 2)
  const [f = none, value = none] = args
  const next = walk(at, value)
  return iteratorFrom('filter', () => {
    for (let item = next(); item !== null; item = next())
      if (truth(at.session, f.kind === 'none' ? item : callWith(at, f, item))) return item
    return null
  })
}

function* backwards(at: Operating, value: Value): Generator<Value, void, undefined> {
  if (value.kind === 'instance' || value.kind === 'range') {
    for (let i = lengthOf(at, value) - 1; i >= 0; i--) yield getSubscript(at, value, int(i))
    return
  }
  const items = collect(at, value)
  for (let i = items.length - 1; i >= 0; i--) yield items[i]!
}

const reversed: Builtin = (at, args) => {
  takes('reversed', args, 1)
  const [value = none] = args
  if (value.kind === 'set' || value.kind === 'iterator')
    raise('TypeError', `'${typeName(value)}' object is not reversible`, 'Make a list of it first.')
  return iterator(value.kind === 'list' ? 'list_reverseiterator' : 'reversed', backwards(at, value))
}

const dictionary: Builtin = (at, args, keywords) => {
  if (args.length > 1)
    raise('TypeError', `dict expected at most 1 argument, got ${args.length}`, 'Give one list of pairs.')
  const made: DictValue = { kind: 'dict', entries: new Map() }
  entriesFrom(at, made.entries, args[0], keywords)
  return made
}

const sliced: Builtin = (_, args) => {
  takes('slice', args, 1, 3)
  const [start = none, stop = none, step = none] = args.length === 1 ? [none, ...args] : args
  return { kind: 'slice', start, stop, step }
}

/** Python's own classes, and what a call of each makes. */
export const converting: Readonly<Record<string, Builtin>> = {
  float: (at, args) => (args.length === 0 ? float(0) : toFloat(at, args)),
  int: toInt,
  str: (at, args) => str(args[0] === undefined ? '' : text(at.session, args[0])),
  bool: (at, args) => bool(args[0] !== undefined && truth(at.session, args[0])),
  list: (at, args) => list(args[0] === undefined ? [] : collect(at, args[0])),
  tuple: (at, args) => {
    const [from] = args
    if (from?.kind === 'tuple' && from.size !== true && from.named === undefined) return from
    return tuple(from === undefined ? [] : collect(at, from))
  },
  dict: dictionary,
  set: (at, args) => setOf(args[0] === undefined ? [] : collect(at, args[0])),
  frozenset: (at, args) => setOf(args[0] === undefined ? [] : collect(at, args[0]), true),
  range,
  enumerate: enumerated,
  zip: zipped,
  map: mapped,
  filter: filtered,
  reversed,
  slice: sliced,
  type: (at, args) => {
    if (args.length !== 1)
      raise(
        args.length === 3 ? 'NotImplementedError' : 'TypeError',
        args.length === 3 ? 'making classes with type() is not supported here' : 'type() takes 1 or 3 arguments',
        'Write class.',
      )
    return typeOf(at, args[0]!)
  },
}
