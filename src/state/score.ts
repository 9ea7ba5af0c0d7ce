import { createStore } from 'zustand/vanilla'

/** How the reader has answered on this machine. */
export interface Score {
  readonly right: number
  readonly asked: number
  /** Right answers in a row, now and at best. */
  readonly streak: number
  readonly best: number
}

const key = 'gradwalk.score'
const none: Score = { right: 0, asked: 0, streak: 0, best: 0 }

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0

/** What was kept; nothing where storage is forbidden or holds something else. */
function kept(): Score {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    if (typeof stored !== 'object' || stored === null) return none
    const { right, asked, streak, best } = { ...none, ...stored }
    return [right, asked, streak, best].every(isCount) && right <= asked && streak <= best
      ? { right, asked, streak, best }
      : none
  } catch {
    return none
  }
}

/** The score, kept in this browser where it lets us. */
export const score = createStore<Score>(kept)

const set = (next: Score): void => {
  score.setState(next)
  try {
    localStorage.setItem(key, JSON.stringify(next))
  } catch {
    // the score then lasts as long as the page
  }
}

/** Counts one answer. */
export function keepScore(right: boolean): void {
  const before = score.getState()
  const streak = right ? before.streak + 1 : 0
  set({
    right: before.right + (right ? 1 : 0),
    asked: before.asked + 1,
    streak,
    best: Math.max(before.best, streak),
  })
}

/** Starts the score again from nothing. */
export const clearScore = (): void => set(none)
