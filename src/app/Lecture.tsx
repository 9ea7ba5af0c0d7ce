import { lazy, Suspense, useMemo } from 'react'
import type { Trace } from '../core/trace.ts'
import type { Scope } from '../lessons/figures.ts'
import { phaseOf } from '../scene/ledger.ts'
import { plainSentence } from '../scene/sentence.ts'
import { stepTold, toldCard, toldSentence } from '../scene/slow.ts'
import { select, setHover } from '../state/picture.ts'
import { restore } from '../state/program.ts'
import { isSlow, partOf, traceBefore, traceOf } from '../state/shown.ts'
import type { State } from '../state/store.ts'
import { answerQuestion } from '../state/teacher.ts'
import { useApp } from '../state/useApp.ts'
import { goToNode } from '../state/walk.ts'
import { PanelBoundary } from '../views/controls/PanelBoundary.tsx'
import { RunningLine } from '../views/controls/RunningLine.tsx'
import { Sentence } from '../views/controls/Sentence.tsx'
import { Spoken } from '../views/controls/Spoken.tsx'
import { FormulaRows } from '../views/formula/FormulaRows.tsx'
import { LadderPanel } from '../views/formula/LadderPanel.tsx'
import { LectureTools } from '../views/lecture/LectureTools.tsx'
import { Spotlight } from '../views/lecture/Spotlight.tsx'
import { LessonStage } from '../views/lesson/LessonStage.tsx'
import { ProseView } from '../views/lesson/ProseView.tsx'
import { QuestionView } from '../views/lesson/QuestionView.tsx'
import { SlideNoteView } from '../views/lesson/SlideNoteView.tsx'
import { type Shown, useBeat } from '../views/lesson/useBeat.ts'
import { StepMarks } from '../views/timeline/StepBar.tsx'
import { DetailBody } from './DetailPanel.tsx'
import { Graph } from './Graph.tsx'
import { LevelSwitch } from './StageTools.tsx'
import '../views/lecture/lecture.css'

const MistakeBanner = lazy(async () => ({
  default: (await import('../views/predict/MistakeBanner.tsx')).MistakeBanner,
}))

/** Below the picture: nothing while the question of the beat is asked, its choices and its answer, what the slide says, another way of telling the step, or its formula. */
type Below = 'asked' | 'question' | 'slide' | 'panel' | 'ladder' | 'formula' | 'nothing'

function belowOf(state: State, shown: Shown, trace: Trace): Below {
  const { beat } = shown.here ?? {}
  if (beat?.question !== undefined && (shown.standing?.stop ?? 0) <= 2) return shown.reveal === 0 ? 'asked' : 'question'
  if (shown.slide) return 'slide'
  if (beat?.show?.board !== undefined || (beat?.show?.plot !== undefined && !beat.show.plot.beside)) return 'nothing'
  if (state.detail !== 'formula') return 'panel'
  const backward = trace.steps.some(({ kind }) => kind === 'seed')
  // a derivative that the lecturer asked for; the one that the beat selects is lit in the picture, and comes step by step
  return state.selected !== null && beat?.show?.select === undefined && backward ? 'ladder' : 'formula'
}

/** What is projected: the sentence of the beat, the picture, one formula or the question, the sentence of the step. All else is gone. */
export function Lecture({ onFullScreen }: { readonly onFullScreen: () => void }) {
  const trace = useApp(traceOf)
  const cursor = useApp((state) => state.cursor.step)
  const running = useApp((state) => state.running)
  const shown = useBeat()
  const { standing } = shown
  const below = useApp((state) => (trace === null ? 'nothing' : belowOf(state, shown, trace)))
  const stale = useApp((state) => state.error !== null && state.run !== null && state.run.error === null)
  const planted = useApp((state) => state.mistake !== null)
  const spotlight = useApp((state) => state.spotlight)
  return (
    <main
      className="lecture"
      data-at={standing === null ? undefined : `${standing.lesson} ${standing.beat} ${standing.stop}`}
      data-below={below}
      data-slow={useApp(isSlow)}
      aria-busy={running}
    >
      <LectureTitle shown={shown} asking={below === 'asked' || below === 'question'} />
      <section className="lecture-stage" aria-label="Picture">
        {trace === null && (
          <p className="lecture-empty" role="status">
            {running ? 'Running the program…' : 'The program has nothing to show yet. Leave with P, and mend it.'}
          </p>
        )}
        {stale && (
          <p className="lecture-stale" role="status">
            The program stops with an error; this is what it showed before.
          </p>
        )}
        {trace !== null && (
          <PanelBoundary name="The picture">
            <LessonStage>
              <Graph trace={trace} projected />
            </LessonStage>
          </PanelBoundary>
        )}
      </section>
      {planted && (
        <Suspense fallback={null}>
          <MistakeBanner />
        </Suspense>
      )}
      {trace !== null && below !== 'nothing' && below !== 'asked' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className="lecture-below" aria-label="Explanation" tabIndex={0}>
          <PanelBoundary key={below} name="The explanation">
            <Suspense fallback={null}>
              <Explanation below={below} shown={shown} trace={trace} />
            </Suspense>
          </PanelBoundary>
        </section>
      )}
      {trace !== null && (
        <LectureFoot trace={trace} told={below === 'formula' || below === 'panel' || below === 'ladder'} />
      )}
      <LectureTools onFullScreen={onFullScreen} position={[cursor, trace?.steps.length ?? 0]}>
        <LevelSwitch />
      </LectureTools>
      {spotlight && <Spotlight />}
      <RunningLine />
    </main>
  )
}

