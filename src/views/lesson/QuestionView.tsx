import { useEffect, useRef } from 'react'
import type { Scope } from '../../lessons/figures.ts'
import type { Question } from '../../lessons/lesson.ts'
import { offered } from '../../lessons/offered.ts'
import { isUnknown } from '../../lessons/plain-prose.ts'
import type { Stop } from '../../lessons/stops.ts'
import { useApp } from '../../state/useApp.ts'
import { ProseView } from './ProseView.tsx'

/** What a lesson's question shows and tells. */
export interface QuestionViewProps {
  readonly question: Question
  /** Whether the question already stands above, as the title. */
  readonly titled: boolean
  readonly scope: Scope
  /** Mixes the choices: the same name, the same order. */
  readonly name: string
  readonly reveal: Stop['reveal']
  readonly chosen: number | null
  /** How often Next was pressed on it. */
  readonly urged: number
  /** Takes an answer by its place in the lesson, or null for Skip. */
  readonly onAnswer: (choice: number | null) => void
  /** Brings the lesson's own program back. */
  readonly onRestore: () => void
}

/** A question: itself, then its choices, then which is right and why, and what thinking led to the one that was chosen. */
export function QuestionView({
  question,
  titled,
  scope,
  name,
  reveal,
  chosen,
  urged,
  onAnswer,
  onRestore,
}: QuestionViewProps) {
  const place = useRef<HTMLDivElement>(null)
  const keys = useApp((state) => state.letterKeys)
  const shown = offered(question, name, scope)
  const right = question.choices.find((choice) => choice.right)!
  const fits = shown.length > 1 && ![question.ask, right.says].some((prose) => isUnknown(prose, scope))
  const taken = chosen === null ? null : (question.choices[chosen] ?? null)
  useEffect(() => {
    if (reveal !== 1 || !fits || !keys) return undefined
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (event.target instanceof Element && event.target.closest('input, select, textarea, dialog, [contenteditable]'))
        return
      const choice = shown[Number(event.key) - 1]
      if (choice === undefined) return
      event.preventDefault()
      onAnswer(choice.index)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
  useEffect(() => {
    if (urged > 0) place.current?.querySelector('button')?.focus()
  }, [urged])
  return (
    <div className="lesson-question" ref={place}>
      {!titled && (
        <p className="ask">
          <ProseView prose={question.ask} scope={scope} />
        </p>
      )}
      {reveal > 0 && !fits && (
        <p className="unfit">
          This question does not fit your numbers any more.
          <button type="button" className="button" onClick={onRestore} title="The lesson’s own numbers again (R)">
            Restore
          </button>
          {reveal === 1 && (
            <button type="button" className="button" onClick={() => onAnswer(null)}>
              Skip
            </button>
          )}
        </p>
      )}
      {reveal > 0 && fits && (
        <ol className="choices" data-wide={shown.some(({ plain }) => plain.length > 18)}>
          {shown.map((choice, i) => {
            const state = reveal < 2 ? 'open' : choice.right ? 'right' : choice.index === chosen ? 'wrong' : 'other'
            return (
              <li key={choice.index} data-state={state}>
                <button type="button" disabled={reveal === 2} onClick={() => onAnswer(choice.index)}>
                  <b className="key">{i + 1}</b>
                  <span>
                    <ProseView prose={choice.says} scope={scope} />
                  </span>
                  {state === 'right' && <span className="verdict">✓ right</span>}
                  {state === 'wrong' && <span className="verdict">✗ your answer</span>}
                </button>
              </li>
            )
          })}
        </ol>
      )}
      {reveal === 1 && fits && (
        <p className="waits" data-urged={urged > 0}>
          <span>{keys ? 'Choose with a click or its number.' : 'Choose with a click.'}</span>
          <button type="button" className="button" onClick={() => onAnswer(null)}>
            Skip
          </button>
        </p>
      )}
      {reveal === 2 && fits && (
        <div className="because" role="status">
          {taken !== null && !taken.right && (
            <p>
              You said <ProseView prose={taken.says} scope={scope} />. <ProseView prose={taken.because} scope={scope} />
            </p>
          )}
          <p>
            Right: <ProseView prose={right.says} scope={scope} />
            {'. '}
            <ProseView prose={right.because} scope={scope} />
          </p>
        </div>
      )}
    </div>
  )
}
