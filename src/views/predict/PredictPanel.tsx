import { useEffect, useId, useMemo, useRef, useState } from 'react'
import type { Trace } from '../../core/trace.ts'
import { cardAt } from '../../scene/card.ts'
import { checkOf } from '../../scene/check.ts'
import { plainNumber } from '../../scene/number.ts'
import { type QuestionKind, questionKinds } from '../../scene/quiz.ts'
import { copyText } from '../../state/clipboard.ts'
import { answer, openQuestion, possibleMistakes, showMistake } from '../../state/examiner.ts'
import { setHover } from '../../state/picture.ts'
import { plantMistake, setQuiz, toggleQuiz } from '../../state/questions.ts'
import { clearScore } from '../../state/score.ts'
import { shareLink } from '../../state/session.ts'
import { useApp } from '../../state/useApp.ts'
import { useScore } from '../../state/useScore.ts'
import { step } from '../../state/walk.ts'
import { Formula } from '../formula/Formula.tsx'
import { FormulaRows } from '../formula/FormulaRows.tsx'
import './predict.css'

const kindNames: Readonly<Record<QuestionKind, string>> = {
  amount: 'what is handed on',
  bucket: 'what the bucket holds',
  local: 'which local slope',
  shape: 'which shape',
  next: 'what comes next',
  zero: 'will it be zero',
}

/** Questions before each backward step, and the switch for planted mistakes. */
export function PredictPanel({ trace, cursor }: { readonly trace: Trace; readonly cursor: number }) {
  const asking = useApp((state) => state.asking)
  const mistake = useApp((state) => state.mistake)
  return (
    <section className="predict-panel" aria-label="Predict">
      {asking && <Question />}
      {!asking && mistake === null && <Feedback trace={trace} cursor={cursor} />}
      {!asking && mistake === null && <Settings />}
      {!asking && <Mistakes trace={trace} planted={mistake} />}
    </section>
  )
}

/** The question about the next step: typed as a number, or chosen by a press or a number key. */
function Question() {
  const step0 = useApp((state) => state.cursor.step)
  const quiz = useApp((state) => state.quiz)
  const run = useApp((state) => state.run)
  const question = useMemo(
    () => (run === null || quiz === null || step0 < 0 ? null : openQuestion()),
    [run, quiz, step0],
  )
  const [unreadable, setUnreadable] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const first = useRef<HTMLButtonElement>(null)
  const hint = useId()
  useEffect(() => {
    if (question !== null) (field.current ?? first.current)?.focus()
  }, [question])
  if (question === null) return null
  const give = (text: string): void => setUnreadable(!answer(text))
  return (
    <form
      className="question"
      onSubmit={(event) => {
        event.preventDefault()
        if (question.form === 'number') give(field.current?.value ?? '')
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault()
          step(1)
        }
        if (question.form !== 'choice' || event.ctrlKey || event.metaKey || event.altKey) return
        const choice = question.choices[Number(event.key) - 1]
        if (choice === undefined) return
        event.preventDefault()
        event.stopPropagation()
        give(choice.plain)
      }}
    >
      <p className="prompt" role="status">
        {question.prompt}
      </p>
      {question.form === 'number' ? (
        <div className="answer-line">
          {question.formula !== null && (
            <Formula tex={`${question.formula.tex} =`} plain={`${question.formula.plain} =`} />
          )}
          <input
            ref={field}
            aria-label="Your answer, a number"
            aria-describedby={hint}
            aria-invalid={unreadable}
            inputMode="text"
            autoComplete="off"
            size={12}
            onChange={() => setUnreadable(false)}
          />
          <button type="submit" className="button primary">
            Answer
          </button>
          <button type="button" className="button" onClick={() => step(1)}>
            Skip
          </button>
          <span id={hint} className="hint" role={unreadable ? 'alert' : undefined}>
            {unreadable
              ? 'That is not a number. Type one, as −6, 0.25 or −3/16.'
              : 'A number or a fraction; four digits are enough.'}
          </span>
        </div>
      ) : (
        <div className="answer-line">
          {question.formula !== null && (
            <Formula tex={`${question.formula.tex} =`} plain={`${question.formula.plain} =`} />
          )}
          {question.choices.map((choice, i) => (
            <button
              key={choice.plain}
              ref={i === 0 ? first : undefined}
              type="button"
              className="button choice"
              onClick={() => give(choice.plain)}
            >
              <kbd>{i + 1}</kbd>
              {choice.tex === null ? choice.plain : <Formula tex={choice.tex} plain={choice.plain} />}
            </button>
          ))}
          <button type="button" className="button" onClick={() => step(1)}>
            Skip
          </button>
        </div>
      )}
    </form>
  )
}

