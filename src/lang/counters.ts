import { int, none, type Value } from '../torch/value.ts'
import type { BinaryOperator } from './ast.ts'
import type { Operating } from './operators.ts'

const countIn = (value: Value, key: string): number => {
  const found = value.kind === 'dict' ? value.entries.get(key)?.[1] : undefined
  return found?.kind === 'int' || found?.kind === 'float' ? found.value : 0
}

/** `+`, `-`, `&` and `|` of two Counters: counts above 0 are kept; null for other values. */
export function counted(at: Operating, operator: BinaryOperator, left: Value, right: Value): Value | null {
  if (left.kind !== 'dict' || right.kind !== 'dict') return null
  if (left.special?.name !== 'Counter' || right.special?.name !== 'Counter') return null
  const entries = new Map<string, readonly [Value, Value]>()
  at.budget.allocate(left.entries.size + right.entries.size)
  for (const [key, [name]] of [...left.entries, ...right.entries]) {
    const [a, b] = [countIn(left, key), countIn(right, key)]
    const count =
      operator === '+' ? a + b : operator === '-' ? a - b : operator === '&' ? Math.min(a, b) : Math.max(a, b)
    if (count > 0) entries.set(key, [name, int(count)])
  }
  return { kind: 'dict', entries, special: { name: 'Counter', factory: none } }
}
