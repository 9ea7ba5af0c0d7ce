import { raise } from '../torch/raised.ts'
import { str, type Value } from '../torch/value.ts'
import { collect } from './iterate.ts'
import { keyOf } from './keys.ts'
import type { Operating } from './operators.ts'

/** The entries of `dict(...)` and `update(...)`: another dictionary, or pairs, and then the named ones. */
export function entriesFrom(
  at: Operating,
  into: Map<string, readonly [Value, Value]>,
  from: Value | undefined,
  keywords: ReadonlyMap<string, Value>,
): void {
  const add = (key: Value, value: Value): void => {
    at.budget.allocate(1)
    const found = keyOf(key)
    into.set(found, [into.get(found)?.[0] ?? key, value])
  }
  if (from?.kind === 'dict') for (const [key, value] of [...from.entries.values()]) add(key, value)
  else if (from !== undefined)
    for (const [i, item] of collect(at, from).entries()) {
      if (!['tuple', 'list', 'str', 'tensor', 'instance', 'set', 'iterator'].includes(item.kind))
        raise(
          'TypeError',
          `cannot convert dictionary update sequence element #${i} to a sequence`,
          'Give pairs of key and value.',
        )
      const pair = collect(at, item)
      if (pair.length !== 2)
        raise(
          'ValueError',
          `dictionary update sequence element #${i} has length ${pair.length}; 2 is required`,
          'Give pairs of key and value.',
        )
      add(pair[0]!, pair[1]!)
    }
  for (const [name, value] of keywords) add(str(name), value)
}
