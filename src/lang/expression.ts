import type { SyntaxNode } from '@lezer/common'
import { bool, none, type Value } from '../torch/value.ts'
import { argumentsOf, walrusOf } from './arguments.ts'
import type { Clause, Expression, Place } from './ast.ts'
import { parseNumber } from './literals.ts'
import { signatureOf } from './parameters.ts'
import { operation } from './precedence.ts'
import { childrenOf, type Source, splitAt } from './source.ts'
import { stringOf } from './strings.ts'
import { malformed } from './syntax.ts'
import { targetOf } from './target.ts'

/** Several expressions with commas between them: a tuple; one without a comma: itself. */
export function expressionsOf(source: Source, nodes: readonly SyntaxNode[]): Expression {
  const groups = splitAt(nodes, ',')
  const items = groups.map((group) => itemOf(source, group))
  const [only] = items
  if (only === undefined) return malformed('invalid syntax', { from: 0, to: 0 }, 'An expression is missing.')
  if (items.length === 1 && !nodes.some((node) => node.name === ',')) {
    if (only.kind === 'star') malformed("can't use starred expression here", only, 'Put it into a list: [*x].')
    return only
  }
  return { kind: 'tuple', items, ...source.place({ from: nodes[0]!.from, to: nodes.at(-1)!.to }) }
}

function itemOf(source: Source, group: readonly SyntaxNode[]): Expression {
  const [first, second] = group
  if (first === undefined) return malformed('invalid syntax', { from: 0, to: 0 }, 'An expression is missing.')
  if (first.name !== '*') return expressionOf(source, first)
  if (second === undefined) return malformed('invalid syntax', first, 'Name what to unpack.')
  const value = expressionOf(source, second)
  return { kind: 'star', value, ...source.place({ from: first.from, to: second.to }) }
}

/** One node of Lezer's tree as an expression. */
export function expressionOf(source: Source, node: SyntaxNode): Expression {
  return source.nest(node, () => read(source, node))
}

const dots: Value = { kind: 'ellipsis' }

const later = (what: string, hint: string, place: Place): Expression => ({ kind: 'unsupported', what, hint, ...place })

function read(source: Source, node: SyntaxNode): Expression {
  const place = source.place(node)
  const children = childrenOf(node)
  const inner = children.slice(1, -1)
  switch (node.name) {
    case 'Number':
      return { kind: 'number', value: parseNumber(source.textOf(node), node), ...place }
    case 'String':
    case 'FormatString':
    case 'ContinuedString':
      return stringOf(source, node, expressionsOf)
    case 'VariableName':
      return { kind: 'name', name: source.nameOf(node), ...place }
    case 'None':
      return { kind: 'constant', name: 'None', value: none, ...place }
    case 'Boolean': {
      const on = source.textOf(node) === 'True'
      return { kind: 'constant', name: on ? 'True' : 'False', value: bool(on), ...place }
    }
    case 'Ellipsis':
      return { kind: 'constant', name: '...', value: dots, ...place }
    case 'BinaryExpression':
    case 'UnaryExpression':
      return { ...operation(source, node, expressionOf), ...place }
    case 'ParenthesizedExpression':
      return parenthesized(source, inner, place)
    case 'TupleExpression':
      return { kind: 'tuple', items: itemsOf(source, inner), ...place }
    case 'ArrayExpression':
      return { kind: 'list', items: itemsOf(source, inner), ...place }
    case 'DictionaryExpression':
      return dictionary(source, inner, place)
    case 'SetExpression':
      return { kind: 'set', items: itemsOf(source, inner), ...place }
    case 'ArrayComprehensionExpression':
      return comprehension(source, inner, place, 'list')
    case 'SetComprehensionExpression':
      return comprehension(source, inner, place, 'set')
    case 'ComprehensionExpression':
      return comprehension(source, inner, place)
    case 'DictionaryComprehensionExpression':
      return dictionaryComprehension(source, inner, place)
    case 'NamedExpression':
      return walrusOf(source, children, place, expressionOf)
    case 'CallExpression':
      if (source.textOf(children[0]!) === 'super' && childrenOf(children[1]!).length === 2)
        return { kind: 'super', ...place }
      return {
        kind: 'call',
        callee: expressionOf(source, children[0]!),
        args: argumentsOf(source, children[1]!, expressionOf, comprehension),
        ...place,
      }
    case 'MemberExpression':
      return member(source, children, place)
    case 'ConditionalExpression':
      return {
        kind: 'conditional',
        yes: expressionOf(source, children[0]!),
        test: expressionOf(source, children[2]!),
        no: expressionOf(source, children[4]!),
        ...place,
      }
    case 'LambdaExpression': {
      const signature = signatureOf(source, children[1]!, expressionOf)
      const qualname = source.qualified('<lambda>')
      const { result: body, frame } = source.inFunction('<lambda>', () => expressionOf(source, children.at(-1)!))
      const locals = new Set([...signature.parameters.map((parameter) => parameter.name), ...frame.walrus])
      return { kind: 'lambda', qualname, signature, locals, body, ...place }
    }
    case 'AwaitExpression':
      return later('asynchronous functions', 'Use plain functions.', place)
    case 'YieldExpression':
      return later('yield inside expressions', 'Write yield x or y = yield x on a line of its own.', place)
    default:
      return malformed('invalid syntax', node, 'Python cannot read this.')
  }
}

