import { lazy, Suspense, useCallback } from 'react'
import { samplesIn } from '../scene/samples.ts'
import { isAllowed } from '../state/allowed.ts'
import { goToStep } from '../state/cursor.ts'
import { openGroup, select, setHover } from '../state/picture.ts'
import { setNumber } from '../state/program.ts'
import { setPanel } from '../state/screen.ts'
import { traceOf } from '../state/shown.ts'
import { useApp } from '../state/useApp.ts'
import { goToNode } from '../state/walk.ts'
import { PanelBoundary } from '../views/controls/PanelBoundary.tsx'
import { DetailPanel } from './DetailPanel.tsx'
import { LevelSwitch } from './StageTools.tsx'

// wanted on every visit, but not before the first run has answered
const graph = import('../views/graph/GraphView.tsx')
const GraphView = lazy(async () => ({ default: (await graph).GraphView }))
const TableView = lazy(async () => ({ default: (await import('../views/table/TableView.tsx')).TableView }))
const MistakeBanner = lazy(async () => ({
  default: (await import('../views/predict/MistakeBanner.tsx')).MistakeBanner,
}))
const LessonStage = lazy(async () => ({ default: (await import('../views/lesson/LessonStage.tsx')).LessonStage }))
const MisfitPanel = lazy(async () => ({ default: (await import('../views/matrix/MisfitPanel.tsx')).MisfitPanel }))

/** The picture or the table, what can be done to it, and what is told below it. */
export function Walk() {
  const trace = useApp(traceOf)
  const cursor = useApp((state) => state.cursor.step)
  const hover = useApp((state) => state.hover)
  const hoverEntry = useApp((state) => state.hoverEntry)
  const entry = useApp((state) => (state.level === 'tensor' ? state.entry : null))
  const selected = useApp((state) => state.selected)
  const table = useApp((state) => state.panel === 'table')
  const sample = useApp((state) => state.sample)
  const lit = useApp((state) => state.lit)
  const open = useApp((state) => state.open)
  const editable = useApp((state) => isAllowed(state, 'numbers'))
  const planted = useApp((state) => state.mistake !== null)
  const inLesson = useApp((state) => state.lesson !== null)
  const running = useApp((state) => state.running)
  const error = useApp((state) => state.error)
  const press = useCallback((node: number) => goToNode(node), [])
  if (trace === null)
    return (
      <section className="walk waiting" aria-label="Graph">
        {error?.misfit !== undefined && (
          <Suspense fallback={null}>
            <MisfitPanel misfit={error.misfit} line={error.line} />
          </Suspense>
        )}
        <p>
          {running
            ? 'Running the program…'
            : error?.misfit !== undefined
              ? 'Nothing was computed before this line.'
              : 'Nothing is computed yet. Make tensors with torch.tensor(…), combine them, for example y = w * x, and call y.backward(); or choose an example above.'}
        </p>
      </section>
    )
  const graphView = (
    <GraphView
      trace={trace}
      cursor={cursor}
      hover={hover}
      hoverEntry={hoverEntry}
      entry={entry}
      selected={selected}
      lit={lit}
      sample={samplesIn(trace, sample).shown}
      open={open}
      editable={editable}
      onOpen={openGroup}
      onHover={setHover}
      onNode={press}
      onChain={select}
      onNumber={setNumber}
    />
  )
  return (
    <section className="walk" aria-label="Walk" aria-busy={running}>
      <div className="stage-tools">
        <div className="view-switch">
          <button type="button" aria-pressed={!table} onClick={() => setPanel('graph')}>
            Graph
          </button>
          <button type="button" aria-pressed={table} onClick={() => setPanel('table')}>
            Table
          </button>
        </div>
        {!table && <LevelSwitch />}
      </div>
      <div className="stage">
        <PanelBoundary name="The graph">
          {table ? (
            <Suspense fallback={null}>
              <TableView
                trace={trace}
                cursor={cursor}
                hover={hover}
                onHover={setHover}
                onNode={press}
                onStep={goToStep}
              />
            </Suspense>
          ) : (
            <Suspense fallback={null}>{inLesson ? <LessonStage>{graphView}</LessonStage> : graphView}</Suspense>
          )}
        </PanelBoundary>
        {planted && (
          <PanelBoundary name="What the mistake is">
            <Suspense fallback={null}>
              <MistakeBanner />
            </Suspense>
          </PanelBoundary>
        )}
      </div>
      <DetailPanel trace={trace} cursor={cursor} />
    </section>
  )
}
