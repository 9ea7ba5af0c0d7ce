import { plainClass } from '../../torch/classes.ts'
import { raise } from '../../torch/raised.ts'
import { type DictValue, none, type Value } from '../../torch/value.ts'
import { tally } from '../dict-methods.ts'
import { entriesFrom } from '../entries.ts'
import type { Operating } from '../operators.ts'
import { dequeClass } from './deque.ts'
import { type Library, moduleOf, native } from './library.ts'
import { namedTuple } from './namedtuple.ts'

const special = (name: 'defaultdict' | 'Counter' | 'OrderedDict', factory: Value = none): DictValue => ({
  kind: 'dict',
  entries: new Map(),
  special: { name, factory },
})

function defaultdict(at: Operating, args: readonly Value[], keywords: ReadonlyMap<string, Value>): Value {
  const [factory = none, from] = args
  if (!['none', 'function', 'type'].includes(factory.kind))
    raise('TypeError', 'first argument must be callable or None', 'Give a class or function: defaultdict(list).')
  const made = special('defaultdict', factory)
  entriesFrom(at, made.entries, from, keywords)
  return made
}

/** Python's `collections`. */
export const collections: Library = (at) => {
  const members = new Map<string, Value>()
  const define = (
    name: string,
    call: (args: readonly Value[], keywords: ReadonlyMap<string, Value>) => Value,
  ): void => {
    const type = plainClass(name, ({ positional, keywords }) => call(positional, keywords), 'collections')
    at.types.set(name, type)
    members.set(name, type)
  }
  define('defaultdict', (args, keywords) => defaultdict(at, args, keywords))
  define('Counter', ([from], keywords) => {
    const made = special('Counter')
    tally(at, made, from, 1)
    entriesFrom(at, made.entries, undefined, keywords)
    return made
  })
  define('OrderedDict', ([from], keywords) => {
    const made = special('OrderedDict')
    entriesFrom(at, made.entries, from, keywords)
    return made
  })
  members.set('deque', dequeClass(at))
  members.set(
    'namedtuple',
    native('namedtuple', (args, keywords) => namedTuple(at, args, keywords)),
  )
  return moduleOf('collections', members)
}