/** The beats of the lesson as a line, and the one sentence of this beat, or its question; without a lesson, the title of the program. */
function LectureTitle({ shown: { here, passes }, asking }: { readonly shown: Shown; readonly asking: boolean }) {
  const source = useApp((state) => state.source)
  const scope = useMemo((): Scope => ({ passes, pass: here?.beat.pass ?? 0 }), [passes, here])
  if (here === null) {
    const [first = ''] = source.split('\n', 1)
    return <header className="lecture-head">{first.startsWith('#') && <h1>{first.replace(/^#+\s*/, '')}</h1>}</header>
  }
  const { lesson, beat } = here
  const number = lesson.beats.indexOf(beat)
  return (
    <header className="lecture-head">
      <div className="lecture-beats" role="img" aria-label={`Beat ${number + 1} of ${lesson.beats.length}`}>
        {lesson.beats.map(({ id }, i) => (
          <i key={id} data-state={i < number ? 'before' : i === number ? 'now' : 'ahead'} />
        ))}
      </div>
      <h1 aria-live="polite">
        <ProseView prose={asking ? (beat.question?.ask ?? beat.title) : beat.title} scope={scope} />
      </h1>
    </header>
  )
}

interface ExplanationProps {
  readonly below: Exclude<Below, 'nothing' | 'asked'>
  readonly shown: Shown
  readonly trace: Trace
}

function Explanation({ below, shown: { standing, here, passes, reveal }, trace }: ExplanationProps) {
  const selected = useApp((state) => state.selected)
  const hover = useApp((state) => state.hover)
  const cursor = useApp((state) => state.cursor.step)
  const scope = useMemo((): Scope => ({ passes, pass: here?.beat.pass ?? 0 }), [passes, here])
  switch (below) {
    case 'question': {
      if (here?.beat.question === undefined) return null
      const { lesson, beat } = here
      const { question } = here.beat
      return (
        <QuestionView
          key={beat.id}
          question={question}
          titled
          scope={scope}
          name={`${lesson.id} ${beat.id}`}
          reveal={reveal}
          chosen={standing?.chosen ?? null}
          urged={0}
          onAnswer={answerQuestion}
          onRestore={restore}
        />
      )
    }
    case 'slide':
      return here?.beat.slide === undefined ? null : <SlideNoteView note={here.beat.slide} scope={scope} />
    case 'panel':
      return <DetailBody trace={trace} cursor={cursor} />
    case 'ladder':
      return selected === null ? null : (
        <LadderPanel trace={trace} node={selected} hover={hover} onHover={setHover} onSelect={select} />
      )
    case 'formula':
      return <LectureFormula trace={trace} />
  }
}

/** The formula of the step: in slow motion only that of its newest part. */
function LectureFormula({ trace }: { readonly trace: Trace }) {
  const cursor = useApp((state) => state.cursor.step)
  const part = useApp((state) => partOf(state))
  const slow = useApp(isSlow)
  const hover = useApp((state) => state.hover)
  const card = useMemo(() => toldCard(trace, { cursor, part, slow }), [trace, cursor, part, slow])
  return (
    <div className="lecture-formula">
      <FormulaRows rows={card.rows} hover={hover} onHover={setHover} onNode={select} />
      {card.note !== null && cursor > 0 && <p className="note">{card.note}</p>}
    </div>
  )
}

/** The sentence of the step, and how far the walk has come. */
function LectureFoot({ trace, told }: { readonly trace: Trace; readonly told: boolean }) {
  const cursor = useApp((state) => state.cursor.step)
  const part = useApp((state) => partOf(state))
  const slow = useApp(isSlow)
  const before = useApp(traceBefore)
  const playing = useApp((state) => state.playing)
  const pieces = useMemo(() => toldSentence(trace, { cursor, part, slow }, before), [trace, cursor, part, slow, before])
  const step = stepTold(trace, { cursor, part, slow })
  return (
    <footer className="lecture-foot">
      {told && (
        <Sentence
          phase={step === undefined ? null : phaseOf(step)}
          pieces={pieces}
          onHover={setHover}
          onNode={goToNode}
        />
      )}
      <Spoken sentence={told ? plainSentence(pieces) : ''} playing={playing} />
      <div className="lecture-steps">
        <StepMarks trace={trace} cursor={cursor} />
      </div>
    </footer>
  )
}
