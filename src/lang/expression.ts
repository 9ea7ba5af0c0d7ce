import type { SyntaxNode } from '@lezer/common'
import type { Argument, BinaryOperator, Clause, Comparison, Expression, Parameter, Piece, Place } from './ast.ts'
import { parseNumber, resolveEscapes, stringParts } from './literals.ts'
import { childrenOf, type Source, splitAt } from './source.ts'
import { malformed } from './syntax.ts'
import { targetOf } from './target.ts'

type Token =
  | { readonly kind: 'operand'; readonly node: SyntaxNode }
  | { readonly kind: 'operator'; readonly text: string; readonly from: number }

/** Operators and operands of nested operator nodes, in the order of the text. Lezer's nesting is not used: it binds `not` too tightly. */
function tokensOf(source: Source, root: SyntaxNode): Token[] {
  const tokens: Token[] = []
  const stack: SyntaxNode[] = [root]
  while (stack.length > 0) {
    const node = stack.pop()!
    if (node.name === 'BinaryExpression' || node.name === 'UnaryExpression') {
      stack.push(...childrenOf(node).reverse())
      continue
    }
    if (!isOperator(node)) tokens.push({ kind: 'operand', node })
    else {
      const text = source.textOf(node)
      const last = tokens.at(-1)
      const merged = last?.kind === 'operator' ? `${last.text} ${text}` : ''
      if (last !== undefined && (merged === 'is not' || merged === 'not in')) {
        tokens.pop()
        tokens.push({ kind: 'operator', text: merged, from: node.from })
      } else tokens.push({ kind: 'operator', text, from: node.from })
    }
  }
  return tokens
}

const isOperator = (node: SyntaxNode): boolean =>
  ['ArithOp', 'BitOp', 'CompareOp', 'and', 'or', 'not', 'in', 'is'].includes(node.name)

const binding: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '==': 4,
  '!=': 4,
  in: 4,
  'not in': 4,
  is: 4,
  'is not': 4,
  '|': 5,
  '^': 6,
  '&': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '//': 10,
  '%': 10,
  '@': 10,
  '**': 12,
}

const comparisons: readonly Comparison[] = ['<', '<=', '>', '>=', '==', '!=', 'in', 'not in', 'is', 'is not']
const binaries: readonly BinaryOperator[] = ['+', '-', '*', '/', '//', '%', '**', '@', '&', '|', '^', '<<', '>>']

/** Puts operators and operands together by Python's precedence. */
class Climber {
  readonly #source: Source
  readonly #tokens: readonly Token[]
  readonly #root: SyntaxNode
  #at = 0

  constructor(source: Source, root: SyntaxNode) {
    this.#source = source
    this.#tokens = tokensOf(source, root)
    this.#root = root
  }

  all(): Expression {
    const result = this.#climb(1)
    if (this.#at < this.#tokens.length) this.#invalid()
    return result
  }

  #invalid(): never {
    return malformed('invalid syntax', { from: this.#root.from, to: this.#root.to }, 'Check the operators.')
  }

  #span(from: { readonly from: number }, to: { readonly to: number }): Place {
    return this.#source.place({ from: from.from, to: to.to })
  }

  #operator(): string | null {
    const token = this.#tokens[this.#at]
    return token?.kind === 'operator' ? token.text : null
  }

  #prefix(least: number): Expression {
    const token = this.#tokens[this.#at++]
    if (token === undefined) return this.#invalid()
    if (token.kind === 'operand') return expressionOf(this.#source, token.node)
    const { text } = token
    if (text !== 'not' && text !== '-' && text !== '+' && text !== '~') return this.#invalid()
    if (text === 'not' && least > 3) return this.#invalid()
    const operand = this.#source.nest(this.#root, () => this.#climb(text === 'not' ? 3 : 11))
    return { kind: 'unary', operator: text, operand, ...this.#span(token, operand) }
  }

  #climb(least: number): Expression {
    let left = this.#prefix(least)
    for (;;) {
      const operator = this.#operator()
      const level = operator === null ? undefined : binding[operator]
      if (operator === null || level === undefined || level < least) return left
      left = this.#join(left, operator, level)
    }
  }

