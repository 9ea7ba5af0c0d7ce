import { pairing } from '../state/pairing.ts'
import { store } from '../state/store.ts'
import { answerQuestion, isWaiting } from '../state/teacher.ts'
import { step } from '../state/walk.ts'
import { keyHandler } from './keyboard.ts'

/** Keys of the lecture window that mean nothing here. */
const elsewhere = ['n', 's', 'h', 'u']

/** Goes on, past a question that would wait for a student as well. */
export function goOn(): void {
  const state = store.getState()
  if (state.lesson !== null && !state.arriving && isWaiting(state)) answerQuestion(null)
  else step(1)
}

/** The keys of the app, where they mean something in the lecturer's own window. */
export const handlePresenterKey = keyHandler(({ keys, run }) => {
  if (!pairing.getState().holds || keys.some((key) => elsewhere.includes(key))) return null
  return keys.includes('ArrowRight') ? goOn : run
})
