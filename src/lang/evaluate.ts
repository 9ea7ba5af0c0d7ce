import { methodOf } from '../torch/classes.ts'
import { raise } from '../torch/raised.ts'
import { type Arguments, bool, isNumber, list, none, str, tuple, typeName, type Value } from '../torch/value.ts'
import { assign } from './assign.ts'
import type { Argument, Expression, Piece } from './ast.ts'
import { getAttribute } from './attribute.ts'
import { entriesInto, lazily, visit } from './comprehending.ts'
import { formatted } from './format.ts'
import { formatOf } from './format-value.ts'
import { callValue, initialsOf, makeFunction } from './functions.ts'
import { collect } from './iterate.ts'
import { keyOf } from './keys.ts'
import { goTo, goToWith, type Machine } from './machine.ts'
import { binary, compare, unary } from './operators.ts'
import { Scope } from './scope.ts'
import { setOf } from './sets.ts'
import { fullName, repr, text } from './show.ts'
import { getSubscript } from './subscript.ts'
import { superOf } from './supers.ts'
import { truth } from './truth.ts'

/** The value of an expression. */
export function evaluate(machine: Machine, scope: Scope, expression: Expression): Value {
  machine.budget.charge()
  switch (expression.kind) {
    case 'name':
      return scope.names.get(expression.name) ?? around(machine, scope, expression)
    case 'number':
    case 'string':
    case 'constant':
      return expression.value
    case 'attribute':
      return attribute(machine, scope, expression)
    case 'call':
      return call(machine, scope, expression)
    case 'binary':
      return chain(machine, scope, expression)
    case 'compare':
      return comparison(machine, scope, expression)
    case 'subscript':
      return subscript(machine, scope, expression)
    case 'unary':
      return signed(machine, scope, expression)
    case 'logic':
      return logic(machine, scope, expression)
    case 'conditional':
      return evaluate(
        machine,
        scope,
        truth(machine.session, evaluate(machine, scope, expression.test)) ? expression.yes : expression.no,
      )
    case 'format':
      return str(piecesText(machine, scope, expression.pieces))
    case 'lambda':
      return lambda(machine, scope, expression)
    case 'super':
      goTo(machine, expression)
      return superOf(scope)
    case 'walrus':
      return walrus(machine, scope, expression)
    case 'slice':
      return slice(machine, scope, expression)
    case 'list':
      return list(itemsOf(machine, scope, expression.items))
    case 'tuple':
      return tuple(itemsOf(machine, scope, expression.items))
    case 'set':
      return setOf(itemsOf(machine, scope, expression.items))
    case 'dict':
      return dictionary(machine, scope, expression)
    case 'comprehension':
    case 'dict comprehension':
      return comprehension(machine, scope, expression)
    case 'star':
      goTo(machine, expression)
      return raise('SyntaxError', "can't use starred expression here", 'Put it into a list: [*x].')
    case 'unsupported':
      return unsupported(machine, expression)
  }
}

type Kind<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>

// What needs names of its own stands outside `evaluate`, so that its frame on the host's stack is small: calls of a program nest there.

function around(machine: Machine, scope: Scope, expression: Kind<'name'>): Value {
  goTo(machine, expression)
  return scope.get(expression.name)
}

function attribute(machine: Machine, scope: Scope, expression: Kind<'attribute'>): Value {
  const object = evaluate(machine, scope, expression.object)
  goTo(machine, expression)
  return getAttribute(machine, object, expression.name)
}

function subscript(machine: Machine, scope: Scope, expression: Kind<'subscript'>): Value {
  const object = evaluate(machine, scope, expression.object)
  const index = evaluate(machine, scope, expression.index)
  goTo(machine, expression)
  return getSubscript(machine, object, index)
}

function slice(machine: Machine, scope: Scope, { start, stop, step }: Kind<'slice'>): Value {
  const part = (each: Expression | null): Value => (each === null ? none : evaluate(machine, scope, each))
  return { kind: 'slice', start: part(start), stop: part(stop), step: part(step) }
}

function lambda(machine: Machine, scope: Scope, expression: Kind<'lambda'>): Value {
  const { body, signature, locals, qualname } = expression
  const initials = initialsOf(signature.parameters, (initial) => evaluate(machine, scope, initial))
  const head = { name: '<lambda>', qualname, signature, initials, locals, elsewhere: null }
  return makeFunction(machine, scope.closure, head, (inner) => evaluate(machine, inner, body))
}

