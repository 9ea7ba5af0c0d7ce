import { Fragment, type ReactNode } from 'react'
import { answer } from '../../lessons/answer.ts'
import type { Scope } from '../../lessons/figures.ts'
import type { Prose } from '../../lessons/prose.ts'
import { Formula } from '../formula/Formula.tsx'

/** Prose with what it asks of the run put in. What the reader's program no longer has is a question mark. */
export function ProseView({ prose, scope }: { readonly prose: Prose; readonly scope: Scope }) {
  return prose.map((piece, i) => {
    if (typeof piece === 'string') return <Fragment key={i}>{marked(piece)}</Fragment>
    const said = answer(piece, scope)
    return said === null ? (
      <span key={i} className="unknown" title="The program as it is now has no such thing.">
        ?
      </span>
    ) : (
      <Formula key={i} tex={said.tex} plain={said.plain} />
    )
  })
}

/** Text in which *words* are emphasized and `code` is code. */
export const marked = (text: string): ReactNode[] =>
  text.split(/(\*[^*]+\*|`[^`]+`)/).map((part, i) => {
    if (part.startsWith('*') && part.length > 2) return <em key={i}>{part.slice(1, -1)}</em>
    if (part.startsWith('`') && part.length > 2) return <code key={i}>{part.slice(1, -1)}</code>
    return part
  })
