import { firstWrong, type Mutant } from '../core/mutants/mutant.ts'
import { mutants } from '../core/mutants/mutants.ts'
import { mutantOf, planted } from '../scene/planted.ts'
import { type Question, questionAt } from '../scene/question.ts'
import { judged } from '../scene/verdict.ts'
import { goToStep } from './cursor.ts'
import { answered, askedAt, plantMistake } from './questions.ts'
import { keepScore } from './score.ts'
import { baseOf, traceOf } from './shown.ts'
import { type Examiner, store } from './store.ts'

/** What the store asks once this code has been fetched. */
export const examiner: Examiner = {
  asks: (trace, step, quiz) => questionAt(trace, step, quiz) !== null,
  planted,
}

/** The question that is open, or null. */
export function openQuestion(): Question | null {
  const state = store.getState()
  const trace = traceOf(state)
  return state.asking && state.quiz !== null && trace !== null ? questionAt(trace, state.cursor.step, state.quiz) : null
}

/** Takes an answer, typed or chosen: judges it, keeps the score, and shows the step. False where it is not a number. */
export function answer(text: string): boolean {
  const state = store.getState()
  const [trace, question] = [traceOf(state), openQuestion()]
  if (trace === null || question === null) return false
  const verdict = judged(trace, question, text)
  if (verdict.kind === 'unreadable') return false
  keepScore(verdict.kind === 'right')
  answered({ at: askedAt(state), prompt: question.prompt, verdict })
  return true
}

/** The mistakes that change something in the pass shown. */
export function possibleMistakes(): readonly Mutant[] {
  const trace = baseOf(store.getState())
  return trace === null ? [] : mutants.filter((mutant) => firstWrong(trace, mutant) !== null)
}

/** The mistake that is planted, and where it first shows in the pass that is on screen; null where none is or it changes nothing. */
export function plantedMistake(): { readonly mutant: Mutant; readonly step: number; readonly leftOut: boolean } | null {
  const state = store.getState()
  const mutant = state.mistake === null ? undefined : mutantOf(state.mistake)
  const truth = traceOf({ ...state, mistake: null })
  const first = mutant === undefined || truth === null ? null : firstWrong(truth, mutant)
  return mutant === undefined || first === null ? null : { mutant, step: first.inMutant + 1, leftOut: first.leftOut }
}

/** Runs the backward pass with a mistake, and goes to where it first shows. */
export function showMistake(id: string): void {
  plantMistake(id)
  const found = plantedMistake()
  if (found !== null) goToStep(found.step)
}
