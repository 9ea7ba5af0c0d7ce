import { inherits } from '../torch/classes.ts'
import { raise } from '../torch/raised.ts'
import { none, type TypeValue, type Value } from '../torch/value.ts'
import type { Expression, Handler, Statement } from './ast.ts'
import { held, isException, thrownOf } from './exceptions.ts'
import { callWith } from './functions.ts'
import { goTo, type Machine } from './machine.ts'
import type { Outcome } from './outcome.ts'
import type { Scope } from './scope.ts'
import { catchable, comeFrom, type Thrown, whence } from './thrown.ts'

type Evaluate = (machine: Machine, scope: Scope, expression: Expression) => Value

/** What carries out the parts of a statement. */
export interface Tools {
  readonly evaluate: Evaluate
  readonly execute: (machine: Machine, scope: Scope, statements: readonly Statement[]) => Outcome
}

/** An error as an exception that the program can hold, with the place it came from; errors that nothing may catch go on. */
export function failureOf(machine: Machine, error: unknown): Thrown {
  const raised = catchable(error)
  if (raised === null) throw error
  const thrown = held(machine.types, raised)
  thrown.whence ??= whence(machine)
  return thrown
}

/** Lets an exception go on, from the place where it was first raised. */
export function goOn(machine: Machine, thrown: Thrown): never {
  if (thrown.whence !== null) comeFrom(machine, thrown.whence)
  throw thrown
}

/** Carries out `finally` after an error, which then goes on unless the block leaves by itself. */
export function leave(machine: Machine, error: unknown, final: () => Outcome): Outcome {
  const thrown = failureOf(machine, error)
  const outcome = final()
  return outcome.kind === 'next' ? goOn(machine, thrown) : outcome
}

function fits(machine: Machine, thrown: Thrown, type: Value): boolean {
  if (type.kind === 'tuple') return type.items.some((each) => fits(machine, thrown, each))
  if (type.kind !== 'type' || !inherits(type, machine.types.get('BaseException')!))
    return raise(
      'TypeError',
      'catching classes that do not inherit from BaseException is not allowed',
      'Name a class of exceptions after except.',
    )
  return inherits(thrown.value.type, type)
}

/** The handler for an exception; null where none fits. */
export function handlerFor(
  machine: Machine,
  scope: Scope,
  handlers: readonly Handler[],
  thrown: Thrown,
  evaluate: Evaluate,
): Handler | null {
  for (const handler of handlers) {
    if (handler.type === null) return handler
    goTo(machine, handler)
    if (fits(machine, thrown, evaluate(machine, scope, handler.type))) return handler
  }
  return null
}

/** Hands an error to the first handler that fits; without one it goes on. */
export function caught(
  machine: Machine,
  scope: Scope,
  handlers: readonly Handler[],
  error: unknown,
  { evaluate, execute }: Tools,
): Outcome {
  const thrown = failureOf(machine, error)
  const handler = handlerFor(machine, scope, handlers, thrown, evaluate)
  if (handler === null) return goOn(machine, thrown)
  const before = machine.handling
  machine.handling = thrown
  if (handler.name !== null) scope.set(handler.name, thrown.value)
  try {
    return execute(machine, scope, handler.body)
  } catch (failure) {
    const next = failureOf(machine, failure)
    if (next !== thrown && !next.value.attributes.has('__context__'))
      next.value.attributes.set('__context__', thrown.value)
    return goOn(machine, next)
  } finally {
    machine.handling = before
    if (handler.name !== null && scope.names.has(handler.name)) scope.delete(handler.name)
  }
}

/** `raise`, `raise value` and `raise value from cause`. */
export function raiseValue(
  machine: Machine,
  scope: Scope,
  statement: Extract<Statement, { readonly kind: 'raise' }>,
  evaluate: Evaluate,
): never {
  if (statement.value === null) {
    if (machine.handling !== null) return goOn(machine, machine.handling)
    return raise('RuntimeError', 'No active exception to reraise', 'Say what to raise: raise ValueError("…").')
  }
  const value = evaluate(machine, scope, statement.value)
  const cause = statement.cause === null ? none : evaluate(machine, scope, statement.cause)
  goTo(machine, statement)
  const made = exceptionFrom(machine, value)
  if (made === null || !isException(machine.types, made))
    return raise(
      'TypeError',
      'exceptions must derive from BaseException',
      'Raise an exception, such as ValueError("…"), not a text.',
    )
  if (cause.kind !== 'none') made.attributes.set('__cause__', exceptionFrom(machine, cause) ?? cause)
  else if (machine.handling !== null && machine.handling.value !== made)
    made.attributes.set('__context__', machine.handling.value)
  goTo(machine, statement)
  const thrown = thrownOf(machine.session, made)
  goTo(machine, statement)
  if (thrown.whence !== null) comeFrom(machine, thrown.whence)
  throw thrown
}

function exceptionFrom(machine: Machine, value: Value): Value | null {
  if (value.kind !== 'type') return value
  const base: TypeValue = machine.types.get('BaseException')!
  return inherits(value, base) ? callWith(machine, value) : null
}
