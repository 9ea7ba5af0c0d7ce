import type { Loop } from '../core/plan/planner.ts'
import { raise } from '../torch/raised.ts'
import { none, type Value } from '../torch/value.ts'
import { assign } from './assign.ts'
import type { Statement, Target } from './ast.ts'
import { deleteAttribute, getAttribute } from './attribute.ts'
import { classOf } from './class-body.ts'
import { evaluate } from './evaluate.ts'
import { caught, leave, raiseValue, type Tools } from './failing.ts'
import { callWith, initialsOf, makeFunction } from './functions.ts'
import { generatorOf } from './generating.ts'
import { importModule } from './importing.ts'
import { countOf, walk } from './iterate.ts'
import { loopOf } from './loop.ts'
import { closeLoop, goTo, type Machine, nameValue, nestAgain, nestingOf, openLoop } from './machine.ts'
import { namesIn } from './names.ts'
import { updated } from './operators.ts'
import { next, type Outcome } from './outcome.ts'
import { notePlain } from './plain.ts'
import type { Scope } from './scope.ts'
import { shortcutsOf } from './shortcut.ts'
import { text } from './show.ts'
import { sprint, type Ways } from './sprint.ts'
import { deleteSubscript, getSubscript, setSubscript } from './subscript.ts'
import { truth } from './truth.ts'
import { enter, entered } from './within.ts'

type Kind<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>

const stopped: Outcome = { kind: 'break' }
const continued: Outcome = { kind: 'continue' }

/** Carries out statements until one of them leaves the block. */
export function execute(machine: Machine, scope: Scope, statements: readonly Statement[]): Outcome {
  for (let i = 0; i < statements.length; i++) {
    const outcome = step(machine, scope, statements[i]!)
    if (outcome.kind !== 'next') return outcome
  }
  return next
}

/** One turn of a loop; what a plan knows by heart is passed over. */
function turn(machine: Machine, scope: Scope, loop: Loop, body: readonly Statement[]): Outcome {
  const shortcuts = shortcutsOf(body)
  if (shortcuts.length === 0) return execute(machine, scope, body)
  const { planner } = machine.session
  for (let i = 0; i < body.length; i++) {
    const shortcut = shortcuts.find(({ training }) => training.from === i)
    // a statement before it may have ended the plan
    const plan = shortcut === undefined || !machine.passes ? null : planner.steady(loop)
    if (shortcut !== undefined && plan !== null) {
      shortcut.take(machine, scope, plan, step)
      i = shortcut.to - 1
      continue
    }
    const outcome = step(machine, scope, body[i]!)
    if (outcome.kind !== 'next') return outcome
  }
  return next
}

function step(machine: Machine, scope: Scope, statement: Statement): Outcome {
  machine.budget.charge()
  goTo(machine, statement)
  switch (statement.kind) {
    case 'expression':
      evaluate(machine, scope, statement.value)
      return next
    case 'assign':
      assignAll(machine, scope, statement)
      return next
    case 'update':
      update(machine, scope, statement)
      return next
    case 'if':
      return execute(machine, scope, chosen(machine, scope, statement))
    case 'while':
      return whileLoop(machine, scope, statement)
    case 'for':
      return forLoop(machine, scope, statement)
    case 'with':
      return within(machine, scope, statement, 0)
    case 'def':
      define(machine, scope, statement)
      return next
    case 'class':
      defineClass(machine, scope, statement)
      return next
    case 'return':
      return { kind: 'return', value: statement.value === null ? none : evaluate(machine, scope, statement.value) }
    case 'try':
      return attempt(machine, scope, statement)
    case 'raise':
      return raiseValue(machine, scope, statement, evaluate)
    case 'assert':
      check(machine, scope, statement)
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
      return stopped
    case 'continue':
      return continued
    case 'yield':
      return raise('SyntaxError', "'yield' outside function", 'yield makes a function a generator.')
    case 'unsupported':
      return raise(
        'NotImplementedError',
        `${statement.what} are not supported here`.replace(/^match are/, 'match is'),
        statement.hint,
      )
  }
}

function assignAll(machine: Machine, scope: Scope, { targets, value: right }: Kind<'assign'>): void {
  const value = evaluate(machine, scope, right)
  for (let i = 0; i < targets.length; i++) assign(machine, scope, targets[i]!, value, evaluate)
}

/** The block of an `if` that is carried out. */
function chosen(machine: Machine, scope: Scope, { branches, otherwise }: Kind<'if'>): readonly Statement[] {
  for (let i = 0; i < branches.length; i++) {
    const { test, body } = branches[i]!
    const value = evaluate(machine, scope, test)
    goTo(machine, test)
    if (truth(machine.session, value)) return body
  }
  return otherwise
}

function defineClass(machine: Machine, scope: Scope, statement: Kind<'class'>): void {
  const made = classOf(machine, scope, statement, { evaluate, execute })
  goTo(machine, statement)
  scope.set(statement.definition.name, decorated(machine, scope, statement.decorators, made))
}

function whileLoop(machine: Machine, scope: Scope, statement: Kind<'while'>): Outcome {
  const { test, body, otherwise } = statement
  const { planner } = machine.session
  const loop = loopOf(scope, statement)
  openLoop(machine, { scope, names: [], turns: null })
  try {
    for (;;) {
      planner.turn(loop)
      const value = evaluate(machine, scope, test)
      goTo(machine, test)
      if (!truth(machine.session, value)) break
      const outcome = turn(machine, scope, loop, body)
      if (outcome.kind === 'return') return outcome
      if (outcome.kind === 'break') return next
    }
  } finally {
    planner.leave(loop)
    closeLoop(machine)
  }
  return execute(machine, scope, otherwise)
}

