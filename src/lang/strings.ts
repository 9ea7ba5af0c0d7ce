import type { SyntaxNode } from '@lezer/common'
import { str } from '../torch/value.ts'
import type { Expression, Piece, Place } from './ast.ts'
import { resolveEscapes, stringParts } from './literals.ts'
import { childrenOf, type Source } from './source.ts'
import { malformed } from './syntax.ts'

/** Inside of a replacement: one expression, or several with commas. */
type ReadAll = (source: Source, nodes: readonly SyntaxNode[]) => Expression

/** A string, an f-string or several side by side. */
export function stringOf(source: Source, node: SyntaxNode, read: ReadAll): Expression {
  const place = source.place(node)
  const nodes = node.name === 'ContinuedString' ? childrenOf(node) : [node]
  const pieces = nodes.flatMap((part) => piecesOf(source, part, read))
  if (pieces.every((piece) => piece.kind === 'text') && !nodes.some((part) => part.name === 'FormatString'))
    return textOf(pieces.map((piece) => piece.text).join(''), place)
  return { kind: 'format', pieces, ...place }
}

const textOf = (text: string, place: Place): Expression => ({ kind: 'string', text, value: str(text), ...place })

function piecesOf(source: Source, node: SyntaxNode, read: ReadAll): Piece[] {
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
  return between(source, node, start, node.to - quote.length, braces, read)
}

/** Text and replacements of an f-string or of a format spec between two offsets. */
function between(
  source: Source,
  node: SyntaxNode,
  from: number,
  to: number,
  text: (raw: string) => string,
  read: ReadAll,
): Piece[] {
  const pieces: Piece[] = []
  let at = from
  for (const child of childrenOf(node)) {
    if (child.name !== 'FormatReplacement') continue
    if (child.from > at) pieces.push({ kind: 'text', text: text(source.text.slice(at, child.from)) })
    pieces.push(replacement(source, child, read))
    at = child.to
  }
  if (to > at) pieces.push({ kind: 'text', text: text(source.text.slice(at, to)) })
  return pieces
}

/** The text before the value, with the spaces after its `=`. */
function labelOf(source: Source, from: number, to: number): string {
  let end = to
  while (/\s/.test(source.text[end] ?? '')) end++
  return source.text.slice(from, end)
}

function replacement(source: Source, node: SyntaxNode, read: ReadAll): Piece {
  const children = childrenOf(node).slice(1)
  const end = children.findIndex((child) =>
    ['FormatConversion', 'FormatSpec', 'FormatSelfDoc', '}'].includes(child.name),
  )
  const values = children.slice(0, end < 0 ? undefined : end)
  if (values.length === 0)
    return malformed('f-string: empty expression not allowed', node, 'Put an expression between the braces.')
  const value = read(source, values)
  const conversion = children.find((child) => child.name === 'FormatConversion')
  const spec = children.find((child) => child.name === 'FormatSpec')
  const letter = conversion === undefined ? null : source.textOf(conversion)[1]
  const self = children.find((child) => child.name === 'FormatSelfDoc')
  return {
    kind: 'replacement',
    label: self === undefined ? '' : labelOf(source, node.from + 1, self.to),
    value,
    conversion:
      letter === 'r' || letter === 'a' || letter === 's'
        ? letter
        : self !== undefined && spec === undefined
          ? 'r'
          : null,
    spec: spec === undefined ? [] : between(source, spec, spec.from + 1, spec.to, (raw) => raw, read),
  }
}