function walrus(machine: Machine, scope: Scope, expression: Kind<'walrus'>): Value {
  const value = evaluate(machine, scope, expression.value)
  scope.setAround(expression.name, value)
  return value
}

function unsupported(machine: Machine, expression: Kind<'unsupported'>): never {
  goTo(machine, expression)
  return raise(
    'NotImplementedError',
    `${expression.what} are not supported here`
      .replace(/^the (.*) are/, 'the $1 is')
      .replace(/^(yield .*) are/, '$1 is'),
    expression.hint,
  )
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
  if (expression.left.kind !== 'binary')
    return joined(machine, scope, expression, evaluate(machine, scope, expression.left))
  const spine: Kind<'binary'>[] = []
  let left: Expression = expression
  while (left.kind === 'binary') {
    spine.push(left)
    left = left.left
  }
  let value = evaluate(machine, scope, left)
  for (let i = spine.length - 1; i >= 0; i--) {
    machine.budget.charge()
    value = joined(machine, scope, spine[i]!, value)
  }
  return value
}

function joined(machine: Machine, scope: Scope, node: Kind<'binary'>, left: Value): Value {
  const right = evaluate(machine, scope, node.right)
  if (left.kind === 'tensor' || right.kind === 'tensor') goToWith(machine, node, [left, right])
  else goTo(machine, node)
  return binary(machine, node.operator, left, right)
}

function comparison(machine: Machine, scope: Scope, expression: Kind<'compare'>): Value {
  const { rest } = expression
  let left = evaluate(machine, scope, expression.first)
  let result: Value = none
  for (let i = 0; i < rest.length; i++) {
    const { operator, right } = rest[i]!
    const next = evaluate(machine, scope, right)
    goTo(machine, expression)
    result = compare(machine, operator, left, next)
    if (i < rest.length - 1 && !truth(machine.session, result)) return result
    left = next
  }
  return result
}

function logic(machine: Machine, scope: Scope, expression: Kind<'logic'>): Value {
  const { parts } = expression
  let value: Value = none
  for (let i = 0; i < parts.length; i++) {
    value = evaluate(machine, scope, parts[i]!)
    if (i === parts.length - 1) return value
    goTo(machine, parts[i]!)
    if (truth(machine.session, value) === (expression.operator === 'or')) return value
  }
  return value
}

function itemsOf(machine: Machine, scope: Scope, items: readonly Expression[]): Value[] {
  machine.budget.allocate(items.length)
  const values: Value[] = []
  for (const item of items) {
    if (item.kind !== 'star') values.push(evaluate(machine, scope, item))
    else {
      const value = evaluate(machine, scope, item.value)
      goTo(machine, item)
      for (const each of collect(machine, value)) values.push(each)
    }
  }
  return values
}

function dictionary(machine: Machine, scope: Scope, expression: Kind<'dict'>): Value {
  const entries = new Map<string, readonly [Value, Value]>()
  machine.budget.allocate(expression.entries.length)
  for (const [key, entry] of expression.entries) {
    const name = key === null ? null : evaluate(machine, scope, key)
    const value = evaluate(machine, scope, entry)
    goTo(machine, expression)
    if (name !== null) {
      const found = keyOf(name)
      entries.set(found, [entries.get(found)?.[0] ?? name, value])
    } else if (value.kind === 'dict') for (const [each, pair] of value.entries) entries.set(each, pair)
    else raise('TypeError', `'${typeName(value)}' object is not a mapping`, 'Only a dictionary can follow **.')
  }
  return { kind: 'dict', entries }
}

const noKeywords: Arguments['keywords'] = new Map()

/** A call. A method of an object is called on it directly. */
function call(machine: Machine, scope: Scope, expression: Kind<'call'>): Value {
  const { callee, args } = expression
  const positional: Value[] = []
  let found: Value
  if (callee.kind === 'attribute') {
    const object = evaluate(machine, scope, callee.object)
    goTo(machine, callee)
    const method =
      object.kind === 'instance' && !object.attributes.has(callee.name) ? methodOf(object.type, callee.name) : null
    if (method !== null) {
      positional.push(object)
      found = method
    } else found = getAttribute(machine, object, callee.name)
  } else found = evaluate(machine, scope, callee)
  const bound = positional.length
  const keywords = argumentsInto(machine, scope, args, positional, found)
  goToWith(
    machine,
    expression,
    bound === 0 && keywords === noKeywords ? positional : given(positional.slice(bound), keywords, args),
  )
  return found.kind === 'function'
    ? found.call({ positional, keywords })
    : callValue(machine, found, { positional, keywords })
}

