import { lazy, memo, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type Level, levels } from '../core/levels/magnify.ts'
import { edgeOf, nodeOf } from '../core/trace.ts'
import { foldedGroups, groupsOf, mostDrawn } from '../scene/fold.ts'
import { phaseOf } from '../scene/ledger.ts'
import { atLevel } from '../scene/levels.ts'
import { samplesIn } from '../scene/samples.ts'
import { plainSentence, sentenceAt } from '../scene/sentence.ts'
import { plainName, symbolsOf } from '../scene/symbols.ts'
import { copyText } from '../state/clipboard.ts'
import { type SharedLink, shareLink } from '../state/session.ts'
import * as act from '../state/store.ts'
import { useApp } from '../state/useApp.ts'
import { LazyCodeEditor } from '../views/code/LazyCodeEditor.tsx'
import { Console } from '../views/controls/Console.tsx'
import { lazyDialog } from '../views/controls/lazyDialog.tsx'
import { PanelBoundary } from '../views/controls/PanelBoundary.tsx'
import { Sentence } from '../views/controls/Sentence.tsx'
import { StepBar } from '../views/timeline/StepBar.tsx'
import { DetailPanel } from './DetailPanel.tsx'
import { Header, ThemeChoice } from './Header.tsx'
import { bindings } from './keyboard.ts'
import { Notice } from './Notice.tsx'

// wanted on every visit, but not before the first run has answered
const graph = import('../views/graph/GraphView.tsx')
const GraphView = lazy(async () => ({ default: (await graph).GraphView }))
const HelpDialog = lazyDialog('The help', async () => (await import('../views/controls/HelpDialog.tsx')).HelpDialog)
const TableView = lazy(async () => ({ default: (await import('../views/table/TableView.tsx')).TableView }))
const MistakeBanner = lazy(async () => ({
  default: (await import('../views/predict/MistakeBanner.tsx')).MistakeBanner,
}))
const ConventionsDialog = lazyDialog(
  'The choice of notation',
  async () => (await import('../views/conventions/ConventionsDialog.tsx')).ConventionsDialog,
)
const MisfitPanel = lazy(async () => ({ default: (await import('../views/matrix/MisfitPanel.tsx')).MisfitPanel }))
const ShareDialog = lazyDialog('The link', async () => (await import('../views/share/ShareDialog.tsx')).ShareDialog)

const panels: readonly (readonly [act.Panel, string])[] = [
  ['program', 'Program'],
  ['graph', 'Graph'],
  ['formula', 'Formula'],
  ['table', 'Table'],
]

/** The page: program, graph, formula, sentence, steps. Everything it shows follows one cursor. */
export function App() {
  const present = useApp((state) => state.present)
  const mode = useApp((state) => (state.moving === null ? 'reverse' : 'forward'))
  const panel = useApp((state) => state.panel)
  const blank = useApp((state) => state.blank)
  const letterKeys = useApp((state) => state.letterKeys)
  const [shared, setShared] = useState<SharedLink | null>(null)
  const [help, setHelp] = useState(false)
  return (
    <div className="app" data-present={present} data-panel={panel} data-mode={mode}>
      {present ? (
        <button
          type="button"
          className="button quiet leave-present"
          onClick={() => act.setPresent(false)}
          title="Leave presenting (P)"
        >
          Leave
        </button>
      ) : (
        <Header onShare={() => void shareLink().then(setShared)} onHelp={() => setHelp(true)} />
      )}
      <Notice />
      <main>
        <Program />
        <Walk />
      </main>
      {!present && (
        <nav className="panels" aria-label="Panels">
          {panels.map(([id, label]) => (
            <button key={id} type="button" aria-pressed={panel === id} onClick={() => act.setPanel(id)}>
              {label}
            </button>
          ))}
        </nav>
      )}
      <PanelBoundary name="The step bar">
        <Steps />
      </PanelBoundary>
      {shared !== null && (
        <ShareDialog
          open
          onClose={() => setShared(null)}
          url={shared.url}
          characters={shared.characters}
          note={shared.note}
          copy={copyText}
        />
      )}
      <Conventions />
      <HelpDialog
        open={help}
        lines={bindings}
        letterKeys={letterKeys}
        onLetterKeys={act.setLetterKeys}
        onClose={() => setHelp(false)}
      >
        <div className="narrow-only">
          <ThemeChoice />
          <button type="button" className="button" onClick={() => act.setPresent(true)}>
            Present
          </button>
        </div>
      </HelpDialog>
      {blank && (
        <button type="button" className="blank" onClick={() => act.setBlank(false)}>
          The screen is blank. Any step, or B, brings it back.
        </button>
      )}
    </div>
  )
}

