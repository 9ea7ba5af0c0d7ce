import { rowsOf } from '../torch/indexing.ts'
import { raise } from '../torch/raised.ts'
import { int, str, typeName, type Value } from '../torch/value.ts'
import type { Operating } from './operators.ts'

/** The values a for loop goes through, each charged when it is taken. */
export function* iterate({ session, budget }: Operating, value: Value): Generator<Value, void, undefined> {
  switch (value.kind) {
    case 'list':
    case 'tuple':
      // A list may grow while it is walked.
      for (let i = 0; i < value.items.length; i++) {
        budget.charge()
        yield value.items[i]!
      }
      return
    case 'range':
      for (let i = value.start; value.step > 0 ? i < value.stop : i > value.stop; i += value.step) {
        budget.charge()
        yield int(i)
      }
      return
    case 'str':
      for (const char of value.value) {
        budget.charge()
        yield str(char)
      }
      return
    case 'dict':
      for (const [key] of [...value.entries.values()]) yield key
      return
    case 'tensor':
      yield* rowsOf(session, value)
      return
    case 'iterator':
      for (let next = value.next(); next !== null; next = value.next()) {
        budget.charge()
        yield next
      }
      return
    case 'none':
    case 'ellipsis':
    case 'bool':
    case 'int':
    case 'float':
    case 'slice':
    case 'function':
    case 'type':
    case 'instance':
    case 'module':
    case 'dtype':
    case 'grad_fn':
    case 'grad_mode':
      raise(
        'TypeError',
        `'${typeName(value)}' object is not iterable`,
        value.kind === 'int' ? 'Write range(n) to count.' : 'Loop over a list, a range or a tensor.',
      )
  }
}

/** All of them in a list, charged as memory. */
export function collect(at: Operating, value: Value): Value[] {
  const items: Value[] = []
  for (const item of iterate(at, value)) {
    at.budget.allocate(1)
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
