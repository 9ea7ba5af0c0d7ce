import { raise } from '../torch/raised.ts'
import { type Arguments, bool, list, none, str, tuple, type Value } from '../torch/value.ts'
import { assign } from './assign.ts'
import type { Argument, Clause, Expression, Piece } from './ast.ts'
import { getAttribute } from './attribute.ts'
import { formatted } from './format.ts'
import { callValue, makeFunction } from './functions.ts'
import { collect, iterate } from './iterate.ts'
import { keyOf } from './keys.ts'
import { goTo, type Machine, type Part } from './machine.ts'
import { binary, compare, unary } from './operators.ts'
import { Scope } from './scope.ts'
import { formattable, repr, text } from './show.ts'
import { getSubscript } from './subscript.ts'
import { truth } from './truth.ts'

/** The value of an expression. */
export function evaluate(machine: Machine, scope: Scope, expression: Expression): Value {
  machine.budget.charge()
  switch (expression.kind) {
    case 'number':
      return expression.value
    case 'string':
      return str(expression.value)
    case 'constant':
      return constant(expression.value)
    case 'name':
      goTo(machine, expression)
      return scope.get(expression.name)
    case 'format':
      return str(expression.pieces.map((piece) => pieceText(machine, scope, piece)).join(''))
    case 'unary':
      return signed(machine, scope, expression)
    case 'binary':
      return chain(machine, scope, expression)
    case 'compare':
      return comparison(machine, scope, expression)
    case 'logic':
      return logic(machine, scope, expression)
    case 'conditional':
      return evaluate(
        machine,
        scope,
        truth(machine.session, evaluate(machine, scope, expression.test)) ? expression.yes : expression.no,
      )
    case 'lambda': {
      const { body, parameters } = expression
      const locals = new Set(parameters.map((parameter) => parameter.name))
      const initials = parameters.map(({ initial }) => (initial === null ? null : evaluate(machine, scope, initial)))
      return makeFunction(machine, { name: '<lambda>', parameters, initials }, (args) => {
        const inner = new Scope(scope, locals)
        for (const [name, value] of args) inner.set(name, value)
        return evaluate(machine, inner, body)
      })
    }
    case 'call': {
      const callee = evaluate(machine, scope, expression.callee)
      const parts: Part[] = []
      const args = argumentsOf(machine, scope, expression.args, parts)
      goTo(machine, expression, parts)
      return callValue(callee, args)
    }
    case 'attribute': {
      const object = evaluate(machine, scope, expression.object)
      goTo(machine, expression)
      return getAttribute(machine, object, expression.name)
    }
    case 'subscript': {
      const object = evaluate(machine, scope, expression.object)
      const index = evaluate(machine, scope, expression.index)
      goTo(machine, expression)
      return getSubscript(machine, object, index)
    }
    case 'slice': {
      const part = (each: Expression | null): Value => (each === null ? none : evaluate(machine, scope, each))
      return { kind: 'slice', start: part(expression.start), stop: part(expression.stop), step: part(expression.step) }
    }
    case 'list':
      return list(itemsOf(machine, scope, expression.items))
    case 'tuple':
      return tuple(itemsOf(machine, scope, expression.items))
    case 'dict': {
      const entries = expression.entries.map(
        ([key, value]) => [evaluate(machine, scope, key), evaluate(machine, scope, value)] as const,
      )
      goTo(machine, expression)
      return { kind: 'dict', entries: new Map(entries.map((entry) => [keyOf(entry[0]), entry])) }
    }
    case 'comprehension': {
      const items: Value[] = []
      fill(machine, new Scope(scope), expression.clauses, expression.element, items)
      return list(items)
    }
    case 'star':
      goTo(machine, expression)
      return raise('SyntaxError', "can't use starred expression here", 'Put it into a list: [*x].')
    case 'unsupported':
      goTo(machine, expression)
      return raise(
        'NotImplementedError',
        `${expression.what} are not supported here`.replace(/^the (.*) are/, 'the $1 is'),
        expression.hint,
      )
  }
}

type Kind<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>

function constant(value: Kind<'constant'>['value']): Value {
  switch (value) {
    case 'None':
      return none
    case 'True':
    case 'False':
      return bool(value === 'True')
    case '...':
      return { kind: 'ellipsis' }
  }
}

