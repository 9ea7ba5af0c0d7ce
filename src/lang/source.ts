import type { SyntaxNode } from '@lezer/common'
import type { Expression, Place } from './ast.ts'
import { lineFinder, malformed } from './syntax.ts'

/** The most an expression or a block may be nested. */
const deepest = 200

/** A program's text while it is read: texts, lines and the depth of nesting. */
export class Source {
  readonly text: string
  readonly #lineOf: (offset: number) => number
  #depth = 0

  constructor(text: string) {
    this.text = text
    this.#lineOf = lineFinder(text)
  }

  textOf(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to)
  }

  place(node: { readonly from: number; readonly to: number }): Place {
    return { from: node.from, to: node.to, line: this.#lineOf(node.from) }
  }

  lineOf(offset: number): number {
    return this.#lineOf(offset)
  }

  /** Does one level of nesting, within the limit. */
  nest<T>(node: SyntaxNode, inside: () => T): T {
    if (this.#depth >= deepest)
      malformed('too many nested expressions', { from: node.from, to: node.to }, 'Split this into several statements.')
    this.#depth++
    try {
      return inside()
    } finally {
      this.#depth--
    }
  }
}

/** Reads one node as an expression. Handed to the files that read parts of expressions, so that none imports another in a circle. */
export type Read = (source: Source, node: SyntaxNode) => Expression

/** The children of a node, comments left out. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (child.name !== 'Comment') children.push(child)
  return children
}

/** Children split at a separator such as `,`; a trailing separator opens no group. */
export function splitAt(nodes: readonly SyntaxNode[], separator: string): SyntaxNode[][] {
  const groups: SyntaxNode[][] = []
  let group: SyntaxNode[] = []
  for (const node of nodes) {
    if (node.name === separator) {
      groups.push(group)
      group = []
    } else group.push(node)
  }
  if (group.length > 0) groups.push(group)
  return groups
}