function Conventions() {
  const open = useApp((state) => state.choosing)
  const trace = useApp(act.baseOf)
  const source = useApp((state) => state.source)
  const conventions = useApp((state) => state.conventions)
  return (
    <ConventionsDialog
      open={open}
      trace={trace}
      source={source}
      conventions={conventions}
      onConventions={act.setConventions}
      onSource={act.setSource}
      onClose={act.toggleChoosing}
    />
  )
}

function Program() {
  const source = useApp((state) => state.source)
  const error = useApp((state) => state.error)
  const stdout = useApp((state) => state.stdout)
  const stale = useApp((state) => state.error !== null && state.run !== null && state.run.error === null)
  const trace = useApp(act.traceOf)
  const cursor = useApp((state) => state.cursor.step)
  const fresh = useApp((state) => state.run?.source === state.source)
  const step = trace?.steps[cursor - 1]
  const node = step === undefined ? null : (edgeOf(step)?.user ?? nodeOf(step))
  const line = node === null || !fresh ? null : (trace?.graph.nodes[node]?.line ?? null)
  const walk = step === undefined ? null : phaseOf(step)
  const phase = walk === 'tangent' ? 'forward' : walk
  return (
    <section className="program" aria-label="Program">
      <PanelBoundary name="The editor">
        <LazyCodeEditor
          source={source}
          onChange={(text) => act.setSource(text, 'typing')}
          diagnostic={error}
          onShapes={act.showMisfit}
          currentLine={line}
          phase={phase}
          onUndo={act.undoChange}
          onRedo={act.redoChange}
          onLeave={focusNext}
        />
      </PanelBoundary>
      <Console stdout={stdout} error={error} stale={stale} onShapes={act.showMisfit} />
    </section>
  )
}

const focusNext = (): void => document.querySelector<HTMLButtonElement>('.next')?.focus()

function Walk() {
  const trace = useApp(act.traceOf)
  const cursor = useApp((state) => state.cursor.step)
  const hover = useApp((state) => state.hover)
  const hoverEntry = useApp((state) => state.hoverEntry)
  const entry = useApp((state) => (state.level === 'tensor' ? state.entry : null))
  const selected = useApp((state) => state.selected)
  const table = useApp((state) => state.panel === 'table')
  const sample = useApp((state) => state.sample)
  const lit = useApp((state) => state.lit)
  const open = useApp((state) => state.open)
  const planted = useApp((state) => state.mistake !== null)
  const running = useApp((state) => state.running)
  const error = useApp((state) => state.error)
  const press = useCallback((node: number) => act.goToNode(node), [])
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
  return (
    <section className="walk" aria-label="Walk">
      <div className="stage-tools">
        <div className="view-switch">
          <button type="button" aria-pressed={!table} onClick={() => act.setPanel('graph')}>
            Graph
          </button>
          <button type="button" aria-pressed={table} onClick={() => act.setPanel('table')}>
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
                onHover={act.setHover}
                onNode={press}
                onStep={act.goToStep}
              />
            </Suspense>
          ) : (
            <Suspense fallback={null}>
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
                onOpen={act.openGroup}
                onHover={act.setHover}
                onNode={press}
                onChain={act.select}
                onNumber={act.setNumber}
              />
            </Suspense>
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

const levelNames: Readonly<Record<Level, readonly [string, string]>> = {
  tensor: ['Tensors', 'As the program says it: whole vectors and matrices'],
  neuron: ['Neurons', 'A weighted sum and an activation for every unit, the weights on the wires'],
  scalar: ['Scalars', 'Every product and every sum of numbers'],
}

/** How finely the run is shown. */
const LevelSwitch = memo(function LevelSwitch() {
  const level = useApp((state) => state.level)
  const base = useApp(act.baseOf)
  const possible = levels.filter((each) => base !== null && atLevel(base, each) !== null)
  const shown = possible.includes(level) ? level : 'tensor'
  return (
    <fieldset className="level-switch" aria-label="Magnification">
      {levels.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === shown}
          disabled={!possible.includes(each)}
          title={possible.includes(each) ? `${levelNames[each][1]} (L)` : missing[each]}
          onClick={() => act.setLevel(each)}
        >
          {levelNames[each][0]}
        </button>
      ))}
      <SampleChoice />
      <FoldButton />
      <ModeChoice />
    </fieldset>
  )
})

const mostChoices = 60

