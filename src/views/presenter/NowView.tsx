import { useMemo } from 'react'
import { phaseOf } from '../../scene/ledger.ts'
import { plainSentence } from '../../scene/sentence.ts'
import { stepTold, toldCard, toldSentence } from '../../scene/slow.ts'
import { tellingAt, traceBefore, traceOf } from '../../state/shown.ts'
import type { State } from '../../state/store.ts'
import { FormulaRows } from '../formula/FormulaRows.tsx'

const nothing = (): void => undefined

/** The step that was shown last: its sentence, and where no lesson says more its formulas. */
export function NowView({ state, formulas }: { readonly state: State; readonly formulas: boolean }) {
  const trace = traceOf(state)
  const { step } = state.cursor
  const told = tellingAt(state)
  const { part, slow } = told
  const card = useMemo(
    () => (trace === null || !formulas ? null : toldCard(trace, { cursor: step, part, slow })),
    [trace, step, part, slow, formulas],
  )
  const now = trace === null ? undefined : stepTold(trace, told)
  return (
    <section
      className="presenter-now"
      aria-label="The step"
      data-phase={now === undefined ? 'start' : phaseOf(now)}
      data-formulas={formulas}
    >
      <h2>
        Step {step} of {trace?.steps.length ?? 0}
      </h2>
      <p>{trace === null ? 'The program is running.' : plainSentence(toldSentence(trace, told, traceBefore(state)))}</p>
      {state.error !== null && <p className="stops">The program as it is now stops with an error.</p>}
      {card !== null && <FormulaRows rows={card.rows} hover={null} onHover={nothing} />}
    </section>
  )
}