/** The arguments in the order of the text, as far as that is known. */
function given(positional: readonly Value[], keywords: Arguments['keywords'], args: readonly Argument[]): Value[] {
  let i = 0
  return args.map((arg) => (arg.kind === 'keyword' ? keywords.get(arg.name) : positional[i++]) ?? none)
}

function argumentsInto(
  machine: Machine,
  scope: Scope,
  args: readonly Argument[],
  positional: Value[],
  callee: Value,
): Arguments['keywords'] {
  let keywords: Map<string, Value> | null = null
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    const value = evaluate(machine, scope, arg.value)
    switch (arg.kind) {
      case 'positional':
        positional.push(value)
        break
      case 'star':
        goTo(machine, arg.value)
        if (isNumber(value) || value.kind === 'none')
          raise(
            'TypeError',
            `${named(callee)} argument after * must be an iterable, not ${typeName(value)}`,
            'Only a list or another iterable can follow *.',
          )
        for (const item of collect(machine, value)) positional.push(item)
        break
      case 'keyword':
        keywords ??= new Map()
        if (keywords.has(arg.name)) repeated(callee, arg.name)
        keywords.set(arg.name, value)
        break
      case 'double star':
        keywords ??= new Map()
        goTo(machine, arg.value)
        unpacked(callee, value, keywords)
    }
  }
  return keywords ?? noKeywords
}

/** A function as messages about its call name it. */
function named(callee: Value): string {
  if (callee.kind === 'type') return `${fullName(callee)}()`
  if (callee.kind !== 'function') return `${typeName(callee)} object`
  const name = callee.qualname ?? callee.name
  return callee.flavour === 'user' ? `__main__.${name}()` : `${name}()`
}

const repeated = (callee: Value, name: string): never =>
  raise('TypeError', `${named(callee)} got multiple values for keyword argument '${name}'`, 'Give each argument once.')

function unpacked(callee: Value, value: Value, keywords: Map<string, Value>): void {
  if (value.kind !== 'dict')
    raise(
      'TypeError',
      `${named(callee)} argument after ** must be a mapping, not ${typeName(value)}`,
      'Only a dictionary can follow **.',
    )
  for (const [key, entry] of value.entries.values()) {
    if (key.kind !== 'str') raise('TypeError', 'keywords must be strings', 'Names of arguments are texts.')
    if (keywords.has(key.value)) repeated(callee, key.value)
    keywords.set(key.value, entry)
  }
}

function comprehension(
  machine: Machine,
  scope: Scope,
  expression: Kind<'comprehension' | 'dict comprehension'>,
): Value {
  const { clauses, element } = expression
  const inner = new Scope(scope, undefined, null, 'comprehension')
  // The first iterable belongs to the function around.
  const first = evaluate(machine, scope, clauses[0]!.iterable)
  goTo(machine, clauses[0]!.iterable)
  const tools = { machine, scope: inner, evaluate, assign }
  if (expression.kind === 'dict comprehension') return entriesInto(tools, clauses, first, expression.key, element)
  if (expression.of === 'generator') return lazily(tools, clauses, first, element)
  const items: Value[] = []
  visit(tools, clauses, 0, first, () => {
    machine.budget.allocate(1)
    items.push(evaluate(machine, inner, element))
  })
  return expression.of === 'list' ? list(items) : setOf(items)
}

function piecesText(machine: Machine, scope: Scope, pieces: readonly Piece[]): string {
  let result = ''
  for (const piece of pieces) result += piece.kind === 'text' ? piece.text : pieceText(machine, scope, piece)
  return result
}

function pieceText(machine: Machine, scope: Scope, piece: Extract<Piece, { kind: 'replacement' }>): string {
  const value = evaluate(machine, scope, piece.value)
  const spec = piecesText(machine, scope, piece.spec)
  goTo(machine, piece.value)
  const { session } = machine
  if (piece.conversion !== null) {
    const shown = piece.conversion === 's' ? text(session, value) : repr(session, value)
    return piece.label + formatted(str(shown), spec, shown)
  }
  const result = formatOf(machine, value, spec)
  machine.budget.allocate(result.length)
  return piece.label + result
}
