import { Raised, raise } from '../torch/raised.ts'
import { type IteratorValue, none, type Value } from '../torch/value.ts'
import { assign } from './assign.ts'
import type { Expression, Statement } from './ast.ts'
import { failureOf, goOn, handlerFor } from './failing.ts'
import { walk } from './iterate.ts'
import { comeBack, goTo, type Machine } from './machine.ts'
import { next, type Outcome } from './outcome.ts'
import type { Scope } from './scope.ts'
import { truth } from './truth.ts'
import { enter } from './within.ts'

interface Tools {
  readonly evaluate: (machine: Machine, scope: Scope, expression: Expression) => Value
  /** Carries out one statement that has no `yield` in it. */
  readonly step: (machine: Machine, scope: Scope, statement: Statement) => Outcome
}

/** A generator's body while it runs: it gives values, takes what is sent, and ends with an outcome. */
type Running = Generator<Value, Outcome, Value>

type Kind<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>

/** The same as `execute`, for statements that may wait at a `yield`. */
class Body {
  readonly #machine: Machine
  readonly #scope: Scope
  readonly #tools: Tools

  constructor(machine: Machine, scope: Scope, tools: Tools) {
    this.#machine = machine
    this.#scope = scope
    this.#tools = tools
  }

  *run(statements: readonly Statement[]): Running {
    for (const statement of statements) {
      const outcome = yield* this.#step(statement)
      if (outcome.kind !== 'next') return outcome
    }
    return next
  }

  *#step(statement: Statement): Running {
    const machine = this.#machine
    switch (statement.kind) {
      case 'yield':
        return yield* this.#yield(statement)
      case 'if':
        machine.budget.charge()
        for (const { test, body } of statement.branches) if (this.#true(test)) return yield* this.run(body)
        return yield* this.run(statement.otherwise)
      case 'while':
        return yield* this.#while(statement)
      case 'for':
        return yield* this.#for(statement)
      case 'with':
        return yield* this.#with(statement, 0)
      case 'try':
        return yield* this.#try(statement)
      case 'expression':
      case 'assign':
      case 'update':
      case 'def':
      case 'class':
      case 'return':
      case 'raise':
      case 'assert':
      case 'delete':
      case 'import':
      case 'pass':
      case 'break':
      case 'continue':
      case 'unsupported':
        return this.#tools.step(machine, this.#scope, statement)
    }
  }

