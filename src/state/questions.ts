import { type Quiz, questionKinds } from '../scene/quiz.ts'
import { isAllowed, whereAllowed } from './allowed.ts'
import { clamped, goToStep } from './cursor.ts'
import { setDetail } from './screen.ts'
import { examiner, traceOf } from './shown.ts'
import { type Answered, type State, store } from './store.ts'

const { getState: get, setState: set } = store

/** The step that is next, by name, so that an answer can be told from another's. */
export const askedAt = ({ cursor, level }: State): string => `${cursor.episode} ${level} ${cursor.step}`

/** Opens the question about the next step, if the quiz has one that is not answered yet. */
export function ask(state: State): boolean {
  const trace = traceOf(state)
  const { quiz, asking, answers, cursor, mistake } = state
  if (quiz === null || !isAllowed(state, 'asking') || asking || mistake !== null || examiner === null || trace === null)
    return false
  const next = trace.steps[cursor.step]
  if (
    next === undefined ||
    next.kind === 'value' ||
    next.kind === 'update' ||
    answers.some(({ at }) => at === askedAt(state))
  )
    return false
  if (!examiner.asks(trace, cursor.step, quiz)) return false
  set({ asking: true, detail: 'predict', playing: false, blank: false })
  return true
}

/** Keeps an answer and shows the step it was about. */
export function answered(answer: Answered): void {
  set({ answers: [...get().answers, answer] })
  goToStep(get().cursor.step + 1)
}

/** Asks before each backward step, or no longer. */
export const setQuiz = (quiz: Quiz | null): void => set({ quiz, asking: false })

/** Turns questions on, with a new seed, or off. */
export const toggleQuiz = whereAllowed('questions', () => {
  const { quiz } = get()
  setQuiz(quiz === null ? { kinds: [...questionKinds], seed: Math.floor(Math.random() * 1e6) } : null)
  setDetail('predict')
})

/** Plants a mistake in the backward pass, or takes it out. */
export const plantMistake = (mistake: string | null): void =>
  set((state) => {
    const next = { ...state, mistake, asking: false }
    return { mistake, asking: false, cursor: clamped(next, state.cursor) }
  })
