import { type ReactNode, useMemo } from 'react'
import { plotted } from '../../lessons/plotted.ts'
import { isAllowed } from '../../state/allowed.ts'
import { setNumber } from '../../state/program.ts'
import { revealOf } from '../../state/teacher.ts'
import { useApp } from '../../state/useApp.ts'
import { SweepView } from '../plot/SweepView.tsx'
import { BoardView } from './BoardView.tsx'
import { useBeat } from './useBeat.ts'
import './stage.css'

/** What a beat shows in the place of the graph, or beside it: a curve, or the lines of a derivation. */
export function LessonStage({ children }: { readonly children: ReactNode }) {
  const { here, passes } = useBeat()
  const pass = useApp((state) => state.cursor.episode)
  const editable = useApp((state) => isAllowed(state, 'numbers'))
  const asking = useApp((state) => revealOf(state) < 2)
  // the passes to come would answer the question
  const traces = useMemo(() => (asking ? passes.slice(0, pass + 1) : passes), [asking, passes, pass])
  const plot = here?.beat.show?.plot
  const board = here?.beat.show?.board
  const trace = passes[pass]
  const request = useMemo(
    () => (plot === undefined || trace === undefined ? null : plotted(plot, trace, pass)),
    [trace, pass, plot],
  )
  if (board !== undefined && trace !== undefined) return <BoardView trace={trace} lines={board} />
  if (plot === undefined || request === null) return children
  return (
    <div className="lesson-stage" data-beside={plot.beside}>
      {plot.beside && children}
      <div className="lesson-plot">
        <SweepView traces={traces} request={request} onNumber={editable ? setNumber : null} />
      </div>
    </div>
  )
}
