import type { Hideable, Lockable } from './arrangement.ts'
import { type State, store } from './store.ts'

/** What the words of a class link forbid. A lesson is locked only while the reader is in one. */
const forbiddenBy = {
  /** To type into the program, to undo, redo and reset it. */
  text: { hide: [], lock: ['program'] },
  /** To drag or type the number of a leaf. */
  numbers: { hide: [], lock: ['numbers'] },
  /** To open another program. */
  examples: { hide: ['examples'], lock: ['program', 'lesson'] },
  /** To open the table of contents. */
  contents: { hide: ['lessons'], lock: ['lesson'] },
  /** To go to another lesson, or to leave this one. */
  leaving: { hide: [], lock: ['lesson'] },
  /** To leave the shared program for one's own, or to make it one's own. */
  owning: { hide: [], lock: ['program', 'lesson'] },
  /** To choose how finely, which sample, what is folded, and in which mode. */
  levels: { hide: ['levels'], lock: ['level'] },
  /** To have questions asked, or no longer: they stand in a tab of the details. */
  questions: { hide: ['details', 'formula'], lock: [] },
  /** To be asked a question: it stands in the details. */
  asking: { hide: ['formula'], lock: [] },
  /** To go further than one step at once, and to play. */
  jumps: { hide: ['steps'], lock: [] },
  /** To see the program. */
  program: { hide: ['program'], lock: [] },
  /** To make a link. */
  sharing: { hide: ['share'], lock: [] },
} as const satisfies Readonly<
  Record<string, { readonly hide: readonly Hideable[]; readonly lock: readonly Lockable[] }>
>

/** Something a reader may do, unless a class link says otherwise. */
export type Act = keyof typeof forbiddenBy

/** Whether the reader may do something: the one place that says so, for keys, buttons and drags alike. */
export function isAllowed({ arrangement, lesson }: Pick<State, 'arrangement' | 'lesson'>, act: Act): boolean {
  const { hide, lock }: { readonly hide: readonly Hideable[]; readonly lock: readonly Lockable[] } = forbiddenBy[act]
  const holds = (word: Lockable): boolean => word !== 'lesson' || lesson !== null
  return (
    !hide.some((word) => arrangement.hide.includes(word)) &&
    !lock.some((word) => arrangement.lock.includes(word) && holds(word))
  )
}

/** An action that does nothing where it is not allowed. */
export const whereAllowed =
  <Told extends readonly unknown[]>(act: Act, action: (...told: Told) => void): ((...told: Told) => void) =>
  (...told) => {
    if (isAllowed(store.getState(), act)) action(...told)
  }
