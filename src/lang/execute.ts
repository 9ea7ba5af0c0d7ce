import { raise } from '../torch/raised.ts'
import { none, typeName, type Value } from '../torch/value.ts'
import { assign } from './assign.ts'
import type { Statement, Target } from './ast.ts'
import { getAttribute } from './attribute.ts'
import { evaluate } from './evaluate.ts'
import { makeFunction } from './functions.ts'
import { importModule } from './importing.ts'
import { iterate } from './iterate.ts'
import { loopOf } from './loop.ts'
import { goTo, type Machine, nameValue } from './machine.ts'
import { updated } from './operators.ts'
import { Scope } from './scope.ts'
import { text } from './show.ts'
import { deleteSubscript, getSubscript, setSubscript } from './subscript.ts'
import { truth } from './truth.ts'

/** How a statement ended. */
type Outcome = { readonly kind: 'next' | 'break' | 'continue' } | { readonly kind: 'return'; readonly value: Value }

const next: Outcome = { kind: 'next' }

type Kind<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>

/** Carries out statements until one of them leaves the block. */
export function execute(machine: Machine, scope: Scope, statements: readonly Statement[]): Outcome {
  for (const statement of statements) {
    machine.budget.charge()
    goTo(machine, statement)
    const outcome = step(machine, scope, statement)
    if (outcome.kind !== 'next') return outcome
  }
  return next
}

function step(machine: Machine, scope: Scope, statement: Statement): Outcome {
  switch (statement.kind) {
    case 'expression':
      evaluate(machine, scope, statement.value)
      return next
    case 'assign': {
      const value = evaluate(machine, scope, statement.value)
      for (const target of statement.targets) assign(machine, scope, target, value, evaluate)
      return next
    }
    case 'update':
      update(machine, scope, statement)
      return next
    case 'if': {
      for (const { test, body } of statement.branches) {
        const value = evaluate(machine, scope, test)
        goTo(machine, test)
        if (truth(machine.session, value)) return execute(machine, scope, body)
      }
      return execute(machine, scope, statement.otherwise)
    }
    case 'while':
      return whileLoop(machine, scope, statement)
    case 'for':
      return forLoop(machine, scope, statement)
    case 'with':
      return within(machine, scope, statement)
    case 'def':
      define(machine, scope, statement)
      return next
    case 'return':
      return { kind: 'return', value: statement.value === null ? none : evaluate(machine, scope, statement.value) }
    case 'assert':
      if (!truth(machine.session, evaluate(machine, scope, statement.test))) {
        const message =
          statement.message === null ? '' : text(machine.session, evaluate(machine, scope, statement.message))
        goTo(machine, statement)
        raise('AssertionError', message, 'The condition after assert is false.')
      }
      return next
    case 'delete':
      for (const target of statement.targets) remove(machine, scope, target)
      return next
    case 'import':
      scope.set(statement.name, importModule(machine, statement.module, statement.member))
      return next
    case 'pass':
      return next
    case 'break':
    case 'continue':
      return { kind: statement.kind }
    case 'unsupported':
      return raise(
        'NotImplementedError',
        `${statement.what} are not supported here`.replace(/^(raise|match) are/, '$1 is'),
        statement.hint,
      )
  }
}

function whileLoop(machine: Machine, scope: Scope, statement: Kind<'while'>): Outcome {
  const { test, body, otherwise } = statement
  const { planner } = machine.session
  const loop = loopOf(scope, statement)
  try {
    for (;;) {
      planner.turn(loop)
      const value = evaluate(machine, scope, test)
      goTo(machine, test)
      if (!truth(machine.session, value)) break
      const outcome = execute(machine, scope, body)
      if (outcome.kind === 'return') return outcome
      if (outcome.kind === 'break') return next
    }
  } finally {
    planner.leave(loop)
  }
  return execute(machine, scope, otherwise)
}

function forLoop(machine: Machine, scope: Scope, statement: Kind<'for'>): Outcome {
  const { target, iterable, body, otherwise } = statement
  const { planner } = machine.session
  const values = evaluate(machine, scope, iterable)
  goTo(machine, iterable)
  const loop = loopOf(scope, statement)
  try {
    for (const value of iterate(machine, values)) {
      planner.turn(loop)
      assign(machine, scope, target, value, evaluate)
      const outcome = execute(machine, scope, body)
      if (outcome.kind === 'return') return outcome
      if (outcome.kind === 'break') return next
    }
  } finally {
    planner.leave(loop)
  }
  return execute(machine, scope, otherwise)
}

function within(machine: Machine, scope: Scope, { contexts, body }: Kind<'with'>): Outcome {
  const before = machine.session.gradMode
  try {
    for (const { value, target } of contexts) {
      const context = evaluate(machine, scope, value)
      goTo(machine, value)
      if (context.kind !== 'grad_mode')
        raise(
          'TypeError',
          `'${typeName(context)}' object does not support the context manager protocol`,
          'Here "with" knows torch.no_grad() and torch.enable_grad().',
        )
      machine.session.gradMode = context.enabled
      if (target !== null) assign(machine, scope, target, none, evaluate)
    }
    return execute(machine, scope, body)
  } finally {
    machine.session.gradMode = before
  }
}

function define(machine: Machine, scope: Scope, { definition }: Kind<'def'>): void {
  const { name, parameters, body, locals } = definition
  const initials = parameters.map(({ initial }) => (initial === null ? null : evaluate(machine, scope, initial)))
  const made = makeFunction(machine, { name, parameters, initials }, (args) => {
    const inner = new Scope(scope, locals)
    for (const [parameter, value] of args) inner.set(parameter, value)
    const outcome = execute(machine, inner, body)
    return outcome.kind === 'return' ? outcome.value : none
  })
  scope.set(name, made)
}

function update(machine: Machine, scope: Scope, statement: Kind<'update'>): void {
  const { target, operator } = statement
  switch (target.kind) {
    case 'name': {
      const before = scope.own(target.name)
      const value = evaluate(machine, scope, statement.value)
      goTo(machine, statement)
      const after = updated(machine, operator, before, value)
      nameValue(after, target.name)
      scope.set(target.name, after)
      return
    }
    case 'attribute': {
      const object = evaluate(machine, scope, target.object)
      const before = getAttribute(machine, object, target.name)
      const value = evaluate(machine, scope, statement.value)
      goTo(machine, statement)
      const after = updated(machine, operator, before, value)
      // A tensor was changed in place; there is nothing to put back.
      if (after !== before) assign(machine, scope, target, after, evaluate)
      return
    }
    case 'subscript': {
      const object = evaluate(machine, scope, target.object)
      const index = evaluate(machine, scope, target.index)
      const before = getSubscript(machine, object, index)
      const value = evaluate(machine, scope, statement.value)
      goTo(machine, statement)
      setSubscript(machine, object, index, updated(machine, operator, before, value))
      return
    }
    case 'targets':
      throw new Error('a list of targets cannot be updated: the parser refuses it')
  }
}

function remove(machine: Machine, scope: Scope, target: Target): void {
  goTo(machine, target)
  switch (target.kind) {
    case 'name':
      scope.delete(target.name)
      return
    case 'targets':
      for (const item of target.items) remove(machine, scope, item)
      return
    case 'attribute':
      raise('AttributeError', `can't delete attribute '${target.name}'`, 'Assign None instead.')
      break
    case 'subscript': {
      const object = evaluate(machine, scope, target.object)
      const index = evaluate(machine, scope, target.index)
      goTo(machine, target)
      deleteSubscript(machine, object, index)
    }
  }
}