const itemsOf = (source: Source, nodes: readonly SyntaxNode[]): Expression[] =>
  splitAt(nodes, ',').map((group) => itemOf(source, group))

function parenthesized(source: Source, inner: readonly SyntaxNode[], place: Place): Expression {
  const [only] = inner
  if (only === undefined) return { kind: 'tuple', items: [], ...place }
  if (only.name === '*')
    return malformed('cannot use starred expression here', only, 'Put a comma after it to make a tuple.')
  const value = expressionOf(source, only)
  // A number keeps its own place, so that (-2) is still a literal.
  return value.kind === 'number' || value.kind === 'unary' ? value : { ...value, ...place }
}

function dictionary(source: Source, inner: readonly SyntaxNode[], place: Place): Expression {
  const entries = splitAt(inner, ',').map((group): readonly [Expression | null, Expression] => {
    const [key, colon, value] = group
    if (key?.name === '**' && colon !== undefined) return [null, expressionOf(source, colon)]
    if (key === undefined || colon?.name !== ':' || value === undefined)
      return malformed("':' expected after dictionary key", place, 'Write key: value.')
    return [expressionOf(source, key), expressionOf(source, value)]
  })
  return { kind: 'dict', entries, ...place }
}

/** `element for target in iterable if condition …`; the brackets are gone. */
export function comprehension(
  source: Source,
  nodes: readonly SyntaxNode[],
  place: Place,
  of: 'list' | 'set' | 'generator' = 'generator',
): Expression {
  const start = nodes.findIndex((node) => node.name === 'for')
  const [first, second] = nodes
  const element =
    second?.name === 'AssignOp'
      ? walrusOf(source, nodes.slice(0, start), place, expressionOf)
      : expressionOf(source, first!)
  const clauses = clausesOf(source, nodes.slice(start < 0 ? 1 : start))
  if (clauses === null) return later('asynchronous comprehensions', 'Use a plain for.', place)
  return { kind: 'comprehension', of, element, clauses, ...place }
}

function dictionaryComprehension(source: Source, nodes: readonly SyntaxNode[], place: Place): Expression {
  const [key, , element] = nodes
  const clauses = clausesOf(source, nodes.slice(3))
  if (clauses === null) return later('asynchronous comprehensions', 'Use a plain for.', place)
  return {
    kind: 'dict comprehension',
    key: expressionOf(source, key!),
    element: expressionOf(source, element!),
    clauses,
    ...place,
  }
}

/** `for target in iterable if condition …`; null where one of them is asynchronous. */
function clausesOf(source: Source, nodes: readonly SyntaxNode[]): Clause[] | null {
  const clauses: { target: Clause['target']; iterable: Expression; conditions: Expression[] }[] = []
  for (let at = 0; at < nodes.length; at++) {
    if (nodes[at]!.name === 'for') {
      const until = nodes.findIndex((node, i) => i > at && node.name === 'in')
      const target = targetOf(source, expressionsOf(source, nodes.slice(at + 1, until)), 'in a for loop')
      clauses.push({ target, iterable: expressionOf(source, nodes[until + 1]!), conditions: [] })
      at = until + 1
    } else if (nodes[at]!.name === 'if') clauses.at(-1)!.conditions.push(expressionOf(source, nodes[++at]!))
    else return null
  }
  return clauses
}

function member(source: Source, children: readonly SyntaxNode[], place: Place): Expression {
  const object = expressionOf(source, children[0]!)
  if (children[1]!.name === '.') return { kind: 'attribute', object, name: source.nameOf(children[2]!), ...place }
  const inside = children.slice(2, -1)
  const groups = splitAt(inside, ',').map((group) => subscript(source, group))
  const [only] = groups
  if (only === undefined) return malformed('invalid syntax', place, 'Write an index between the brackets.')
  const single = groups.length === 1 && !inside.some((node) => node.name === ',')
  const index: Expression = single ? only : { kind: 'tuple', items: groups, ...place }
  return { kind: 'subscript', object, index, ...place }
}

function subscript(source: Source, group: readonly SyntaxNode[]): Expression {
  if (!group.some((node) => node.name === ':')) return itemOf(source, group)
  const parts: (Expression | null)[] = [null]
  for (const node of group) {
    if (node.name === ':') parts.push(null)
    else parts[parts.length - 1] = expressionOf(source, node)
  }
  const [start = null, stop = null, step = null] = parts
  return { kind: 'slice', start, stop, step, ...source.place({ from: group[0]!.from, to: group.at(-1)!.to }) }
}
