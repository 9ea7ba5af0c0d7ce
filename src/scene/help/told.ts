import type { SyntaxNode } from '@lezer/common'
import type { Entry } from '../../torch/documentation/entry.ts'
import { documentation } from '../../torch/documentation/index.ts'
import { type Meaning, meaningOf } from './meaning.ts'
import { around, type Program, signatureOf, textOf, visibleAt } from './program.ts'

/** What is to be told about a place: a documented name, or a name of the program. */
export interface Told {
  readonly from: number
  readonly to: number
  readonly entry: Entry | null
  /** The signature of a function of the program, or a variable with its shape. */
  readonly text: string
}

/** What the name at a place is; null where there is none, or nothing is known of it. `side` −1 looks before the place, 1 behind it. */
export function toldAt(program: Program, place: number, side: -1 | 1): Told | null {
  const node = program.tree.resolveInner(place, side)
  const { from, to } = node
  const word = textOf(program, node)
  if (!/^\w+$/.test(word)) return null
  const told = (entry: Entry | null, text: string): Told => ({ from, to, entry, text })
  if (node.name !== 'VariableName' && node.name !== 'PropertyName') {
    const entry = documentation.get(word)
    return entry?.kind === 'keyword' ? told(entry, word) : null
  }
  const inImport = around(node, ['ImportStatement']) !== null
  const meaning = inImport ? importedAt(program, node) : meaningOf(program, calleeOf(node) ?? node)
  const global =
    node.name === 'VariableName' && visibleAt(program, node).find(({ name }) => name === word)?.scope == null
  const shape = global ? program.tensors.get(word) : undefined
  switch (meaning?.kind) {
    case 'documented':
      return told(meaning.entry, meaning.entry.signature)
    case 'own function':
      return told(null, signatureOf(program, meaning.node))
    case 'object': {
      const entry = documentation.get(meaning.of)
      return told(entry ?? null, `${word}: ${meaning.of}${shape === undefined ? '' : ` of shape ${shape}`}`)
    }
    case 'own class':
      return told(null, `class ${word}`)
    case 'own object':
    case undefined:
      return null
  }
}

/** What is called, where the node names one of its arguments: `sum` for the `dim` of `sum(dim=1)`. */
function calleeOf(node: SyntaxNode): SyntaxNode | null {
  const list = node.parent?.name === 'ArgList' && node.nextSibling?.name === 'AssignOp' ? node.parent : null
  const call = list?.parent ?? null
  return call?.name === 'CallExpression' ? call.firstChild : null
}

function importedAt(program: Program, node: SyntaxNode): Meaning | null {
  const statement = around(node, ['ImportStatement'])
  const before = program.text.slice(statement?.from ?? node.from, node.to)
  const [, module, member] = /^from\s+([\w.]+)\s+import\s+(?:[\w, ]*[ ,])?(\w+)$/.exec(before) ?? []
  const [, alone] = /^(?:from|import)\s+(?:[\w., ]*[ ,])?([\w.]+)$/.exec(before) ?? []
  const entry = documentation.get(module === undefined ? (alone ?? '') : `${module}.${member}`)
  return entry === undefined ? null : { kind: 'documented', entry }
}
