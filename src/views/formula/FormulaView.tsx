import { lazy, Suspense } from 'react'
import type { Trace } from '../../core/trace.ts'
import { functionAt } from '../../scene/activation.ts'
import { type Card, cardAt } from '../../scene/card.ts'
import { usePrepared } from '../usePrepared.ts'
import { FormulaRows, prepareRows } from './FormulaRows.tsx'
import './formula.css'

const FormulaTools = lazy(async () => ({ default: (await import('./FormulaTools.tsx')).FormulaTools }))
const PlotPanel = lazy(async () => ({ default: (await import('../plot/PlotPanel.tsx')).PlotPanel }))
const LadderPanel = lazy(async () => ({ default: (await import('./LadderPanel.tsx')).LadderPanel }))

/** What the formula panel shows and tells. `selected` is the node whose derivative is asked for, or null for the card of the step. */
export interface FormulaViewProps {
  readonly trace: Trace
  readonly cursor: number
  readonly selected: number | null
  readonly hover: number | null
  readonly onHover: (node: number | null) => void
  readonly onSelect: (node: number | null) => void
}

function typesetCard(trace: Trace, cursor: number): Card {
  const card = cardAt(trace, cursor)
  prepareRows(card.rows)
  return card
}

/** The formulas of this step, or the ladder of a derivative that is asked for. */
export function FormulaView({ trace, cursor, selected, hover, onHover, onSelect }: FormulaViewProps) {
  const card = usePrepared(typesetCard, trace, cursor)
  const plotted = functionAt(trace, cursor)
  const asked = trace.steps.some(({ kind }) => kind === 'seed') ? selected : null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="formula-panel" aria-label="Formulas" data-chain={asked !== null} tabIndex={0}>
      <div className="formula-main">
        <div className="formula-head">
          {asked === null && <h2>{card.title}</h2>}
          <Suspense fallback={null}>
            <FormulaTools trace={trace} cursor={cursor} asked={asked} onSelect={onSelect} />
          </Suspense>
        </div>
        {asked === null ? (
          <>
            <FormulaRows rows={card.rows} hover={hover} onHover={onHover} onNode={onSelect} />
            {card.note !== null && <p className="note">{card.note}</p>}
          </>
        ) : (
          <Suspense fallback={null}>
            <LadderPanel trace={trace} node={asked} hover={hover} onHover={onHover} onSelect={onSelect} />
          </Suspense>
        )}
      </div>
      {asked === null && plotted !== null && (
        <Suspense fallback={null}>
          <PlotPanel trace={trace} node={plotted} />
        </Suspense>
      )}
    </section>
  )
}
