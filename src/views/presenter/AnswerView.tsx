import { useEffect } from 'react'
import type { Scope } from '../../lessons/figures.ts'
import type { Question } from '../../lessons/lesson.ts'
import { offered } from '../../lessons/offered.ts'
import type { Stop } from '../../lessons/stops.ts'
import { answerQuestion } from '../../state/teacher.ts'
import { useApp } from '../../state/useApp.ts'
import { ProseView } from '../lesson/ProseView.tsx'

const shown = {
  0: 'The room sees the question alone.',
  1: 'The room sees the choices. Press one, or its number, to take it as the room’s answer.',
  2: 'The room sees the answer.',
} as const satisfies Record<Stop['reveal'], string>

/** A question with its answer, and with what thinking leads to each of the others, in the order in which the room sees them. */
export function AnswerView({
  question,
  name,
  scope,
  titled,
  reveal,
  chosen,
}: {
  readonly question: Question
  /** Mixes the choices as they are mixed for the room. */
  readonly name: string
  readonly scope: Scope
  /** Whether the question already stands above, as the title. */
  readonly titled: boolean
  readonly reveal: Stop['reveal']
  readonly chosen: number | null
}) {
  const keys = useApp((state) => state.letterKeys)
  const choices = offered(question, name, scope)
  useEffect(() => {
    if (reveal !== 1 || !keys) return undefined
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (event.target instanceof Element && event.target.closest('dialog') !== null) return
      const choice = choices[Number(event.key) - 1]
      if (choice !== undefined) answerQuestion(choice.index)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
  return (
    <section className="presenter-question" aria-label="The question and its answer">
      <h3>Question</h3>
      {!titled && (
        <p className="ask">
          <ProseView prose={question.ask} scope={scope} />
        </p>
      )}
      <ol>
        {choices.map((choice, i) => (
          <li key={choice.index} data-right={choice.right}>
            <button type="button" disabled={reveal !== 1} onClick={() => answerQuestion(choice.index)}>
              <b className="key">{i + 1}</b>
              <span>
                <ProseView prose={choice.says} scope={scope} />
              </span>
              {choice.right && <span className="verdict">✓ right</span>}
              {choice.index === chosen && <span className="verdict">taken</span>}
            </button>
            <p>
              <ProseView prose={choice.because} scope={scope} />
            </p>
          </li>
        ))}
      </ol>
      <p className="room" role="status">
        {shown[reveal]}
      </p>
    </section>
  )
}
