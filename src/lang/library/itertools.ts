import { raise } from '../../torch/raised.ts'
import { int, isNumber, none, numberOf, tuple, type Value } from '../../torch/value.ts'
import { callWith } from '../functions.ts'
import { collect, iterate, iterator, walk } from '../iterate.ts'
import { binary, compare, type Operating } from '../operators.ts'
import { whole } from '../takes.ts'
import { truth } from '../truth.ts'
import { type Library, moduleOf, natives } from './library.ts'

type Values = Generator<Value, void, undefined>

function* counted(at: Operating, start: Value, step: Value): Values {
  for (let value = start; ; value = binary(at, '+', value, step)) yield value
}

function* cycled(at: Operating, values: Value): Values {
  const items = collect(at, values)
  while (items.length > 0) yield* items
}

function* repeated(value: Value, times: number): Values {
  for (let i = 0; i < times; i++) yield value
}

function* accumulated(at: Operating, values: Value, f: Value, initial: Value): Values {
  let total: Value | null = initial.kind === 'none' ? null : initial
  if (total !== null) yield total
  for (const value of iterate(at, values)) {
    total = total === null ? value : f.kind === 'none' ? binary(at, '+', total, value) : callWith(at, f, total, value)
    yield total
  }
}

function* chained(at: Operating, all: Iterable<Value>): Values {
  for (const values of all) yield* iterate(at, values)
}

function* sliced(at: Operating, values: Value, bounds: readonly Value[]): Values {
  const given = (value: Value | undefined, otherwise: number): number =>
    value === undefined || value.kind === 'none' ? otherwise : whole(value)
  const [start, stop] =
    bounds.length === 1
      ? [0, given(bounds[0], Number.POSITIVE_INFINITY)]
      : [given(bounds[0], 0), given(bounds[1], Number.POSITIVE_INFINITY)]
  const step = given(bounds[2], 1)
  if (start < 0 || stop < 0)
    raise('ValueError', 'Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.', 'Use 0 or more.')
  const next = walk(at, values)
  let wanted = start
  for (let i = 0; i < stop; i++) {
    const value = next()
    if (value === null) return
    if (i !== wanted) continue
    yield value
    wanted += step
  }
}

function* filtered(at: Operating, f: Value, values: Value, mode: 'take' | 'drop' | 'false'): Values {
  let dropping = mode === 'drop'
  for (const value of iterate(at, values)) {
    if (mode === 'drop' && !dropping) {
      yield value
      continue
    }
    const passes = truth(at.session, f.kind === 'none' ? value : callWith(at, f, value))
    if (mode === 'take' && !passes) return
    if (mode === 'drop') dropping = passes
    if (mode === 'take' || !passes) yield value
  }
}

function* pairs(at: Operating, values: Value): Values {
  let before: Value | null = null
  for (const value of iterate(at, values)) {
    if (before !== null) yield tuple([before, value])
    before = value
  }
}

function* product(at: Operating, pools: readonly (readonly Value[])[]): Values {
  const places = pools.map(() => 0)
  if (pools.some((pool) => pool.length === 0)) return
  for (;;) {
    at.budget.charge(pools.length)
    yield tuple(pools.map((pool, i) => pool[places[i]!]!))
    let i = pools.length - 1
    while (i >= 0 && ++places[i]! >= pools[i]!.length) places[i--] = 0
    if (i < 0) return
  }
}

/** Choices of `count` places, in the order of the text; `allowed` says whether a place may follow others. */
function* chosen(
  at: Operating,
  items: readonly Value[],
  count: number,
  allowed: (places: readonly number[], next: number) => boolean,
  places: readonly number[] = [],
): Values {
  at.budget.charge()
  if (places.length === count) {
    yield tuple(places.map((place) => items[place]!))
    return
  }
  for (let next = 0; next < items.length; next++)
    if (allowed(places, next)) yield* chosen(at, items, count, allowed, [...places, next])
}

function* longest(at: Operating, values: readonly Value[], fill: Value): Values {
  const walks = values.map((value) => walk(at, value))
  const ended = walks.map(() => false)
  for (;;) {
    const items = walks.map((next, i) => {
      const value = ended[i] ? null : next()
      if (value === null) ended[i] = true
      return value ?? fill
    })
    if (ended.every((each) => each)) return
    yield tuple(items)
  }
}

