import type { SyntaxNode } from '@lezer/common'
import type { BinaryOperator, Comparison, Expression, Place } from './ast.ts'
import { childrenOf, type Read, type Source } from './source.ts'
import { malformed } from './syntax.ts'

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
  readonly #read: Read
  #at = 0

  constructor(source: Source, root: SyntaxNode, read: Read) {
    this.#source = source
    this.#tokens = tokensOf(source, root)
    this.#root = root
    this.#read = read
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
    if (token.kind === 'operand') return this.#read(this.#source, token.node)
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

/** Nested operators of Lezer's tree as an expression, by Python's precedence. */
export const operation = (source: Source, root: SyntaxNode, read: Read): Expression =>
  new Climber(source, root, read).all()
