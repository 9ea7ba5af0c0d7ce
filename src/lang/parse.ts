import { parser } from '@lezer/python'
import type { Statement } from './ast.ts'
import { layoutError } from './layout.ts'
import { patched } from './patched.ts'
import { childrenOf, Source } from './source.ts'
import { statementsOf } from './statement.ts'
import { Malformed, malformed } from './syntax.ts'

const isMalformed = (error: unknown): error is Malformed => error instanceof Malformed

/** What CPython says where Lezer finds an error. */
function sentence(text: string, from: number, parents: readonly string[]): string {
  if (parents.includes('FormatReplacement') && /\{\s*$/.test(text.slice(0, from)))
    return 'f-string: empty expression not allowed'
  const equals = /^=(?!=)/.test(text.slice(from)) && !/=\s*$/.test(text.slice(0, from))
  if (!equals) return 'invalid syntax'
  return parents.at(-1) === 'ArgList'
    ? 'expression cannot contain assignment, perhaps you meant "=="?'
    : "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"
}

/** The first place that Lezer could not make sense of. */
function grammarError(text: string): Malformed | null {
  let found: Malformed | null = null
  const parents: string[] = []
  parser.parse(text).iterate({
    enter: (node) => {
      if (found !== null) return false
      if (node.type.isError) {
        const to = Math.max(node.to, Math.min(node.from + 1, text.length))
        const message = sentence(text, node.from, parents)
        found = new Malformed(
          message,
          { from: node.from, to },
          'Python cannot read this: look at this place and just before it.',
        )
      }
      parents.push(node.name)
      return true
    },
    leave: () => {
      parents.pop()
    },
  })
  return found
}

/** A program's text as statements. Throws `Malformed`, in CPython's words where they are known. */
export function parse(text: string): Statement[] {
  const errors = [layoutError(text, isMalformed), grammarError(patched(text))].filter((error) => error !== null)
  const [first] = errors.sort((p, q) => p.span.from - q.span.from)
  const bracket = errors.find((error) => / was never closed$/.test(error.message))
  if (first !== undefined) throw bracket ?? first
  const tree = parser.parse(patched(text))
  const source = new Source(text)
  if (tree.length !== text.length)
    malformed('invalid syntax', { from: tree.length, to: text.length }, 'Python cannot read this.')
  return statementsOf(source, childrenOf(tree.topNode), { loop: false, function: false })
}