function* grouped(at: Operating, values: Value, key: Value): Values {
  let group: { readonly by: Value; readonly items: Value[] } | null = null
  for (const value of iterate(at, values)) {
    const by = key.kind === 'none' ? value : callWith(at, key, value)
    at.budget.allocate(1)
    if (group !== null && truth(at.session, compare(at, '==', by, group.by))) group.items.push(value)
    else {
      if (group !== null) yield tuple([group.by, iterator('itertools._grouper', group.items.values())])
      group = { by, items: [value] }
    }
  }
  if (group !== null) yield tuple([group.by, iterator('itertools._grouper', group.items.values())])
}

/** Python's `itertools`. */
export const itertools: Library = (at) => {
  const made = (name: string, values: Values): Value => iterator(`itertools.${name}`, values)
  const members = natives({
    count: ([start, step], keywords) => {
      const [from, by] = [start ?? keywords.get('start') ?? int(0), step ?? keywords.get('step') ?? int(1)]
      return made('count', counted(at, from, by))
    },
    cycle: ([values = none]) => made('cycle', cycled(at, values)),
    repeat: ([value = none, times], keywords) => {
      const count = times ?? keywords.get('times')
      return made('repeat', repeated(value, count === undefined ? Number.POSITIVE_INFINITY : whole(count)))
    },
    accumulate: ([values = none, f], keywords) =>
      made('accumulate', accumulated(at, values, f ?? keywords.get('func') ?? none, keywords.get('initial') ?? none)),
    chain: (values) => made('chain', chained(at, values)),
    islice: ([values = none, ...bounds]) => made('islice', sliced(at, values, bounds)),
    takewhile: ([f = none, values = none]) => made('takewhile', filtered(at, f, values, 'take')),
    dropwhile: ([f = none, values = none]) => made('dropwhile', filtered(at, f, values, 'drop')),
    filterfalse: ([f = none, values = none]) => made('filterfalse', filtered(at, f, values, 'false')),
    pairwise: ([values = none]) => made('pairwise', pairs(at, values)),
    starmap: ([f = none, values = none]) =>
      made(
        'starmap',
        (function* () {
          for (const args of iterate(at, values)) yield callWith(at, f, ...collect(at, args))
        })(),
      ),
    compress: ([values = none, selectors = none]) =>
      made(
        'compress',
        (function* () {
          const next = walk(at, selectors)
          for (const value of iterate(at, values)) {
            const selector = next()
            if (selector === null) return
            if (truth(at.session, selector)) yield value
          }
        })(),
      ),
    product: (values, keywords) => {
      const times = keywords.get('repeat')
      const pools = values.map((value) => collect(at, value))
      const count = times !== undefined && isNumber(times) ? numberOf(times) : 1
      at.budget.allocate(pools.length * count)
      return made('product', product(at, Array.from({ length: count }, () => pools).flat()))
    },
    permutations: ([values = none, r = none]) => {
      const items = collect(at, values)
      const count = r.kind === 'none' ? items.length : whole(r)
      return made(
        'permutations',
        chosen(at, items, count, (places, next) => !places.includes(next)),
      )
    },
    combinations: ([values = none, r = none]) =>
      made(
        'combinations',
        chosen(at, collect(at, values), whole(r), (places, next) => next > (places.at(-1) ?? -1)),
      ),
    combinations_with_replacement: ([values = none, r = none]) =>
      made(
        'combinations_with_replacement',
        chosen(at, collect(at, values), whole(r), (places, next) => next >= (places.at(-1) ?? 0)),
      ),
    zip_longest: (values, keywords) => made('zip_longest', longest(at, values, keywords.get('fillvalue') ?? none)),
    groupby: ([values = none, key], keywords) =>
      made('groupby', grouped(at, values, key ?? keywords.get('key') ?? none)),
    tee: ([values = none, n = int(2)]) => {
      const items = collect(at, values)
      at.budget.allocate(whole(n))
      return tuple(Array.from({ length: whole(n) }, () => iterator('itertools._tee', items.values())))
    },
  })
  const chain = members.get('chain')
  if (chain?.kind === 'function')
    chain.attributes = natives({
      from_iterable: ([values = none]) => made('chain', chained(at, iterate(at, values))),
    })
  return moduleOf('itertools', members)
}
