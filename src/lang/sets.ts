import { isNumber, numberOf, type SetValue, type Value } from '../torch/value.ts'
import type { BinaryOperator } from './ast.ts'
import { keyOf } from './keys.ts'

/** A set of values. */
export function setOf(items: Iterable<Value>, frozen = false): SetValue {
  const entries = new Map<string, Value>()
  for (const item of items) {
    const key = keyOf(item)
    if (!entries.has(key)) entries.set(key, item)
  }
  return { kind: 'set', frozen, entries }
}

/** How many neighbours CPython looks at before it jumps on. */
const neighbours = 9

/** Where CPython's table has room for a hash: the probing of Objects/setobject.c, on the low 32 bits. */
function slotFor(table: readonly (Value | undefined)[], hash: number): number {
  const mask = table.length - 1
  let perturb = BigInt.asUintN(64, BigInt(hash))
  let i = Number(perturb & BigInt(mask))
  for (;;) {
    const last = i + neighbours <= mask ? i + neighbours : i
    for (let j = i; j <= last; j++) if (table[j] === undefined) return j
    perturb >>= 5n
    i = Number((BigInt(i) * 5n + 1n + perturb) & BigInt(mask))
  }
}

/** The order in which CPython goes through a set: whole numbers by its hash table, all else as it was put in. */
export function inOrder({ entries }: SetValue): Value[] {
  const items = [...entries.values()]
  if (items.length < 2 || !items.every((item) => isNumber(item) && Number.isInteger(numberOf(item)))) return items
  const hashOf = (item: Value): number => {
    const hash = isNumber(item) ? numberOf(item) : 0
    return hash === -1 ? -2 : hash
  }
  let table = new Array<Value | undefined>(8).fill(undefined)
  let used = 0
  for (const item of items) {
    table[slotFor(table, hashOf(item))] = item
    used++
    if (used * 5 < (table.length - 1) * 3) continue
    let size = 8
    while (size <= used * (used > 50_000 ? 2 : 4)) size *= 2
    const before = table
    table = new Array<Value | undefined>(size).fill(undefined)
    for (const each of before) if (each !== undefined) table[slotFor(table, hashOf(each))] = each
  }
  return table.filter((item) => item !== undefined)
}

const entriesOf = (value: Value): ReadonlyMap<string, Value> | null => {
  if (value.kind === 'set') return value.entries
  if (value.kind !== 'view' || value.of === 'values') return null
  return value.of === 'keys' ? new Map(Array.from(value.dict.entries, ([key, [item]]) => [key, item])) : null
}

/** `|`, `&`, `-` and `^` of two sets or views of keys; null for other values. */
export function combined(operator: BinaryOperator, left: Value, right: Value): SetValue | null {
  const [a, b] = [entriesOf(left), entriesOf(right)]
  if (a === null || b === null) return null
  const entries = combinedEntries(operator, a, b)
  return { kind: 'set', frozen: left.kind === 'set' && left.frozen, entries }
}

type Entries = ReadonlyMap<string, Value>

function combinedEntries(operator: BinaryOperator, a: Entries, b: Entries): Map<string, Value> {
  const without = (p: Entries, q: Entries) => [...p].filter(([key]) => !q.has(key))
  switch (operator) {
    case '|':
      return new Map([...a, ...without(b, a)])
    case '&':
      return new Map([...a].filter(([key]) => b.has(key)))
    case '-':
      return new Map(without(a, b))
    default:
      return new Map([...without(a, b), ...without(b, a)])
  }
}

/** `a |= b` and the like: the set itself is changed. */
export function merged(operator: BinaryOperator, target: SetValue, value: SetValue): SetValue {
  const entries = combinedEntries(operator, target.entries, value.entries)
  target.entries.clear()
  for (const [key, item] of entries) target.entries.set(key, item)
  return target
}

/** `a < b` and the like: whether one set is part of another. */
export function subset(operator: '<' | '<=' | '>' | '>=' | '==' | '!=', a: SetValue, b: SetValue): boolean {
  const [small, large] = operator.startsWith('<') ? [a, b] : [b, a]
  const within = [...small.entries.keys()].every((key) => large.entries.has(key))
  return within && (operator.endsWith('=') || small.entries.size < large.entries.size)
}
