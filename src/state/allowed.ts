import type { Hideable, Lockable } from './arrangement.ts'
import { type State, store } from './store.ts'

/** The words that forbid something: wherever the reader is, or only outside lessons, which bring programs of their own. */
interface Rule {
  readonly hide?: readonly Hideable[]
  readonly lock?: readonly Lockable[]
  readonly lockOutside?: readonly Lockable[]
}

/** Something a reader may do, unless a class link says otherwise. */
export type Act =
  /** To type into the program, to undo, redo and reset it. */
  | 'text'
  /** To drag or type the number of a leaf. */
  | 'numbers'
  /** To open another program. */
  | 'examples'
  /** To open the table of contents. */
  | 'contents'
  /** To go to a lesson, from here or from another. */
  | 'lessons'
  /** To leave the lesson for a free walk. */
  | 'walking'
  /** To leave the shared program for one's own, or to make it one's own. */
  | 'owning'
  /** To choose how finely, which sample, what is folded, and in which mode. */
  | 'levels'
  /** To have questions asked, or no longer: they are set in a tab of the details. */
  | 'questions'
  /** To be asked a question: it stands in the details. */
  | 'asking'
  /** To go further than one step at once, and to play. */
  | 'jumps'
  /** To see the program. */
  | 'program'
  /** To make a link. */
  | 'sharing'

// where the program is locked nothing leads to where one could not come back from
const rules: Readonly<Record<Act, Rule>> = {
  text: { lock: ['program'] },
  numbers: { lock: ['numbers'] },
  examples: { hide: ['examples'], lock: ['program', 'lesson'] },
  contents: { hide: ['lessons'], lock: ['lesson'], lockOutside: ['program'] },
  lessons: { lock: ['lesson'], lockOutside: ['program'] },
  walking: { lock: ['program', 'lesson'] },
  owning: { lock: ['program', 'lesson'] },
  levels: { hide: ['levels'], lock: ['level'] },
  questions: { hide: ['details', 'formula'] },
  asking: { hide: ['formula'] },
  jumps: { hide: ['steps'] },
  program: { hide: ['program'] },
  sharing: { hide: ['share'] },
}

/** Whether the reader may do something: the one place that says so, for keys, buttons and drags alike. */
export function isAllowed({ arrangement, lesson }: Pick<State, 'arrangement' | 'lesson'>, act: Act): boolean {
  const { hide = [], lock = [], lockOutside = [] } = rules[act]
  const inLesson = lesson !== null
  // there must be a lesson for it to be locked
  const locks = [...lock.filter((word) => word !== 'lesson' || inLesson), ...(inLesson ? [] : lockOutside)]
  return !hide.some((word) => arrangement.hide.includes(word)) && !locks.some((word) => arrangement.lock.includes(word))
}

/** An action that does nothing where it is not allowed. */
export const whereAllowed =
  <Told extends readonly unknown[]>(act: Act, action: (...told: Told) => void): ((...told: Told) => void) =>
  (...told) => {
    if (isAllowed(store.getState(), act)) action(...told)
  }
