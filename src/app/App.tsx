import { lazy, Suspense, useState } from 'react'
import { edgeOf, nodeOf } from '../core/trace.ts'
import type { Variable } from '../lang/run.ts'
import { phaseOf } from '../scene/ledger.ts'
import { isAllowed } from '../state/allowed.ts'
import { copyText } from '../state/clipboard.ts'
import { openPresenter } from '../state/open-presenter.ts'
import { redoChange, setSource, undoChange } from '../state/program.ts'
import { isLong } from '../state/running.ts'
import {
  setBlank,
  setConventions,
  setLetterKeys,
  setPanel,
  setPresent,
  showMisfit,
  toggleChoosing,
} from '../state/screen.ts'
import { type SharedLink, shareLink } from '../state/session.ts'
import { baseOf, traceOf } from '../state/shown.ts'
import type { Panel } from '../state/store.ts'
import { useApp } from '../state/useApp.ts'
import { LazyCodeEditor } from '../views/code/LazyCodeEditor.tsx'
import type { Sought } from '../views/code/linkedLine.ts'
import { lazyDialog } from '../views/controls/lazyDialog.tsx'
import { PanelBoundary } from '../views/controls/PanelBoundary.tsx'
import { toggleFullScreen } from './fullScreen.ts'
import { Header, ThemeChoice } from './Header.tsx'
import { bindings } from './keyboard.ts'
import { Notice } from './Notice.tsx'
import { Steps } from './Steps.tsx'
import { Walk } from './Walk.tsx'

const HelpDialog = lazyDialog('The help', async () => (await import('../views/controls/HelpDialog.tsx')).HelpDialog)
const ConventionsDialog = lazyDialog(
  'The choice of notation',
  async () => (await import('../views/conventions/ConventionsDialog.tsx')).ConventionsDialog,
)
const BeamDialog = lazyDialog('The QR code', async () => (await import('../views/share/BeamDialog.tsx')).BeamDialog)
const ShareDialog = lazyDialog('The link', async () => (await import('../views/share/ShareDialog.tsx')).ShareDialog)

const ContentsDialog = lazyDialog(
  'The table of contents',
  async () => (await import('../views/lesson/ContentsDialog.tsx')).ContentsDialog,
)
const Output = lazy(async () => ({ default: (await import('../views/output/Output.tsx')).Output }))
const Lecture = lazy(async () => ({ default: (await import('./Lecture.tsx')).Lecture }))
const LessonPanel = lazy(async () => ({ default: (await import('../views/lesson/LessonPanel.tsx')).LessonPanel }))

const panels: readonly (readonly [Panel, string])[] = [
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
  const inLesson = useApp((state) => state.lesson !== null)
  const contents = useApp((state) => state.contents)
  const arrangement = useApp((state) => state.arrangement)
  const beaming = useApp((state) => state.beaming)
  const [aside, setAside] = useState<'text' | 'program'>('text')
  const letterKeys = useApp((state) => state.letterKeys)
  const [shared, setShared] = useState<SharedLink | null>(null)
  const [help, setHelp] = useState(false)
  return (
    <div
      className="app"
      data-present={present}
      data-panel={panel}
      data-mode={mode}
      data-lesson={inLesson}
      data-hide={arrangement.hide.join(' ')}
      data-aside={aside}
    >
      {!present && <Header onShare={() => void shareLink().then(setShared)} onHelp={() => setHelp(true)} />}
      <Notice />
      {present ? (
        <PanelBoundary name="The lecture">
          <Suspense fallback={null}>
            <Lecture onFullScreen={toggleFullScreen} />
          </Suspense>
        </PanelBoundary>
      ) : (
        <>
          <main>
            {inLesson && (
              <PanelBoundary name="The lesson">
                <Suspense fallback={null}>
                  <LessonPanel onProgram={() => setAside('program')} />
                </Suspense>
              </PanelBoundary>
            )}
            <Program onText={inLesson ? () => setAside('text') : null} />
            <Walk />
          </main>
          <nav className="panels" aria-label="Panels">
            {panels.map(([id, label]) => (
              <button key={id} type="button" data-to={id} aria-pressed={panel === id} onClick={() => setPanel(id)}>
                {label}
              </button>
            ))}
          </nav>
          <PanelBoundary name="The step bar">
            <Steps />
          </PanelBoundary>
        </>
      )}
      {shared !== null && (
        <ShareDialog
          open
          onClose={() => setShared(null)}
          url={shared.url}
          note={shared.note}
          arrangement={arrangement}
          inLesson={inLesson}
          copy={copyText}
        />
      )}
      <BeamDialog open={beaming} />
      <ContentsDialog open={contents} />
      <Conventions />
      <HelpDialog
        open={help}
        lines={bindings}
        letterKeys={letterKeys}
        onLetterKeys={setLetterKeys}
        onClose={() => setHelp(false)}
      >
        <button type="button" className="button" onClick={openPresenter}>
          Presenter window
        </button>
        <div className="narrow-only">
          <ThemeChoice />
          <button type="button" className="button" onClick={() => setPresent(true)}>
            Present
          </button>
        </div>
      </HelpDialog>
      {blank && (
        <button type="button" className="blank" onClick={() => setBlank(false)}>
          The screen is blank. Any step, or B, brings it back.
        </button>
      )}
    </div>
  )
}

