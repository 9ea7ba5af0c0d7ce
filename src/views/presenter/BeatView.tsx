import { useEffect, useRef } from 'react'
import type { Scope } from '../../lessons/figures.ts'
import type { Beat, Lesson } from '../../lessons/lesson.ts'
import { plainProse } from '../../lessons/plain-prose.ts'
import type { State } from '../../state/store.ts'
import { revealOf } from '../../state/teacher.ts'
import { ProseView } from '../lesson/ProseView.tsx'
import { AnswerView } from './AnswerView.tsx'

/** A beat as the lecturer needs it: what is projected, what to say, the answer before the room has it, and what students read. */
export function BeatView({
  lesson,
  beat,
  scope,
  state,
}: {
  readonly lesson: Lesson
  readonly beat: Beat
  readonly scope: Scope
  readonly state: State
}) {
  const place = useRef<HTMLElement>(null)
  const at = `${lesson.id} ${beat.id}`
  useEffect(() => {
    // where there is little room the text scrolls together with all the rest
    if (at !== '') for (const box of [place.current, place.current?.closest('main')]) box?.scrollTo({ top: 0 })
  }, [at])
  const { question, note, slide } = beat
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="presenter-beat" aria-label="The beat" ref={place} tabIndex={0}>
      <h2 className="title" aria-live="polite">
        <ProseView prose={beat.title} scope={scope} />
      </h2>
      {note !== undefined && (
        <div className="presenter-note">
          <h3>Note</h3>
          <p>
            <ProseView prose={note} scope={scope} />
          </p>
        </div>
      )}
      {question !== undefined && (
        <AnswerView
          question={question}
          name={at}
          scope={scope}
          titled={plainProse(beat.title, scope) === plainProse(question.ask, scope)}
          reveal={revealOf(state)}
          chosen={state.lesson?.chosen ?? null}
        />
      )}
      <div className="presenter-text" data-noted={note !== undefined || question !== undefined}>
        <h3>The text for students</h3>
        {beat.text.map((paragraph, i) => (
          <p key={i}>
            <ProseView prose={paragraph} scope={scope} />
          </p>
        ))}
      </div>
      {slide !== undefined && (
        <aside className="presenter-slide" aria-label="Where the slide says otherwise">
          <h3>The slide ({slide.erratum})</h3>
          <p>
            <b>says</b> <ProseView prose={slide.says} scope={scope} />
          </p>
          <p>
            <b>better</b> <ProseView prose={slide.right} scope={scope} />
          </p>
        </aside>
      )}
    </section>
  )
}