function signed(machine: Machine, scope: Scope, expression: Kind<'unary'>): Value {
  const value = evaluate(machine, scope, expression.operand)
  goTo(machine, expression)
  if (expression.operator === 'not') return bool(!truth(machine.session, value))
  const result = unary(machine.session, expression.operator, value)
  // A minus before a literal belongs to it: -2 is one number in the text.
  const literal = expression.operand.kind === 'number' && expression.operator !== '~'
  return literal && (result.kind === 'int' || result.kind === 'float')
    ? { ...result, span: { from: expression.from, to: expression.to } }
    : result
}

/** Long sums lean to the left: they are unrolled, not recursed into. */
function chain(machine: Machine, scope: Scope, expression: Kind<'binary'>): Value {
  const spine: Kind<'binary'>[] = []
  let left: Expression = expression
  while (left.kind === 'binary') {
    spine.push(left)
    left = left.left
  }
  let value = evaluate(machine, scope, left)
  for (const node of spine.reverse()) {
    machine.budget.charge()
    const right = evaluate(machine, scope, node.right)
    goTo(machine, node, [
      { place: node.left, value },
      { place: node.right, value: right },
    ])
    value = binary(machine, node.operator, value, right)
  }
  return value
}

function comparison(machine: Machine, scope: Scope, expression: Kind<'compare'>): Value {
  let left = evaluate(machine, scope, expression.first)
  let result: Value = bool(true)
  for (const [i, { operator, right }] of expression.rest.entries()) {
    const next = evaluate(machine, scope, right)
    goTo(machine, expression)
    result = compare(machine, operator, left, next)
    if (i < expression.rest.length - 1 && !truth(machine.session, result)) return result
    left = next
  }
  return result
}

function logic(machine: Machine, scope: Scope, expression: Kind<'logic'>): Value {
  let value: Value = none
  for (const [i, part] of expression.parts.entries()) {
    value = evaluate(machine, scope, part)
    if (i === expression.parts.length - 1) return value
    goTo(machine, part)
    if (truth(machine.session, value) === (expression.operator === 'or')) return value
  }
  return value
}

function itemsOf(machine: Machine, scope: Scope, items: readonly Expression[]): Value[] {
  machine.budget.allocate(items.length)
  return items.flatMap((item) => {
    if (item.kind !== 'star') return [evaluate(machine, scope, item)]
    const value = evaluate(machine, scope, item.value)
    goTo(machine, item)
    return collect(machine, value)
  })
}

/** The arguments of a call; `parts` is told of each. */
function argumentsOf(machine: Machine, scope: Scope, args: readonly Argument[], parts: Part[]): Arguments {
  const positional: Value[] = []
  const keywords = new Map<string, Value>()
  for (const arg of args) {
    const value = evaluate(machine, scope, arg.value)
    parts.push({ place: arg.value, value })
    if (arg.kind === 'keyword') keywords.set(arg.name, value)
    else if (arg.kind === 'positional') positional.push(value)
    else positional.push(...collect(machine, value))
  }
  return { positional, keywords }
}

function fill(machine: Machine, scope: Scope, clauses: readonly Clause[], element: Expression, into: Value[]): void {
  const [clause, ...rest] = clauses
  if (clause === undefined) {
    machine.budget.allocate(1)
    into.push(evaluate(machine, scope, element))
    return
  }
  const iterable = evaluate(machine, scope, clause.iterable)
  goTo(machine, clause.iterable)
  for (const value of iterate(machine, iterable)) {
    assign(machine, scope, clause.target, value, evaluate)
    const passes = clause.conditions.every((condition) => truth(machine.session, evaluate(machine, scope, condition)))
    if (passes) fill(machine, scope, rest, element, into)
  }
}

function pieceText(machine: Machine, scope: Scope, piece: Piece): string {
  if (piece.kind === 'text') return piece.text
  const value = evaluate(machine, scope, piece.value)
  const spec = piece.spec.map((part) => pieceText(machine, scope, part)).join('')
  goTo(machine, piece.value)
  const { session } = machine
  if (piece.conversion !== null) {
    const shown = piece.conversion === 's' ? text(session, value) : repr(session, value)
    return piece.label + formatted(str(shown), spec, shown)
  }
  const shown = formattable(session, value)
  const result = formatted(shown, spec, text(session, shown))
  machine.budget.allocate(result.length)
  return piece.label + result
}