function forLoop(machine: Machine, scope: Scope, statement: Kind<'for'>): Outcome {
  const { target, iterable, body, otherwise } = statement
  const { planner } = machine.session
  const values = evaluate(machine, scope, iterable)
  goTo(machine, iterable)
  const advance = walk(machine, values)
  const loop = loopOf(scope, statement)
  openLoop(machine, { scope, names: namesIn(target), turns: countOf(values) })
  try {
    const sprinted = () => sprint(machine, scope, loop, statement, values, advance, ways)
    let ran = sprinted()
    let outcome = ran?.outcome ?? next
    for (;;) {
      if (outcome.kind === 'return') return outcome
      if (outcome.kind === 'break') return next
      goTo(machine, iterable)
      const value = ran === null ? advance() : ran.value
      if (value === null) break
      planner.turn(loop)
      assign(machine, scope, target, value, evaluate)
      outcome = turn(machine, scope, loop, body)
      ran = outcome.kind === 'next' || outcome.kind === 'continue' ? sprinted() : null
      if (ran !== null) outcome = ran.outcome
    }
  } finally {
    planner.leave(loop)
    closeLoop(machine)
  }
  return execute(machine, scope, otherwise)
}

/** `with` and its contexts from one on, each around the next. */
function within(machine: Machine, scope: Scope, statement: Kind<'with'>, from: number): Outcome {
  const context = statement.contexts[from]
  if (context === undefined) return execute(machine, scope, statement.body)
  const value = evaluate(machine, scope, context.value)
  goTo(machine, context.value)
  const opened = enter(machine, value)
  return entered(machine, opened, () => {
    if (context.target !== null) assign(machine, scope, context.target, opened.value, evaluate)
    return within(machine, scope, statement, from + 1)
  })
}

const tools: Tools = { evaluate, execute }
const ways: Ways = { step, execute }

/** `try`: the body, then a handler or `else`, and `finally` whatever happened. */
function attempt(machine: Machine, scope: Scope, statement: Kind<'try'>): Outcome {
  const { final } = statement
  if (final.length === 0) return handled(machine, scope, statement)
  let outcome: Outcome
  const nesting = nestingOf(machine)
  try {
    outcome = handled(machine, scope, statement)
  } catch (error) {
    nestAgain(machine, nesting)
    return leave(machine, error, () => execute(machine, scope, final))
  }
  const last = execute(machine, scope, final)
  return last.kind === 'next' ? outcome : last
}

function handled(machine: Machine, scope: Scope, { body, handlers, otherwise }: Kind<'try'>): Outcome {
  let outcome: Outcome
  const nesting = nestingOf(machine)
  try {
    outcome = execute(machine, scope, body)
  } catch (error) {
    nestAgain(machine, nesting)
    return caught(machine, scope, handlers, error, tools)
  }
  return outcome.kind === 'next' ? execute(machine, scope, otherwise) : outcome
}

function check(machine: Machine, scope: Scope, statement: Kind<'assert'>): void {
  if (truth(machine.session, evaluate(machine, scope, statement.test))) return
  const message = statement.message === null ? '' : text(machine.session, evaluate(machine, scope, statement.message))
  goTo(machine, statement)
  raise('AssertionError', message, 'The condition after assert is false.')
}

function define(machine: Machine, scope: Scope, { definition, decorators }: Kind<'def'>): void {
  const { name, qualname, signature, body, locals, elsewhere, generator, doc } = definition
  const initials = initialsOf(signature.parameters, (initial) => evaluate(machine, scope, initial))
  const head = { name, qualname, signature, initials, locals, elsewhere }
  const made = makeFunction(machine, scope.closure, head, (inner) => {
    if (generator) return generatorOf(machine, inner, body, { evaluate, step })
    const outcome = execute(machine, inner, body)
    return outcome.kind === 'return' ? outcome.value : none
  })
  if (doc !== null) made.attributes = new Map([['__doc__', { kind: 'str', value: doc }]])
  notePlain(made, definition, scope.closure, initials)
  scope.set(name, decorated(machine, scope, decorators, made))
}

/** What decorators make of a function or class; the one nearest to it comes first. */
function decorated(machine: Machine, scope: Scope, decorators: Kind<'def'>['decorators'], made: Value): Value {
  if (decorators.length === 0) return made
  const values = decorators.map((decorator) => evaluate(machine, scope, decorator))
  return values.reduceRight((inner, decorator, i) => {
    goTo(machine, decorators[i]!)
    return callWith(machine, decorator, inner)
  }, made)
}

function update(machine: Machine, scope: Scope, statement: Kind<'update'>): void {
  const { target, operator } = statement
  switch (target.kind) {
    case 'name': {
      const before = scope.get(target.name)
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
      goTo(machine, target)
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
    case 'attribute': {
      const object = evaluate(machine, scope, target.object)
      goTo(machine, target)
      deleteAttribute(machine, object, target.name)
      return
    }
    case 'subscript': {
      const object = evaluate(machine, scope, target.object)
      const index = evaluate(machine, scope, target.index)
      goTo(machine, target)
      deleteSubscript(machine, object, index)
    }
  }
}