/** How the last answer was judged, while its step is shown; after a wrong one, the formulas that give the right one. */
function Feedback({ trace, cursor }: { readonly trace: Trace; readonly cursor: number }) {
  const hover = useApp((state) => state.hover)
  const last = useApp((state) => state.answers.at(-1))
  const here = useApp((state) => `${state.cursor.episode} ${state.level} ${state.cursor.step - 1}`)
  if (last === undefined || last.at !== here) return null
  const { verdict, prompt } = last
  if (verdict.kind === 'unreadable') return null
  return (
    <div className="feedback" data-verdict={verdict.kind === 'right' ? 'right' : 'wrong'} role="status">
      <p className="asked">{prompt}</p>
      {verdict.kind === 'right' ? (
        <p>
          <strong>Right:</strong> {verdict.truth}.
        </p>
      ) : (
        <p>
          You said {verdict.said}. It is <strong>{verdict.truth}</strong>, as written below.
          {verdict.kind === 'mistake' && (
            <>
              {' '}
              {verdict.said} is what comes out with <strong>{verdict.mutant.name}</strong>: {verdict.mutant.sentence}{' '}
              <button type="button" className="link-button" onClick={() => showMistake(verdict.mutant.id)}>
                See where that goes wrong
              </button>
            </>
          )}
        </p>
      )}
      {verdict.kind !== 'right' && <FormulaRows rows={cardAt(trace, cursor).rows} hover={hover} onHover={setHover} />}
    </div>
  )
}

/** Whether and what is asked, the score, and the link to this quiz. */
function Settings() {
  const quiz = useApp((state) => state.quiz)
  const { right, asked, streak, best } = useScore()
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    const link = await shareLink()
    setCopied(link !== null && (await copyText(link.url)))
  }
  const toggle = (kind: QuestionKind): void => {
    if (quiz === null) return
    const kinds = questionKinds.filter((each) => quiz.kinds.includes(each) !== (each === kind))
    setQuiz(kinds.length === 0 ? null : { ...quiz, kinds })
    setCopied(false)
  }
  return (
    <div className="predict-settings">
      <label className="switch-line">
        <input type="checkbox" checked={quiz !== null} onChange={toggleQuiz} /> Ask before each backward step (Q)
      </label>
      {quiz !== null && (
        <fieldset className="kinds">
          <legend>Ask</legend>
          {questionKinds.map((kind) => (
            <label key={kind}>
              <input type="checkbox" checked={quiz.kinds.includes(kind)} onChange={() => toggle(kind)} />
              {kindNames[kind]}
            </label>
          ))}
        </fieldset>
      )}
      <p className="score">
        {asked === 0
          ? 'No answers yet. The score stays on this machine.'
          : `${right} of ${asked} right, ${streak} in a row${best > streak ? `, ${best} at best` : ''}.`}
        {asked > 0 && (
          <button type="button" className="link-button" onClick={clearScore}>
            Clear
          </button>
        )}
        {quiz !== null && (
          <button type="button" className="link-button" onClick={() => void copy()}>
            {copied ? 'Link copied' : 'Copy a link to this quiz'}
          </button>
        )}
      </p>
    </div>
  )
}

/** The bug switch: the backward pass with a classic mistake, and what the check by central differences says of it. */
function Mistakes({ trace, planted }: { readonly trace: Trace; readonly planted: string | null }) {
  const run = useApp((state) => state.run)
  const episode = useApp((state) => state.cursor.episode)
  const possible = useMemo(() => (run === null || episode < 0 ? [] : possibleMistakes()), [run, episode])
  const check = useMemo(() => (planted === null ? null : checkOf(trace)), [planted, trace])
  const wrong = check?.rows.filter(({ verdict }) => verdict === 'disagrees') ?? []
  if (possible.length === 0 && planted === null) return null
  return (
    <div className="mistakes">
      <label>
        Backward pass{' '}
        <select
          value={planted ?? ''}
          onChange={({ target }) => plantMistake(target.value === '' ? null : target.value)}
        >
          <option value="">as it should be</option>
          {possible.map(({ id, name }) => (
            <option key={id} value={id}>{`with a mistake: ${name}`}</option>
          ))}
        </select>
      </label>
      {check !== null && (
        <p className="lamp" data-lamp={wrong.length === 0 ? 'green' : 'red'} role="status">
          {wrong.length === 0
            ? 'All gradients agree with central differences.'
            : `Central differences disagree: ${wrong
                .slice(0, 3)
                .map(
                  ({ name, autograd, central }) =>
                    `${name} has ${plainNumber(autograd)}, measured ${plainNumber(Number(central.toPrecision(4)))}`,
                )
                .join('; ')}${wrong.length > 3 ? `; ${wrong.length - 3} more` : ''}.`}
        </p>
      )}
    </div>
  )
}
