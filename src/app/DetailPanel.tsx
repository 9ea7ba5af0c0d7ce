import { type ComponentType, lazy, Suspense, useDeferredValue, useMemo } from 'react'
import type { Trace } from '../core/trace.ts'
import { type Detail, detailNames } from '../scene/detail.ts'
import { chosenPlace } from '../scene/levels.ts'
import { isTraining } from '../state/passes.ts'
import { select, selectPlace, setHover, setLevel, setLit } from '../state/picture.ts'
import { setDetail, toggleChoosing } from '../state/screen.ts'
import { useApp } from '../state/useApp.ts'
import { goToNode } from '../state/walk.ts'
import { PanelBoundary } from '../views/controls/PanelBoundary.tsx'
import { FormulaView } from '../views/formula/FormulaView.tsx'

/** What every detail is told. */
interface DetailProps {
  readonly trace: Trace
  readonly cursor: number
}

function Formula({ trace, cursor }: DetailProps) {
  const selected = useApp((state) => state.selected)
  const hover = useApp((state) => state.hover)
  return (
    <FormulaView
      trace={trace}
      cursor={cursor}
      selected={selected}
      hover={hover}
      onHover={(node) => setHover(node)}
      onSelect={(node) => select(node)}
    />
  )
}

const MatrixPanel = lazy(async () => ({ default: (await import('../views/matrix/MatrixPanel.tsx')).MatrixPanel }))

const CheckPanel = lazy(async () => ({ default: (await import('../views/check/CheckPanel.tsx')).CheckPanel }))
const SymbolicPanel = lazy(async () => ({
  default: (await import('../views/symbolic/SymbolicPanel.tsx')).SymbolicPanel,
}))
const PathsPanel = lazy(async () => ({ default: (await import('../views/paths/PathsPanel.tsx')).PathsPanel }))
const PredictPanel = lazy(async () => ({ default: (await import('../views/predict/PredictPanel.tsx')).PredictPanel }))
const TrainingPanel = lazy(async () => ({
  default: (await import('../views/training/TrainingPanel.tsx')).TrainingPanel,
}))

function Matrices({ trace, cursor }: DetailProps) {
  const hover = useApp((state) => state.hover)
  const error = useApp((state) => state.error)
  const hoverEntry = useApp((state) => state.hoverEntry)
  return (
    <MatrixPanel
      trace={trace}
      cursor={cursor}
      error={error}
      hover={hover}
      hoverEntry={hoverEntry}
      onHover={setHover}
      onWires={setLit}
    />
  )
}

function Paths({ trace }: DetailProps) {
  const selected = useApp((state) => state.selected)
  const hover = useApp((state) => state.hover)
  return (
    <PathsPanel
      trace={trace}
      selected={selected}
      hover={hover}
      onHover={setHover}
      onSelect={select}
      onPath={setLit}
      onScalars={() => setLevel('scalar')}
    />
  )
}

function Symbolic({ trace }: DetailProps) {
  const control = useApp((state) => state.run?.control)
  const selected = useApp((state) => state.selected)
  const entry = useApp((state) => state.entry)
  const place = useMemo(
    () => (selected === null ? null : chosenPlace(trace, selected, entry)),
    [trace, selected, entry],
  )
  return (
    <SymbolicPanel
      trace={trace}
      place={place}
      onPlace={selectPlace}
      loops={control?.loops ?? false}
      branches={control?.branches ?? false}
    />
  )
}

function Check({ trace }: DetailProps) {
  const selected = useApp((state) => state.selected)
  const entry = useApp((state) => state.entry)
  return <CheckPanel trace={trace} selected={selected} entry={entry} onSelect={select} onNode={goToNode} />
}

/** The details below the picture: a tab and what it shows. All but the formula are fetched when they are first opened. */
const details: Readonly<Record<Detail, { readonly label: string; readonly Panel: ComponentType<DetailProps> }>> = {
  formula: { label: 'Formula', Panel: Formula },
  matrices: { label: 'Matrices', Panel: Matrices },
  paths: { label: 'Paths', Panel: Paths },
  check: { label: 'Check', Panel: Check },
  symbolic: { label: 'Symbolic', Panel: Symbolic },
  predict: { label: 'Predict', Panel: PredictPanel },
  training: { label: 'Training', Panel: TrainingPanel },
}

/** Opens the choice of how formulas are written. */
function NotationButton() {
  const choosing = useApp((state) => state.choosing)
  return (
    <button
      type="button"
      className="notation"
      aria-expanded={choosing}
      onClick={toggleChoosing}
      title="How formulas are written: lecture, PyTorch or textbook (N)"
    >
      Notation
    </button>
  )
}

/** The detail whose code is here: until that of the chosen one has been fetched, the one before. */
const useDetailShown = () => useDeferredValue(useApp((state) => state.detail))

/** What the chosen tab shows. */
export function DetailBody(props: DetailProps) {
  const detail = useDetailShown()
  const { label, Panel } = details[detail]
  return (
    <Suspense fallback={null}>
      <PanelBoundary key={detail} name={`The panel “${label}”`}>
        <Panel {...props} />
      </PanelBoundary>
    </Suspense>
  )
}

/** What is told about the step below the picture, with a tab for each way of telling it. */
export function DetailPanel(props: DetailProps) {
  const detail = useApp((state) => state.detail)
  const shown = useDetailShown()
  const trains = useApp((state) => isTraining(state.run) || (state.running && (state.going?.backwards ?? 0) > 1))
  const offered = detailNames.filter((name) => name !== 'training' || trains || detail === name)
  return (
    <section className="detail" aria-label="Details" data-detail={shown}>
      {offered.length > 1 && (
        <nav className="detail-tabs" aria-label="Details of the step">
          {offered.map((name) => (
            <button
              key={name}
              type="button"
              data-tab={name}
              aria-pressed={name === detail}
              onClick={() => setDetail(name)}
            >
              {details[name].label}
            </button>
          ))}
          <NotationButton />
        </nav>
      )}
      <DetailBody {...props} />
    </section>
  )
}