  #value(expression: Expression): Value {
    return this.#tools.evaluate(this.#machine, this.#scope, expression)
  }

  #true(test: Expression): boolean {
    const value = this.#value(test)
    goTo(this.#machine, test)
    return truth(this.#machine.session, value)
  }

  *#yield({ value, all, targets, ...place }: Kind<'yield'>): Running {
    const machine = this.#machine
    machine.budget.charge()
    goTo(machine, place)
    const given = value === null ? none : this.#value(value)
    goTo(machine, place)
    const sent = all ? yield* this.#all(given) : yield given
    goTo(machine, place)
    for (const target of targets) assign(machine, this.#scope, target, sent, this.#tools.evaluate)
    return next
  }

  *#all(values: Value): Generator<Value, Value, Value> {
    const step = walk(this.#machine, values)
    for (let value = step(); value !== null; value = step()) yield value
    return values.kind === 'iterator' && values.generator !== undefined ? values.generator.returned() : none
  }

  *#while({ test, body, otherwise }: Kind<'while'>): Running {
    for (;;) {
      this.#machine.budget.charge()
      if (!this.#true(test)) return yield* this.run(otherwise)
      const outcome = yield* this.run(body)
      if (outcome.kind === 'return') return outcome
      if (outcome.kind === 'break') return next
    }
  }

  *#for({ target, iterable, body, otherwise }: Kind<'for'>): Running {
    const values = this.#value(iterable)
    goTo(this.#machine, iterable)
    const step = walk(this.#machine, values)
    for (let value = step(); value !== null; value = step()) {
      assign(this.#machine, this.#scope, target, value, this.#tools.evaluate)
      const outcome = yield* this.run(body)
      if (outcome.kind === 'return') return outcome
      if (outcome.kind === 'break') return next
    }
    return yield* this.run(otherwise)
  }

  *#with(statement: Kind<'with'>, from: number): Running {
    const context = statement.contexts[from]
    if (context === undefined) return yield* this.run(statement.body)
    const machine = this.#machine
    const value = this.#value(context.value)
    goTo(machine, context.value)
    const opened = enter(machine, value)
    let outcome: Outcome
    try {
      if (context.target !== null) assign(machine, this.#scope, context.target, opened.value, this.#tools.evaluate)
      outcome = yield* this.#with(statement, from + 1)
    } catch (error) {
      const thrown = failureOf(machine, error)
      return opened.exit(thrown.value) ? next : goOn(machine, thrown)
    }
    opened.exit(null)
    return outcome
  }

  *#try(statement: Kind<'try'>): Running {
    const { final } = statement
    let outcome: Outcome
    try {
      outcome = yield* this.#handled(statement)
    } catch (error) {
      if (final.length === 0) throw error
      const thrown = failureOf(this.#machine, error)
      const last = yield* this.run(final)
      return last.kind === 'next' ? goOn(this.#machine, thrown) : last
    }
    const last = yield* this.run(final)
    return last.kind === 'next' ? outcome : last
  }

  *#handled({ body, handlers, otherwise }: Kind<'try'>): Running {
    const [machine, scope] = [this.#machine, this.#scope]
    let outcome: Outcome
    try {
      outcome = yield* this.run(body)
    } catch (error) {
      const thrown = failureOf(machine, error)
      const handler = handlerFor(machine, scope, handlers, thrown, this.#tools.evaluate)
      if (handler === null) return goOn(machine, thrown)
      const before = machine.handling
      machine.handling = thrown
      if (handler.name !== null) scope.set(handler.name, thrown.value)
      try {
        return yield* this.run(handler.body)
      } finally {
        machine.handling = before
        if (handler.name !== null && scope.names.has(handler.name)) scope.delete(handler.name)
      }
    }
    return outcome.kind === 'next' ? yield* this.run(otherwise) : outcome
  }
}

/** A call of a function with `yield`: its body runs from one `yield` to the next, each time a value is asked for. */
export function generatorOf(
  machine: Machine,
  scope: Scope,
  statements: readonly Statement[],
  tools: Tools,
): IteratorValue {
  const running = new Body(machine, scope, tools).run(statements)
  let state: 'new' | 'waiting' | 'running' | 'done' = 'new'
  let returned: Value = none
  const resume = (go: () => IteratorResult<Value, Outcome>): Value | null => {
    if (state === 'running')
      raise('ValueError', 'generator already executing', 'A generator cannot ask itself for a value.')
    state = 'running'
    const { place, doing, values } = machine
    try {
      const { done, value } = machine.budget.call(go)
      comeBack(machine, place, doing, values)
      state = done === true ? 'done' : 'waiting'
      if (done !== true) return value
      if (value.kind === 'return') returned = value.value
      return null
    } catch (error) {
      state = 'done'
      if (error instanceof Raised && error.type === 'StopIteration')
        raise('RuntimeError', 'generator raised StopIteration', 'End a generator with return.')
      throw error
    }
  }
  const send = (value: Value): Value | null => {
    if (state === 'done') return null
    if (state === 'new' && value.kind !== 'none')
      raise('TypeError', "can't send non-None value to a just-started generator", 'Ask for the first value with next.')
    return resume(() => running.next(value))
  }
  return {
    kind: 'iterator',
    name: 'generator',
    next: () => send(none),
    generator: {
      send,
      throw: (error) => {
        if (state === 'done' || state === 'new') {
          state = 'done'
          throw error
        }
        return resume(() => running.throw(error))
      },
      close: () => {
        if (state === 'waiting') {
          try {
            resume(() => running.throw(new Raised('GeneratorExit', '', '')))
          } catch (error) {
            if (!(error instanceof Raised && error.type === 'GeneratorExit')) throw error
          }
        }
        state = 'done'
      },
      returned: () => returned,
    },
  }
}
