import type { SyntaxNode } from '@lezer/common'
import type { Expression, Place } from './ast.ts'
import { lineFinder, malformed } from './syntax.ts'

/** The most an expression or a block may be nested. */
const deepest = 200

/** What is found out about a function while its body is read. */
export interface Frame {
  /** Names that `:=` assigns. */
  readonly walrus: string[]
  /** Names that `global` and `nonlocal` place elsewhere. */
  readonly elsewhere: Map<string, 'global' | 'nonlocal'>
  generator: boolean
}

/** A program's text while it is read: texts, lines, the depth of nesting, and the functions and classes around. */
export class Source {
  readonly text: string
  readonly #lineOf: (offset: number) => number
  #depth = 0
  /** The path of the functions and classes around: `Net.forward.<locals>.`. */
  #path = ''
  /** The class around whose names that begin with two underscores are private to it. */
  #owner = ''
  #frame: Frame = { walrus: [], elsewhere: new Map(), generator: false }

  constructor(text: string) {
    this.text = text
    this.#lineOf = lineFinder(text)
  }

  textOf(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to)
  }

  /** The text of a name; `__name` in a class is private to the class. */
  nameOf(node: SyntaxNode): string {
    const name = this.textOf(node)
    if (this.#owner === '' || !name.startsWith('__') || name.endsWith('__')) return name
    return `_${this.#owner.replace(/^_+/, '')}${name}`
  }

  /** A name with the functions and classes around it. */
  qualified(name: string): string {
    return this.#path + name
  }

  /** The function that is being read. */
  get frame(): Frame {
    return this.#frame
  }

  /** Reads the inside of a function, and tells what was found out about it. */
  inFunction<T>(name: string, inside: () => T): { readonly result: T; readonly frame: Frame } {
    const [path, around] = [this.#path, this.#frame]
    const frame: Frame = { walrus: [], elsewhere: new Map(), generator: false }
    this.#path = `${path}${name}.<locals>.`
    this.#frame = frame
    const result = inside()
    this.#path = path
    this.#frame = around
    return { result, frame }
  }

  /** Reads the inside of a class. */
  inClass<T>(name: string, inside: () => T): T {
    const [path, around] = [this.#path, this.#owner]
    this.#path = `${path}${name}.`
    this.#owner = name
    const result = inside()
    this.#path = path
    this.#owner = around
    return result
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
