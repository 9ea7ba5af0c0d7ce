import { useEffect, useMemo } from 'react'
import type { Trace } from '../../core/trace.ts'
import { cardAt } from '../../scene/card.ts'
import { derivationOf } from '../../scene/derivation.ts'
import { ledgerOf } from '../../scene/ledger.ts'
import { plainName, symbolsOf } from '../../scene/symbols.ts'
import { FormulaRows, prepareWhenIdle } from './FormulaRows.tsx'
import './formula.css'

/** What the formula panel shows and tells. `selected` is the node whose whole chain is shown, or null for the card of the step. */
export interface FormulaPanelProps {
  readonly trace: Trace
  readonly cursor: number
  readonly selected: number | null
  readonly hover: number | null
  readonly onHover: (node: number | null) => void
  readonly onSelect: (node: number | null) => void
}

/** The formulas of this step, or the whole chain-rule product down to a chosen node. */
export function FormulaPanel({ trace, cursor, selected, hover, onHover, onSelect }: FormulaPanelProps) {
  const derivation = useMemo(() => (selected === null ? null : derivationOf(trace, selected)), [trace, selected])
  const card = useMemo(() => cardAt(trace, cursor), [trace, cursor])
  // a step forward is the likeliest thing to come
  useEffect(() => prepareWhenIdle(() => cardAt(trace, cursor + 1).rows), [trace, cursor])
  const symbols = symbolsOf(trace.graph)
  const { gradient } = ledgerOf(trace)
  const choices = trace.graph.nodes.flatMap((node, index) =>
    gradient[index] !== undefined && (node.kind === 'leaf' || index === selected) ? [index] : [],
  )
  const output = plainName(symbols, trace.graph.output)
  return (
    <section className="formula-panel" aria-label="Formulas" data-chain={derivation !== null}>
      <div className="formula-head">
        <h2>
          {derivation === null
            ? card.title
            : `The whole chain from ${output} to ${plainName(symbols, derivation.node)}`}
        </h2>
        {choices.length > 0 && (
          <label className="chain-choice">
            <span>Show</span>
            <select
              value={selected ?? ''}
              onChange={(event) => onSelect(event.target.value === '' ? null : Number(event.target.value))}
            >
              <option value="">this step</option>
              {choices.map((node) => (
                <option key={node} value={node}>{`whole chain to ${plainName(symbols, node)}`}</option>
              ))}
            </select>
          </label>
        )}
      </div>
      <FormulaRows rows={(derivation ?? card).rows} hover={hover} onHover={onHover} />
      {(derivation ?? card).note !== null && <p className="note">{(derivation ?? card).note}</p>}
    </section>
  )
}
