import { useEffect, useRef } from 'react'
import type { Trace } from '../../core/trace.ts'
import { boardOf } from '../../lessons/board.ts'
import { Formula } from '../formula/Formula.tsx'
import './board.css'

/** A derivation line by line, each with the number it comes to now. The last line is the new one. */
export function BoardView({ trace, lines }: { readonly trace: Trace; readonly lines: readonly string[] }) {
  const place = useRef<HTMLOListElement>(null)
  const newest = lines.at(-1)
  useEffect(() => {
    if (newest !== undefined) place.current?.lastElementChild?.scrollIntoView({ block: 'nearest' })
  }, [newest])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="board" aria-label="Derivation" tabIndex={0}>
      <ol ref={place}>
        {boardOf(trace, lines).map(({ name, formula, number }) => (
          <li key={name} data-new={name === newest}>
            <Formula tex={`\\displaystyle ${formula.tex}`} plain={formula.plain} />
            <Formula tex={`= ${number.tex}`} plain={`= ${number.plain}`} />
          </li>
        ))}
      </ol>
    </section>
  )
}
