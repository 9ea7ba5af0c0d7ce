import type { SyntaxNode, Tree } from '@lezer/common'
import { parser } from '@lezer/python'
import type { Statement } from './ast.ts'
import { layoutError } from './layout.ts'
import { patched } from './patched.ts'
import { childrenOf, Source } from './source.ts'
import { statementsOf } from './statement.ts'
import { Malformed, malformed } from './syntax.ts'

const isMalformed = (error: unknown): error is Malformed => error instanceof Malformed

/** What CPython says where Lezer finds an error. */
function sentence(text: string, { from, parent }: SyntaxNode): string {
  if (isInside(parent, 'FormatReplacement') && /\{\s*$/.test(text.slice(0, from)))
    return 'f-string: empty expression not allowed'
  const equals = /^=(?!=)/.test(text.slice(from)) && !/=\s*$/.test(text.slice(0, from))
  if (!equals) return 'invalid syntax'
  return parent?.name === 'ArgList'
    ? 'expression cannot contain assignment, perhaps you meant "=="?'
    : "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"
}

const isInside = (node: SyntaxNode | null, name: string): boolean =>
  node !== null && (node.name === name || isInside(node.parent, name))

/** The first place that Lezer could not make sense of. */
function grammarError(text: string, tree: Tree): Malformed | null {
  const cursor = tree.cursor()
  do {
    if (!cursor.type.isError) continue
    const { node } = cursor
    const to = Math.max(node.to, Math.min(node.from + 1, text.length))
    const hint = 'Python cannot read this: look at this place and just before it.'
    return new Malformed(sentence(text, node), { from: node.from, to }, hint)
  } while (cursor.next())
  return null
}

/** A program's text as statements. Throws `Malformed`, in CPython's words where they are known. */
export function parse(text: string): Statement[] {
  const readable = patched(text)
  const tree = parser.parse(readable)
  const errors = [layoutError(text, isMalformed), grammarError(readable, tree)].filter((error) => error !== null)
  const [first] = errors.sort((p, q) => p.span.from - q.span.from)
  const bracket = errors.find((error) => / was never closed$/.test(error.message))
  if (first !== undefined) throw bracket ?? first
  const source = new Source(text)
  if (tree.length !== text.length)
    malformed('invalid syntax', { from: tree.length, to: text.length }, 'Python cannot read this.')
  return statementsOf(source, childrenOf(tree.topNode), { loop: false, function: false })
}