function Conventions() {
  const open = useApp((state) => state.choosing)
  const trace = useApp(baseOf)
  const source = useApp((state) => state.source)
  const conventions = useApp((state) => state.conventions)
  const writes = useApp((state) => isAllowed(state, 'text'))
  return (
    <ConventionsDialog
      open={open}
      trace={trace}
      source={source}
      conventions={conventions}
      onConventions={setConventions}
      onSource={writes ? setSource : null}
      onClose={toggleChoosing}
    />
  )
}

function Program({ onText }: { readonly onText: (() => void) | null }) {
  const source = useApp((state) => state.source)
  const error = useApp((state) => state.error)
  const printed = useApp((state) => state.prints)
  // what a program prints while it runs is shown as it comes
  const going = useApp((state) => (state.running && state.going?.prints.length ? state.going : null))
  const prints = going?.prints ?? printed
  const former = useApp((state) => state.running && isLong(state.going) && state.going?.prints.length === 0)
  // why the last program ended says nothing of one that runs now
  const over = useApp((state) => !state.running || state.going === null)
  const [caret, setCaret] = useState<number | null>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const [sought, setSought] = useState<Sought | null>(null)
  // a line of the text is a line of the program that printed only while both are the same
  const linked = useApp((state) => !state.running)
  const stale = useApp((state) => state.error !== null && state.run !== null && state.run.error !== state.error)
  const variables = useApp((state) => state.run?.variables ?? noVariables)
  const trace = useApp(traceOf)
  const cursor = useApp((state) => state.cursor.step)
  const fresh = useApp((state) => state.run?.source === state.source)
  const readOnly = useApp((state) => !isAllowed(state, 'text'))
  const step = trace?.steps[cursor - 1]
  const node = step === undefined ? null : (edgeOf(step)?.user ?? nodeOf(step))
  const at = step?.kind === 'update' ? step.update.at : node === null ? undefined : trace?.graph.nodes[node]?.line
  const line = fresh ? (at ?? null) : null
  const walk = step === undefined ? null : phaseOf(step)
  const phase = walk === 'tangent' ? 'forward' : walk === 'update' ? 'backward' : walk
  return (
    <section className="program" aria-label="Program">
      {onText !== null && (
        <button type="button" className="button back-to-text" onClick={onText}>
          Back to the text
        </button>
      )}
      <PanelBoundary name="The editor">
        <LazyCodeEditor
          source={source}
          readOnly={readOnly}
          onChange={(text) => setSource(text, 'typing')}
          diagnostic={error}
          onShapes={showMisfit}
          currentLine={line}
          phase={phase}
          onUndo={undoChange}
          onRedo={redoChange}
          onLeave={focusNext}
          variables={variables}
          linkedLine={linked ? pointed : null}
          soughtLine={sought}
          onCaretLine={setCaret}
        />
      </PanelBoundary>
      <PanelBoundary name="The output">
        <Suspense fallback={<section className="console" aria-label="Output" />}>
          <Output
            source={source}
            prints={prints}
            count={prints.length}
            growing={going !== null}
            former={former}
            error={over ? error : null}
            stale={stale}
            onShapes={showMisfit}
            lit={linked ? (pointed ?? caret) : null}
            onPoint={setPointed}
            onLine={(line) => setSought({ line })}
          />
        </Suspense>
      </PanelBoundary>
    </section>
  )
}

const noVariables: readonly Variable[] = []

const focusNext = (): void => document.querySelector<HTMLButtonElement>('.next')?.focus()
