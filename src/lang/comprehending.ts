import type { Value } from '../torch/value.ts'
import type { assign } from './assign.ts'
import type { Clause, Expression } from './ast.ts'
import { iterator, walk } from './iterate.ts'
import { keyOf } from './keys.ts'
import { goTo, type Machine } from './machine.ts'
import type { Scope } from './scope.ts'
import { truth } from './truth.ts'

/** What carries out the parts of a comprehension, and where. */
interface Tools {
  readonly machine: Machine
  readonly scope: Scope
  readonly evaluate: (machine: Machine, scope: Scope, expression: Expression) => Value
  readonly assign: typeof assign
}

function passes({ machine, scope, evaluate }: Tools, conditions: readonly Expression[]): boolean {
  for (const condition of conditions) {
    const value = evaluate(machine, scope, condition)
    goTo(machine, condition)
    if (!truth(machine.session, value)) return false
  }
  return true
}

/** Goes through the clauses from one on, and does something for each value of the last. */
export function visit(
  tools: Tools,
  clauses: readonly Clause[],
  from: number,
  iterable: Value,
  visitor: () => void,
): void {
  const { machine, scope, evaluate, assign } = tools
  const { target, conditions } = clauses[from]!
  const after = clauses[from + 1]
  const next = walk(machine, iterable)
  for (let value = next(); value !== null; value = next()) {
    assign(machine, scope, target, value, evaluate)
    if (!passes(tools, conditions)) continue
    if (after === undefined) visitor()
    else {
      const inner = evaluate(machine, scope, after.iterable)
      goTo(machine, after.iterable)
      visit(tools, clauses, from + 1, inner, visitor)
    }
  }
}

/** `{key: element for …}`. */
export function entriesInto(
  tools: Tools,
  clauses: readonly Clause[],
  first: Value,
  key: Expression,
  element: Expression,
): Value {
  const { machine, scope, evaluate } = tools
  const entries = new Map<string, readonly [Value, Value]>()
  visit(tools, clauses, 0, first, () => {
    machine.budget.allocate(1)
    const name = evaluate(machine, scope, key)
    const value = evaluate(machine, scope, element)
    goTo(machine, key)
    const found = keyOf(name)
    entries.set(found, [entries.get(found)?.[0] ?? name, value])
  })
  return { kind: 'dict', entries }
}

function* elements(
  tools: Tools,
  clauses: readonly Clause[],
  from: number,
  iterable: Value,
  element: Expression,
): Generator<Value, void, undefined> {
  const { machine, scope, evaluate, assign } = tools
  const { target, conditions } = clauses[from]!
  const after = clauses[from + 1]
  const next = walk(machine, iterable)
  for (let value = next(); value !== null; value = next()) {
    assign(machine, scope, target, value, evaluate)
    if (!passes(tools, conditions)) continue
    if (after === undefined) yield evaluate(machine, scope, element)
    else yield* elements(tools, clauses, from + 1, evaluate(machine, scope, after.iterable), element)
  }
}

/** `(element for …)`: each element is computed when it is asked for. */
export function lazily(tools: Tools, clauses: readonly Clause[], first: Value, element: Expression): Value {
  const values = elements(tools, clauses, 0, first, element)
  const made = iterator('generator', values)
  const { budget } = tools.machine
  return made.kind === 'iterator' ? { ...made, next: () => budget.call(made.next) } : made
}
