import { type ReactNode, useMemo } from 'react'
import { dataRequestOf } from '../../lessons/data-request.ts'
import { plotted } from '../../lessons/plotted.ts'
import { dataPlotOf } from '../../scene/data-plot.ts'
import { carried } from '../../scene/levels.ts'
import { pictureOf } from '../../scene/picture.ts'
import { samplesIn } from '../../scene/samples.ts'
import { isAllowed } from '../../state/allowed.ts'
import { setNumber } from '../../state/program.ts'
import { baseOf, traceOf } from '../../state/shown.ts'
import type { State } from '../../state/store.ts'
import { revealOf } from '../../state/teacher.ts'
import { useApp } from '../../state/useApp.ts'
import { DataPlotView } from '../plot/DataPlotView.tsx'
import { SweepView } from '../plot/SweepView.tsx'
import { BoardView } from './BoardView.tsx'
import { useBeat } from './useBeat.ts'
import './stage.css'

/** How much of the room beside a plot a graph needs. */
type Width = 'narrow' | 'wide' | 'widest'
const widthOf = (pixels: number): Width => (pixels > 880 ? 'widest' : pixels > 560 ? 'wide' : 'narrow')

/** After how many steps of the tensors the picture stands, whatever its level. */
function baseCursor(state: State): number {
  const [shown, base] = [traceOf(state), baseOf(state)]
  return shown === null || base === null ? 0 : carried(shown, state.cursor.step, base)
}

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
  const wide = useApp((state): Width => {
    const drawn = plot?.beside === true && here?.beat.show?.data === undefined ? traceOf(state) : null
    if (drawn === null) return 'narrow'
    return widthOf(pictureOf(drawn, samplesIn(drawn, state.sample).shown, state.open).layout.width)
  })
  const request = useMemo(
    () => (plot === undefined || trace === undefined ? null : plotted(plot, trace, pass)),
    [trace, pass, plot],
  )
  const data = here?.beat.show?.data
  const cursor = useApp((state) => (data === undefined ? 0 : baseCursor(state)))
  const samples = useMemo(() => {
    if (trace === undefined || data === undefined) return null
    const request = dataRequestOf(data, trace)
    return request === null ? null : dataPlotOf(trace, cursor, request)
  }, [trace, data, cursor])
  const picture =
    samples === null ? (
      children
    ) : (
      <div className="lesson-plot">
        <DataPlotView plot={samples} />
      </div>
    )
  if (board !== undefined && trace !== undefined) return <BoardView trace={trace} lines={board} />
  if (plot === undefined || request === null)
    return samples === null ? children : <div className="lesson-stage">{picture}</div>
  return (
    <div className="lesson-stage" data-beside={plot.beside} data-wide={wide}>
      {plot.beside && picture}
      <div className="lesson-plot">
        <SweepView traces={traces} request={request} onNumber={editable ? setNumber : null} />
      </div>
    </div>
  )
}
