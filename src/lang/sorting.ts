import type { Arguments, Value } from '../torch/value.ts'
import { callWith } from './functions.ts'
import { compare, type Operating } from './operators.ts'
import { truth } from './truth.ts'

/** Items in order, equal ones as they were; `key` and `reverse` as in Python. */
export function sorted(at: Operating, items: readonly Value[], keywords: Arguments['keywords']): Value[] {
  const key = keywords.get('key')
  const reverse = keywords.get('reverse')
  const keyed = items.map((item) => ({
    item,
    by: key === undefined || key.kind === 'none' ? item : callWith(at, key, item),
  }))
  const less = (a: Value, b: Value): boolean => {
    at.budget.charge()
    return truth(at.session, compare(at, '<', a, b))
  }
  const down = reverse !== undefined && truth(at.session, reverse)
  keyed.sort((p, q) => (less(p.by, q.by) ? -1 : less(q.by, p.by) ? 1 : 0) * (down ? -1 : 1))
  return keyed.map(({ item }) => item)
}
