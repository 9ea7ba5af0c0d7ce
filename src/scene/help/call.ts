import type { SyntaxNode } from '@lezer/common'
import type { Entry } from '../../torch/documentation/entry.ts'
import { meaningOf } from './meaning.ts'
import { methodsOf, type Program, signatureOf, textOf } from './program.ts'

/** The call whose brackets are open at a place: what is called, and which of its parameters is being written. */
export interface OpenCall {
  /** Where the brackets open. */
  readonly at: number
  readonly signature: string
  readonly entry: Entry | null
  /** How many arguments stand before the place; −1 where they are given by name. */
  readonly argument: number
  /** The name of the argument that is being written, where it has one. */
  readonly keyword: string | null
}

/** The innermost call around a place; null where there is none, or nothing is known of it. */
export function callAt(program: Program, place: number): OpenCall | null {
  let list: SyntaxNode | null = program.tree.resolveInner(place, -1)
  while (list !== null && !(list.name === 'ArgList' && list.from < place && !isClosedBefore(program, list, place)))
    list = list.parent
  const callee = list?.parent?.name === 'CallExpression' ? list.parent.firstChild : null
  if (list === null || callee === null || callee === undefined) return null
  const meaning = meaningOf(program, callee)
  const parts: SyntaxNode[] = []
  for (let child = list.firstChild; child !== null; child = child.nextSibling)
    if (child.to <= place || child.from < place) parts.push(child)
  const commas = parts.filter(({ name, to }) => name === ',' && to <= place)
  const last = commas.at(-1)?.to ?? list.from + 1
  const [, keyword = null] = /^\s*(\w+)\s*=(?!=)/.exec(program.text.slice(last, place)) ?? []
  const where = { at: list.from, argument: commas.length, keyword }
  if (meaning?.kind === 'documented' && meaning.entry.signature.includes('('))
    return { ...where, signature: meaning.entry.signature, entry: meaning.entry }
  if (meaning?.kind === 'own function') return { ...where, signature: signatureOf(program, meaning.node), entry: null }
  if (meaning?.kind === 'own class') {
    const init = methodsOf(program, meaning.node).find(({ name }) => name === '__init__')
    const name = textOf(program, callee)
    return init === undefined
      ? null
      : { ...where, signature: signatureOf(program, init.node).replace('__init__', name), entry: null }
  }
  return null
}

const isClosedBefore = ({ text }: Program, list: SyntaxNode, place: number): boolean =>
  list.lastChild?.name === ')' && list.to <= place && text[list.to - 1] === ')'
