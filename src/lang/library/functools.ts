import { plainClass } from '../../torch/classes.ts'
import { raise } from '../../torch/raised.ts'
import { bool, type FunctionValue, none, type TypeValue, tuple, type Value } from '../../torch/value.ts'
import { dictOf } from '../dict-methods.ts'
import { callValue, callWith } from '../functions.ts'
import { walk } from '../iterate.ts'
import { keyOf } from '../keys.ts'
import { compare, type Operating } from '../operators.ts'
import { truth } from '../truth.ts'
import { type Library, moduleOf, native } from './library.ts'

function reduced(at: Operating, [f = none, values = none, initial]: readonly Value[]): Value {
  const next = walk(at, values)
  let total = initial ?? next()
  if (total === null)
    return raise('TypeError', 'reduce() of empty iterable with no initial value', 'Give a third argument.')
  for (let value = next(); value !== null; value = next()) total = callWith(at, f, total, value)
  return total
}

/** `partial(f, ...)`: the function with its first arguments given. */
function partial(at: Operating, f: Value, first: readonly Value[], named: ReadonlyMap<string, Value>): FunctionValue {
  return {
    kind: 'function',
    name: 'partial',
    flavour: 'builtin',
    call: ({ positional, keywords }) =>
      callValue(at, f, { positional: [...first, ...positional], keywords: new Map([...named, ...keywords]) }),
    attributes: new Map<string, Value>([
      ['func', f],
      ['args', tuple(first)],
      ['keywords', dictOf(named)],
    ]),
  }
}

/** A function with its results kept by its arguments. */
function cached(at: Operating, f: Value): Value {
  const results = new Map<string, Value>()
  let hits = 0
  const made: FunctionValue = {
    kind: 'function',
    name: f.kind === 'function' ? f.name : 'wrapper',
    flavour: 'user',
    ...(f.kind === 'function' && f.qualname !== undefined ? { qualname: f.qualname } : {}),
    call: (args) => {
      const key = keyOf(
        tuple([
          ...args.positional,
          ...[...args.keywords].map(([name, value]) => tuple([{ kind: 'str', value: name }, value])),
        ]),
      )
      const before = results.get(key)
      if (before !== undefined) {
        hits++
        return before
      }
      at.budget.allocate(1)
      const result = callValue(at, f, args)
      results.set(key, result)
      return result
    },
  }
  made.attributes = new Map<string, Value>([
    ['__wrapped__', f],
    [
      'cache_info',
      native('cache_info', () => ({
        kind: 'str',
        value: `CacheInfo(hits=${hits}, misses=${results.size}, maxsize=128, currsize=${results.size})`,
      })),
    ],
    [
      'cache_clear',
      native('cache_clear', () => {
        results.clear()
        return none
      }),
    ],
  ])
  return made
}

/** `wraps(f)`: gives a wrapper the name and the docstring of what it wraps. */
const wraps = (f: Value): Value =>
  native('wraps', ([wrapper = none]) => {
    if (wrapper.kind !== 'function' || f.kind !== 'function') return wrapper
    const attributes = new Map([...(wrapper.attributes ?? []), ...(f.attributes ?? [])])
    attributes.set('__wrapped__', f)
    return { ...wrapper, name: f.name, qualname: f.qualname ?? f.name, attributes }
  })

const mirrored = { __lt__: '<', __le__: '<=', __gt__: '>', __ge__: '>=' } as const

/** Adds the comparisons that a class lacks, from the one it has and `==`. */
function totallyOrdered(at: Operating, type: TypeValue): Value {
  const has = (name: string): boolean => type.order.some((each) => each.members.has(name))
  const less = (a: Value, b: Value): boolean => {
    const same = (): boolean => truth(at.session, compare(at, '==', a, b))
    if (has('__lt__')) return truth(at.session, callMember(at, type, '__lt__', a, b))
    if (has('__le__')) return truth(at.session, callMember(at, type, '__le__', a, b)) && !same()
    if (has('__gt__')) return !truth(at.session, callMember(at, type, '__gt__', a, b)) && !same()
    return !truth(at.session, callMember(at, type, '__ge__', a, b))
  }
  const equal = (a: Value, b: Value): boolean => truth(at.session, compare(at, '==', a, b))
  const results: Readonly<Record<keyof typeof mirrored, (a: Value, b: Value) => boolean>> = {
    __lt__: less,
    __le__: (a, b) => less(a, b) || equal(a, b),
    __gt__: (a, b) => !less(a, b) && !equal(a, b),
    __ge__: (a, b) => !less(a, b),
  }
  const added = Object.entries(results).filter(([name]) => !has(name))
  for (const [name, test] of added)
    type.members.set(name, { ...native(name, ([a = none, b = none]) => bool(test(a, b))), flavour: 'user' })
  return type
}

const callMember = (at: Operating, type: TypeValue, name: string, a: Value, b: Value): Value => {
  const found = type.order.find((each) => each.members.has(name))?.members.get(name)
  return found === undefined ? none : callWith(at, found, a, b)
}

/** `cmp_to_key(f)`: objects that are ordered by a function of two of them. */
function keyFrom(at: Operating, f: Value): Value {
  const type: TypeValue = plainClass('K', null, 'functools')
  type.members.set(
    '__lt__',
    native('__lt__', ([a = none, b = none]) => {
      const of = (value: Value): Value => (value.kind === 'instance' ? (value.attributes.get('obj') ?? none) : none)
      return compare(at, '<', callWith(at, f, of(a), of(b)), { kind: 'int', value: 0 })
    }),
  )
  return native('K', ([obj = none]) => ({ kind: 'instance', type, attributes: new Map([['obj', obj]]) }))
}

/** Python's `functools`. */
export const functools: Library = (at) => {
  const members = new Map<string, Value>()
  const define = (name: string, call: Parameters<typeof native>[1]): void => {
    members.set(name, native(name, call))
  }
  define('reduce', (args) => reduced(at, args))
  define('partial', ([f = none, ...first], keywords) => partial(at, f, first, keywords))
  define('wraps', ([f = none]) => wraps(f))
  define('cache', ([f = none]) => cached(at, f))
  define('lru_cache', ([f]) =>
    f?.kind === 'function' ? cached(at, f) : native('lru_cache', ([g = none]) => cached(at, g)),
  )
  define('total_ordering', ([type = none]) => (type.kind === 'type' ? totallyOrdered(at, type) : type))
  define('cmp_to_key', ([f = none]) => keyFrom(at, f))
  return moduleOf('functools', members)
}
