import type { SyntaxNode } from '@lezer/common'
import type { Handler, Place, Statement } from './ast.ts'
import { expressionOf } from './expression.ts'
import type { Source } from './source.ts'
import { malformed } from './syntax.ts'

/** `try`, its handlers, `else` and `finally`. `block` reads a body. */
export function handled(
  source: Source,
  children: readonly SyntaxNode[],
  place: Place,
  block: (body: SyntaxNode) => Statement[],
): Statement {
  const after = (word: string): Statement[] => {
    const at = children.findIndex((child) => child.name === word)
    return at < 0 ? [] : block(children[at + 1]!)
  }
  const handlers: Handler[] = []
  children.forEach((child, i) => {
    if (child.name !== 'except') return
    const end = children.findIndex((each, j) => j > i && each.name === 'Body')
    const head = children.slice(i + 1, end)
    if (head.some((node) => node.name === '*' || node.name === ','))
      malformed('multiple exception types must be parenthesized', child, 'Write except (A, B):.')
    const as = head.findIndex((node) => node.name === 'as')
    const [type] = head
    if (handlers.some((handler) => handler.type === null))
      malformed("default 'except:' must be last", child, 'Put the except without a class last.')
    handlers.push({
      type: type === undefined ? null : expressionOf(source, type),
      name: as < 0 ? null : source.nameOf(head[as + 1]!),
      body: block(children[end]!),
      ...source.place(child),
    })
  })
  const final = after('finally')
  if (handlers.length === 0 && final.length === 0)
    malformed("expected 'except' or 'finally' block", place, 'Say what happens after an error.')
  return { kind: 'try', body: block(children[1]!), handlers, otherwise: after('else'), final, ...place }
}
