import { createStore } from 'zustand/vanilla'

/** How far the reader has come in each lesson, by its name. */
export type Progress = Readonly<Record<string, 'begun' | 'done'>>

const key = 'gradwalk.progress'

/** What was kept; nothing where storage is forbidden or holds something else. */
function kept(): Progress {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    if (typeof stored !== 'object' || stored === null) return {}
    return Object.fromEntries(
      Object.entries(stored).flatMap(([lesson, far]) => (far === 'begun' || far === 'done' ? [[lesson, far]] : [])),
    )
  } catch {
    return {}
  }
}

/** The progress, kept in this browser where it lets us. */
export const progress = createStore<Progress>(kept)

/** Keeps that a lesson was begun, or that its last beat was seen. */
export function keepProgress(lesson: string, isLast: boolean): void {
  const before = progress.getState()[lesson]
  const now = isLast || before === 'done' ? 'done' : 'begun'
  if (before === now) return
  // another window may have kept more in the meantime
  progress.setState({ ...kept(), [lesson]: now })
  try {
    localStorage.setItem(key, JSON.stringify(progress.getState()))
  } catch {
    // it then lasts as long as the page
  }
}
