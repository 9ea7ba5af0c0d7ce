/** The states of a document in order, with the present one in the middle. Immutable. */
export interface History<T> {
  readonly past: readonly T[]
  readonly present: T
  readonly future: readonly T[]
  /** What made the present: changes with one key that follow each other closely are one entry. */
  readonly merge: { readonly key: string; readonly at: number } | null
}

const mostEntries = 200
/** Milliseconds within which changes of one key are one entry, unless the caller says otherwise. */
const burst = 1000

/** A history of one state: nothing to undo, nothing to redo. */
export const historyOf = <T>(present: T): History<T> => ({ past: [], present, future: [], merge: null })

/** A history of which what came before the present is known. */
export const historyAfter = <T>(past: readonly T[], present: T): History<T> => ({
  past,
  present,
  future: [],
  merge: null,
})

/** Whether there is a change to undo. */
export const canUndo = <T>({ past }: History<T>): boolean => past.length > 0

/** Whether there is an undone change to make again. */
export const canRedo = <T>({ future }: History<T>): boolean => future.length > 0

/**
 * A change made at time `now` (milliseconds). It joins the change before if both have the same key and are at most `within` apart:
 * the default suits typing; a gesture whose key is its own, such as a drag, passes Infinity. What was undone is forgotten, and so
 * is an entry whose changes add up to none.
 */
export function push<T>(
  history: History<T>,
  present: T,
  key: string | null,
  now: number,
  within: number = burst,
): History<T> {
  const joins = key !== null && history.merge?.key === key && now - history.merge.at <= within
  if (joins && history.past.length > 0 && Object.is(history.past.at(-1), present))
    return { past: history.past.slice(0, -1), present, future: [], merge: null }
  const past = joins ? history.past : [...history.past, history.present].slice(-mostEntries)
  return { past, present, future: [], merge: key === null ? null : { key, at: now } }
}

/** The history one change earlier; itself where there is none. */
export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1)
  if (before === undefined) return history
  return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future], merge: null }
}

/** The history with the last undone change made again; itself where there is none. */
export function redo<T>(history: History<T>): History<T> {
  const [after, ...future] = history.future
  if (after === undefined) return history
  return { past: [...history.past, history.present], present: after, future, merge: null }
}
