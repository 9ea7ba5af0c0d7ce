import { type PointerEvent, useEffect, useMemo, useRef } from 'react'
import type { Scope } from '../../lessons/figures.ts'
import { isUnknown, plainProse } from '../../lessons/plain-prose.ts'
import { nodeAt } from '../../scene/levels.ts'
import { isAllowed } from '../../state/allowed.ts'
import { openPresenter } from '../../state/open-presenter.ts'
import { setHover } from '../../state/picture.ts'
import { restore } from '../../state/program.ts'
import { toggleContents } from '../../state/screen.ts'
import { traceOf } from '../../state/shown.ts'
import { answerQuestion, leaveLesson, openLesson, ownProgram } from '../../state/teacher.ts'
import { useApp } from '../../state/useApp.ts'
import { ProseView } from './ProseView.tsx'
import { QuestionView } from './QuestionView.tsx'
import { SlideNoteView } from './SlideNoteView.tsx'
import { useBeat } from './useBeat.ts'
import './lesson.css'

/** The beat where the reader stands: what is said about this moment, its question, and where the slide says otherwise. */
export function LessonPanel({ onProgram }: { readonly onProgram: () => void }) {
  const { standing, here, passes, reveal } = useBeat()
  const changed = useApp((state) => state.source !== ownProgram(state))
  const trace = useApp(traceOf)
  const broken = useApp((state) => state.error !== null)
  const urged = useApp((state) => state.urged)
  const browses = useApp((state) => isAllowed(state, 'contents'))
  const leaves = useApp((state) => isAllowed(state, 'walking'))
  const reads = useApp((state) => isAllowed(state, 'program'))
  const place = useRef<HTMLElement>(null)
  const beatId = standing?.beat
  useEffect(() => {
    if (beatId !== undefined) place.current?.scrollTo({ top: 0 })
  }, [beatId])
  const pass = here?.beat.pass ?? 0
  const scope = useMemo((): Scope => ({ passes, pass }), [passes, pass])
  if (standing === null || here === null) return null
  const { lesson, beat } = here
  const number = lesson.beats.indexOf(beat)
  /** Formulas of the text name tensors; the picture may show what these are made of. */
  const point = ({ target }: PointerEvent): void => {
    const node = target instanceof Element ? target.closest('[data-node]')?.getAttribute('data-node') : null
    const found = node == null || trace === null ? null : nodeAt(trace, { node: Number(node), entry: null })
    setHover(found?.node ?? null)
  }
  return (
    <section
      ref={place}
      className="lesson"
      aria-label="Lesson"
      data-at={`${lesson.id} ${beat.id} ${standing.stop}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      onPointerOver={point}
      onPointerLeave={() => setHover(null)}
    >
      <div className="lesson-head">
        {browses ? (
          <button type="button" className="lesson-name" onClick={toggleContents} title="All lessons (C)">
            {lesson.title}
          </button>
        ) : (
          <span className="lesson-name">{lesson.title}</span>
        )}
        {reads && (
          <button type="button" className="button quiet" onClick={onProgram}>
            Program
          </button>
        )}
        <button
          type="button"
          className="button quiet"
          onClick={openPresenter}
          aria-label="Presenter window"
          title="A second window for the lecturer: notes, answer, clock (S)"
        >
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor">
            <path d="M1.5 2.5h9v6h-9zM5.5 8.5v5h9v-7h-4" strokeWidth="1.5" />
          </svg>
        </button>
        {leaves && (
          <button
            type="button"
            className="button quiet"
            onClick={leaveLesson}
            aria-label="Leave the lesson"
            title="Leave the lesson; the program stays"
          >
            ✕
          </button>
        )}
      </div>
      <nav className="beats" aria-label="Beats of the lesson">
        {lesson.beats.map(({ id }, i) => (
          <button
            key={id}
            type="button"
            aria-label={`Beat ${i + 1} of ${lesson.beats.length}`}
            aria-current={i === number ? 'step' : undefined}
            data-before={i < number}
            onClick={() => openLesson(lesson.id, id)}
          />
        ))}
      </nav>
      <h2 aria-live="polite">
        <ProseView prose={beat.title} scope={scope} />
      </h2>
      {changed && (
        <p className="yours" role="status">
          {yoursText(
            broken,
            [beat.title, ...beat.text].some((prose) => isUnknown(prose, scope)),
          )}{' '}
          <button type="button" className="button" onClick={restore} title="The lesson’s own numbers again (R)">
            Restore
          </button>
        </p>
      )}
      <div className="lesson-text">
        {beat.text.map((paragraph, i) => (
          <p key={i}>
            <ProseView prose={paragraph} scope={scope} />
          </p>
        ))}
      </div>
      {beat.question !== undefined && (
        <QuestionView
          key={beat.id}
          question={beat.question}
          titled={plainProse(beat.title, scope) === plainProse(beat.question.ask, scope)}
          scope={scope}
          name={`${lesson.id} ${beat.id}`}
          reveal={reveal}
          chosen={standing.chosen}
          urged={urged}
          onAnswer={answerQuestion}
          onRestore={restore}
        />
      )}
      {beat.slide !== undefined && reveal === 2 && <SlideNoteView note={beat.slide} scope={scope} />}
    </section>
  )
}

/** What the reader's own program means for the text. */
function yoursText(broken: boolean, unknown: boolean): string {
  if (broken) return 'The program is yours now and does not run to its end.'
  return unknown
    ? 'Your program no longer has what this text is about; what is missing is a question mark.'
    : 'You changed the program: the numbers in this text are now yours.'
}