  #join(left: Expression, operator: string, level: number): Expression {
    const comparison = comparisons.find((each) => each === operator)
    if (comparison !== undefined) return this.#comparisons(left)
    if (operator === 'and' || operator === 'or') {
      const parts = [left]
      while (this.#operator() === operator) {
        this.#at++
        parts.push(this.#climb(level + 1))
      }
      return { kind: 'logic', operator, parts, ...this.#span(left, parts.at(-1)!) }
    }
    const binary = binaries.find((each) => each === operator) ?? this.#invalid()
    this.#at++
    // A power binds less tightly than a sign on its right: 2 ** -1.
    const right = this.#source.nest(this.#root, () => this.#climb(binary === '**' ? 11 : level + 1))
    return { kind: 'binary', operator: binary, left, right, ...this.#span(left, right) }
  }

  #comparisons(first: Expression): Expression {
    const rest: { operator: Comparison; right: Expression }[] = []
    for (;;) {
      const operator = comparisons.find((each) => each === this.#operator())
      if (operator === undefined) break
      this.#at++
      rest.push({ operator, right: this.#climb(5) })
    }
    return { kind: 'compare', first, rest, ...this.#span(first, rest.at(-1)!.right) }
  }
}

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
      return stringOf(source, node)
    case 'VariableName':
      return { kind: 'name', name: source.textOf(node), ...place }
    case 'None':
      return { kind: 'constant', value: 'None', ...place }
    case 'Boolean':
      return { kind: 'constant', value: source.textOf(node) === 'True' ? 'True' : 'False', ...place }
    case 'Ellipsis':
      return { kind: 'constant', value: '...', ...place }
    case 'BinaryExpression':
    case 'UnaryExpression':
      return { ...new Climber(source, node).all(), ...place }
    case 'ParenthesizedExpression':
      return parenthesized(source, inner, place)
    case 'TupleExpression':
      return { kind: 'tuple', items: itemsOf(source, inner), ...place }
    case 'ArrayExpression':
      return { kind: 'list', items: itemsOf(source, inner), ...place }
    case 'DictionaryExpression':
      return dictionary(source, inner, place)
    case 'ArrayComprehensionExpression':
    case 'ComprehensionExpression':
      return comprehension(source, inner, place)
    case 'CallExpression':
      return {
        kind: 'call',
        callee: expressionOf(source, children[0]!),
        args: argumentsOf(source, children[1]!),
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
    case 'LambdaExpression':
      return {
        kind: 'lambda',
        parameters: parametersOf(source, children[1]!),
        body: expressionOf(source, children.at(-1)!),
        ...place,
      }
    case 'SetExpression':
    case 'SetComprehensionExpression':
      return later('sets', 'Use a list.', place)
    case 'DictionaryComprehensionExpression':
      return later('dictionary comprehensions', 'Fill the dictionary in a for loop.', place)
    case 'NamedExpression':
      return later('the operator :=', 'Assign on a line of its own.', place)
    case 'AwaitExpression':
    case 'YieldExpression':
      return later('asynchronous functions and generators', 'Use plain functions and lists.', place)
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
  if (inner.some((node) => node.name === '**'))
    return later('dictionaries unpacked into others', 'Write the entries out.', place)
  const entries = splitAt(inner, ',').map((group): readonly [Expression, Expression] => {
    const [key, colon, value] = group
    if (key === undefined || colon?.name !== ':' || value === undefined)
      return malformed("':' expected after dictionary key", place, 'Write key: value.')
    return [expressionOf(source, key), expressionOf(source, value)]
  })
  return { kind: 'dict', entries, ...place }
}

/** `element for target in iterable if condition …`; the brackets are gone. */
function comprehension(source: Source, nodes: readonly SyntaxNode[], place: Place): Expression {
  const element = expressionOf(source, nodes[0]!)
  const clauses: { target: Clause['target']; iterable: Expression; conditions: Expression[] }[] = []
  for (let at = 1; at < nodes.length; at++) {
    if (nodes[at]!.name === 'for') {
      const until = nodes.findIndex((node, i) => i > at && node.name === 'in')
      const target = targetOf(source, expressionsOf(source, nodes.slice(at + 1, until)), 'in a for loop')
      clauses.push({ target, iterable: expressionOf(source, nodes[until + 1]!), conditions: [] })
      at = until + 1
    } else if (nodes[at]!.name === 'if') clauses.at(-1)!.conditions.push(expressionOf(source, nodes[++at]!))
    else return later('asynchronous comprehensions', 'Use a plain for.', place)
  }
  return { kind: 'comprehension', element, clauses, ...place }
}

function argumentsOf(source: Source, list: SyntaxNode): Argument[] {
  const groups = splitAt(childrenOf(list).slice(1, -1), ',')
  const args = groups.map((group): Argument => {
    const [first, second, third] = group
    if (first === undefined) return malformed('invalid syntax', list, 'An argument is missing.')
    if (first.name === '*') return { kind: 'star', value: expressionOf(source, second!) }
    if (first.name === '**')
      return malformed('unpacking a dictionary into arguments is not supported here', first, 'Name the arguments.')
    if (second?.name === 'AssignOp' && source.textOf(second) === ':=')
      return {
        kind: 'positional',
        value: later('the operator :=', 'Assign on a line of its own.', source.place(first)),
      }
    if (second?.name === 'AssignOp') return keyword(source, first, third)
    if (second !== undefined) {
      const place = source.place({ from: first.from, to: group.at(-1)!.to })
      if (groups.length > 1) malformed('Generator expression must be parenthesized', place, 'Put it in brackets.')
      return { kind: 'positional', value: comprehension(source, group, place) }
    }
    return { kind: 'positional', value: expressionOf(source, first) }
  })
  checkOrder(args, groups, list)
  return args
}

function keyword(source: Source, first: SyntaxNode, value: SyntaxNode | undefined): Argument {
  if (first.name !== 'VariableName' || value === undefined)
    return malformed(
      'expression cannot contain assignment, perhaps you meant "=="?',
      first,
      'Only a name can stand before =.',
    )
  return { kind: 'keyword', name: source.textOf(first), value: expressionOf(source, value) }
}

function checkOrder(args: readonly Argument[], groups: readonly (readonly SyntaxNode[])[], list: SyntaxNode): void {
  const names = new Set<string>()
  args.forEach((arg, i) => {
    if (arg.kind === 'positional' && names.size > 0)
      malformed(
        'positional argument follows keyword argument',
        { from: list.to - 1, to: list.to },
        'Put arguments without a name first.',
      )
    if (arg.kind !== 'keyword') return
    if (names.has(arg.name))
      malformed(`keyword argument repeated: ${arg.name}`, groups[i]![0]!, 'Name each argument once.')
    names.add(arg.name)
  })
}

function member(source: Source, children: readonly SyntaxNode[], place: Place): Expression {
  const object = expressionOf(source, children[0]!)
  if (children[1]!.name === '.') return { kind: 'attribute', object, name: source.textOf(children[2]!), ...place }
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

/** The parameters of a function or lambda, with Python's rules on their order. */
export function parametersOf(source: Source, list: SyntaxNode): Parameter[] {
  const nodes = childrenOf(list).filter((node) => node.name !== '(' && node.name !== ')' && node.name !== 'TypeDef')
  const parameters: Parameter[] = []
  let keywordOnly = false
  for (const group of splitAt(nodes, ',')) {
    const [first, second, third] = group
    if (first === undefined) return malformed('invalid syntax', list, 'A parameter is missing.')
    if (first.name === '/') continue
    if (first.name === '**') malformed('**keywords are not supported here', first, 'Name the parameters.')
    if (first.name === '*') {
      keywordOnly = true
      if (second !== undefined) parameters.push({ name: source.textOf(second), initial: null, kind: 'rest' })
      continue
    }
    const initial = second?.name === 'AssignOp' && third !== undefined ? expressionOf(source, third) : null
    const name = source.textOf(first)
    if (parameters.some((parameter) => parameter.name === name))
      malformed(`duplicate argument '${name}' in function definition`, first, 'Give each parameter its own name.')
    if (initial === null && !keywordOnly && parameters.some((parameter) => parameter.initial !== null))
      malformed('non-default argument follows default argument', first, 'Put parameters with a default last.')
    parameters.push({ name, initial, kind: keywordOnly ? 'keyword' : 'positional' })
  }
  return parameters
}

function stringOf(source: Source, node: SyntaxNode): Expression {
  const place = source.place(node)
  const nodes = node.name === 'ContinuedString' ? childrenOf(node) : [node]
  const pieces = nodes.flatMap((part) => piecesOf(source, part))
  if (pieces.every((piece) => piece.kind === 'text') && !nodes.some((part) => part.name === 'FormatString'))
    return { kind: 'string', value: pieces.map((piece) => piece.text).join(''), ...place }
  return { kind: 'format', pieces, ...place }
}

function piecesOf(source: Source, node: SyntaxNode): Piece[] {
  const { prefix, quote, inside } = stringParts(source.textOf(node))
  if (prefix.includes('b')) malformed('bytes are not supported here', node, 'Use a plain string.')
  const resolve = (text: string): string => (prefix.includes('r') ? text : resolveEscapes(text))
  if (node.name === 'String') return [{ kind: 'text', text: resolve(inside) }]
  const braces = (text: string): string => {
    if (/(^|[^}])}(}})*(?!})/.test(text.replaceAll('}}', '')))
      malformed("f-string: single '}' is not allowed", node, 'Write }} for a brace.')
    return resolve(text.replaceAll('{{', '{').replaceAll('}}', '}'))
  }
  const start = node.from + prefix.length + quote.length
  return between(source, node, start, node.to - quote.length, braces)
}

/** Text and replacements of an f-string or of a format spec between two offsets. */
function between(source: Source, node: SyntaxNode, from: number, to: number, text: (raw: string) => string): Piece[] {
  const pieces: Piece[] = []
  let at = from
  for (const child of childrenOf(node)) {
    if (child.name !== 'FormatReplacement') continue
    if (child.from > at) pieces.push({ kind: 'text', text: text(source.text.slice(at, child.from)) })
    pieces.push(replacement(source, child))
    at = child.to
  }
  if (to > at) pieces.push({ kind: 'text', text: text(source.text.slice(at, to)) })
  return pieces
}

function replacement(source: Source, node: SyntaxNode): Piece {
  const children = childrenOf(node).slice(1)
  const end = children.findIndex((child) =>
    ['FormatConversion', 'FormatSpec', 'FormatSelfDoc', '}'].includes(child.name),
  )
  const values = children.slice(0, end < 0 ? undefined : end)
  if (values.length === 0)
    return malformed('f-string: empty expression not allowed', node, 'Put an expression between the braces.')
  const value = expressionsOf(source, values)
  const conversion = children.find((child) => child.name === 'FormatConversion')
  const spec = children.find((child) => child.name === 'FormatSpec')
  const letter = conversion === undefined ? null : source.textOf(conversion)[1]
  const self = children.find((child) => child.name === 'FormatSelfDoc')
  return {
    kind: 'replacement',
    label: self === undefined ? '' : source.text.slice(node.from + 1, self.to),
    value,
    conversion:
      letter === 'r' || letter === 'a' || letter === 's'
        ? letter
        : self !== undefined && spec === undefined
          ? 'r'
          : null,
    spec: spec === undefined ? [] : between(source, spec, spec.from + 1, spec.to, (raw) => raw),
  }
}