/** Reverse mode, or forward mode from one number of the program. */
function ModeChoice() {
  const base = useApp(act.baseOf)
  const moving = useApp((state) => state.moving)
  if (base === null) return null
  const symbols = symbolsOf(base.graph)
  const choices = base.graph.nodes.flatMap((leaf, node) =>
    leaf.kind === 'leaf' && leaf.requiresGrad
      ? Array.from(leaf.value.data, (_, entry) => ({
          key: `${node}:${entry}`,
          name:
            plainName(symbols, node) + (leaf.value.shape.length === 0 ? '' : `[${entryText(leaf.value.shape, entry)}]`),
        }))
      : [],
  )
  if (choices.length === 0) return null
  return (
    <select
      aria-label="Mode"
      value={moving === null ? '' : `${moving.node}:${moving.entry}`}
      onChange={({ target }) => {
        const [node, entry] = target.value.split(':').map(Number)
        act.setMoving(node === undefined || entry === undefined ? null : { node, entry })
      }}
    >
      <option value="">Reverse mode</option>
      {choices.slice(0, mostChoices).map(({ key, name }) => (
        <option key={key} value={key}>{`Forward from ${name}`}</option>
      ))}
    </select>
  )
}

const entryText = (shape: readonly number[], entry: number): string =>
  shape.map((size, axis) => Math.floor(entry / shape.slice(axis + 1).reduce((p, q) => p * q, 1)) % size).join(',')

/** Folds the picture into a box for each tensor or round; a click on a box opens it alone. */
function FoldButton() {
  const trace = useApp(act.traceOf)
  const open = useApp((state) => state.open)
  if (trace === null || groupsOf(trace).length === 0) return null
  const folded = foldedGroups(trace, open)
  const some = folded.length > 0
  const unfolds = some && trace.graph.nodes.length <= mostDrawn
  if (some && !unfolds && folded.length === groupsOf(trace).length) return null
  return (
    <button
      type="button"
      className="fold"
      onClick={() => act.setFolded(!unfolds)}
      title={unfolds ? 'Show every number' : 'One box for each tensor; a click opens it alone'}
    >
      {unfolds ? 'Unfold' : 'Fold'}
    </button>
  )
}

/** Which sample of a batch is shown, where several stand side by side. */
function SampleChoice() {
  const trace = useApp(act.traceOf)
  const sample = useApp((state) => state.sample)
  const { count, shown } = trace === null ? { count: 1, shown: null } : samplesIn(trace, sample)
  if (count === 1) return null
  return (
    <select
      aria-label="Sample"
      value={shown ?? 'all'}
      onChange={({ target }) => act.setSample(target.value === 'all' ? 'all' : Number(target.value))}
    >
      <option value="all">{`All ${count} samples`}</option>
      {Array.from({ length: count }, (_, i) => (
        <option key={i} value={i}>{`Sample ${i + 1} of ${count}`}</option>
      ))}
    </select>
  )
}

const missing: Readonly<Record<Level, string>> = {
  tensor: '',
  neuron: 'This program has no layers: no matrix of parameters multiplies anything',
  scalar: 'Written out, this program would have more than 20,000 numbers',
}

function Steps() {
  const trace = useApp(act.traceOf)
  const cursor = useApp((state) => state.cursor)
  const playing = useApp((state) => state.playing)
  const speed = useApp((state) => state.speed)
  const episodes = useApp((state) => state.run?.episodes.length ?? 0)
  const atEnd = useApp(act.isAtEnd)
  const before = useApp(act.traceBefore)
  const pieces = useMemo(
    () => (trace === null ? [] : sentenceAt(trace, cursor.step, before)),
    [trace, cursor.step, before],
  )
  const step = trace?.steps[cursor.step - 1]
  const phase = step === undefined ? null : phaseOf(step)
  if (trace === null) return <footer className="steps" />
  return (
    <footer className="steps">
      <Sentence phase={phase} pieces={pieces} onHover={act.setHover} onNode={act.goToNode} />
      <Spoken sentence={plainSentence(pieces)} playing={playing} />
      <StepBar
        trace={trace}
        cursor={cursor.step}
        playing={playing}
        speed={speed}
        episode={cursor.episode}
        episodes={episodes}
        atEnd={atEnd}
        onStep={(by) => act.step(by < 0 ? -1 : 1)}
        onGo={act.goToStep}
        onNextNode={act.nextNode}
        onPhaseEnd={act.phaseEnd}
        onFirst={act.first}
        onLast={act.last}
        onPlay={() => act.setPlaying(!playing)}
        onSpeed={act.setSpeed}
        onEpisode={(episode) => act.goTo({ episode, step: 0 })}
      />
    </footer>
  )
}

const quietWhilePlaying = 5000

/** The sentence for screen readers: every one while stepping by hand, at most one in five seconds while playing. */
function Spoken({ sentence, playing }: { readonly sentence: string; readonly playing: boolean }) {
  const place = useRef<HTMLParagraphElement>(null)
  const last = useRef(0)
  // written past React: a render of its own for every step would pile up under a key that is held down
  useEffect(() => {
    if (place.current === null || (playing && Date.now() - last.current < quietWhilePlaying)) return
    place.current.textContent = sentence
    last.current = Date.now()
  }, [sentence, playing])
  return <p className="spoken" aria-live="polite" ref={place} />
}
