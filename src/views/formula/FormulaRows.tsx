import { type MouseEvent, type PointerEvent, useEffect, useRef } from 'react'
import type { Written } from '../../core/notation.ts'
import type { Row } from '../../scene/card.ts'
import { Formula, prepare } from './Formula.tsx'

/** What the rows of formulas need: the rows, and who is told when a symbol is pointed at. */
export interface FormulaRowsProps {
  readonly rows: readonly Row[]
  readonly hover: number | null
  readonly onHover: (node: number | null) => void
  /** A symbol was clicked. */
  readonly onNode?: (node: number) => void
}

const nodeAt = (target: EventTarget): number | null => {
  const element = target instanceof Element ? target.closest('[data-node]') : null
  const node = element?.getAttribute('data-node') ?? null
  return node === null ? null : Number(node)
}

/** A piece of an equation in TeX: all but the first stand behind an equals sign. */
export const texOf = ({ tex }: Written, place: number): string => (place === 0 ? tex : `{} = ${tex}`)

/** Typesets rows that are likely to be asked for next. */
export function prepareRows(rows: readonly Row[]): void {
  for (const tex of rows.flatMap(({ parts }) => parts.map(texOf))) prepare(tex)
}

/** Rows of formulas, each a chain of equal pieces. A symbol that is pointed at rings its node, and the other way round. */
export function FormulaRows({ rows, hover, onHover, onNode }: FormulaRowsProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const marked = hover === null ? [] : [...(place.current?.querySelectorAll(`[data-node="${hover}"]`) ?? [])]
    for (const element of marked) element.classList.add('ringed')
    return () => {
      for (const element of marked) element.classList.remove('ringed')
    }
  })
  const point = (event: PointerEvent) => onHover(nodeAt(event.target))
  const press = ({ target }: MouseEvent): void => {
    const node = nodeAt(target)
    if (node !== null) onNode?.(node)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pointer; the choice above offers the same by keyboard
    // biome-ignore lint/a11y/useKeyWithClickEvents: the same
    <div
      className="rows"
      ref={place}
      data-links={onNode !== undefined}
      onPointerOver={point}
      onPointerLeave={() => onHover(null)}
      onClick={press}
    >
      {rows.map((row, i) => (
        <div className="row" key={i}>
          {row.label !== '' && <span className="row-label">{row.label}</span>}
          <span className="equation">
            {row.parts.map((part, j) => (
              <Formula key={j} tex={texOf(part, j)} plain={(j === 0 ? '' : '= ') + part.plain} />
            ))}
          </span>
        </div>
      ))}
    </div>
  )
}
