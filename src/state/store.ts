import { createStore } from 'zustand/vanilla'
import type { Level } from '../core/levels/magnify.ts'
import type { Trace } from '../core/trace.ts'
import type { Printed } from '../lang/log.ts'
import type { Diagnostic, Run } from '../lang/run.ts'
import { firstExample } from '../lessons/examples.ts'
import { type Conventions, programConventions } from '../scene/conventions.ts'
import type { Detail } from '../scene/detail.ts'
import type { OpenGroups } from '../scene/fold.ts'
import type { Moving } from '../scene/levels.ts'
import type { Quiz } from '../scene/quiz.ts'
import type { SampleChoice } from '../scene/samples.ts'
import type { Verdict } from '../scene/verdict.ts'
import { type Arrangement, nothingArranged } from './arrangement.ts'
import { type Clock, newClock } from './clock.ts'
import type { Collected } from './collected.ts'
import { type History, historyOf } from './history.ts'
import type { Slide } from './slide.ts'
import type { Standing } from './standing.ts'

/** Where the reader stands: which backward pass of the program, and after how many of its steps. */
export interface Cursor {
  readonly episode: number
  readonly step: number
  /** In slow motion: how many parts of the next step are shown already; none where it is left out. */
  readonly part?: number
}

export type Theme = 'system' | 'light' | 'dark' | 'projector'

export type Panel = 'program' | 'graph' | 'formula' | 'table'

/** What the page says about itself, to be dismissed. */
export interface Notice {
  readonly kind: 'info' | 'error'
  readonly text: string
  /** Something to copy: the raw link that could not be opened. */
  readonly raw?: string
  /** Something to open, and in which window. */
  readonly link?: { readonly text: string; readonly url: string; readonly target: string }
}

/** A text, and the one that Reset returns to from it. */
export interface Draft {
  readonly source: string
  readonly original: string
  /** The text as it was before sliders of hyperparameters were moved; absent where none was. */
  readonly unslid?: string
}

/** A question that was answered: the step it was about, what was asked, and how the answer was judged. */
export interface Answered {
  readonly at: string
  readonly prompt: string
  readonly verdict: Verdict
}

/** What the store needs from the code for lessons, which is fetched with the first one. */
export interface Teacher {
  /** To the next stop of the lesson, or back. */
  readonly move: (by: 1 | -1) => void
}

/** What the store needs from the code for questions and mistakes, which is fetched when they are first wanted. */
export interface Examiner {
  /** Whether a quiz has a question about a step of a trace. */
  readonly asks: (trace: Trace, step: number, quiz: Quiz) => boolean
  /** The trace with a mistake planted in its backward pass. */
  readonly planted: (trace: Trace, mistake: string) => Trace
}

/** Everything that is remembered. What a link restores, how it is shown, and what the engine last answered; all else is computed from it. */
export interface State {
  readonly source: string
  /** The text that Reset returns to: the example, the link or the stored work this document began as. */
  readonly original: string
  /** How finely the run is shown. Cursor and selection are of this level. */
  readonly level: Level
  readonly cursor: Cursor
  /** The node whose whole chain is shown, or null for the card of the step. */
  readonly selected: number | null
  /** Which entry of the selected tensor was chosen at a lower level; null for all of it. */
  readonly entry: number | null
  /** The number that moves in forward mode; null in reverse mode. */
  readonly moving: Moving | null
  /** Which sample of a batch is shown at neuron level. */
  readonly sample: SampleChoice
  /** The groups of the picture that the reader has opened; null leaves it to the picture. */
  readonly open: OpenGroups
  /** How formulas are typeset. */
  readonly conventions: Conventions
  /** The reader’s own conventions while a beat shows others; null where it does not. */
  readonly ownConventions: Conventions | null
  /** The lesson that is walked through; null in a free walk. */
  readonly lesson: Standing | null
  /** Whether what the beat shows is still to be arranged, once its program has run. */
  readonly arriving: boolean
  /** How often Next was pressed on a question that waits for its answer. */
  readonly urged: number
  readonly present: boolean
  /** Whether a backward step takes four presses when it is presented, or one. */
  readonly slow: boolean
  /** Whether the pointer is a spotlight. */
  readonly spotlight: boolean
  readonly theme: Theme
  readonly letterKeys: boolean
  /** own: kept in this browser; shared: opened from a link, kept in the address. */
  readonly origin: 'own' | 'shared'
  readonly history: History<Draft>
  /** The last run that can be shown. */
  readonly run: Run | null
  /** What the newest run printed and why it ended, if it did. */
  readonly prints: readonly Printed[]
  readonly error: Diagnostic | null
  readonly running: boolean
  /** What the program that runs has brought about so far; null before it says so, and when none runs. */
  readonly going: Collected | null
  /** The cursor whose pass is being fetched; null where none is. */
  readonly seeking: Cursor | null
  /** The hyperparameter that was changed last. Of use only through `slideOf`. */
  readonly slide: Slide | null
  readonly playing: boolean
  readonly speed: number
  readonly hover: number | null
  /** Which entry of the tensor is pointed at, or null for all of it. */
  readonly hoverEntry: number | null
  /** The edges of the path that is pointed at. */
  readonly lit: readonly string[]
  readonly panel: Panel
  readonly detail: Detail
  /** What is asked before a backward step is shown; null where nothing is. */
  readonly quiz: Quiz | null
  /** Whether the question about the next step is open. */
  readonly asking: boolean
  /** The answers since the program changed. */
  readonly answers: readonly Answered[]
  /** The mistake that is planted in the backward pass, or null. */
  readonly mistake: string | null
  readonly blank: boolean
  /** What a class link hides and locks; read once, from the address. */
  readonly arrangement: Arrangement
  /** Whether the link and its QR code fill the screen. */
  readonly beaming: boolean
  /** The lecturer's clock. */
  readonly clock: Clock
  /** Whether the table of contents is open. */
  readonly contents: boolean
  /** Whether the choice of conventions is open. */
  readonly choosing: boolean
  readonly notice: Notice | null
}

const nothingPrinted: readonly Printed[] = []
export const nothingLit: readonly string[] = []

export const initialState: State = {
  source: firstExample.source,
  original: firstExample.source,
  level: 'tensor',
  cursor: { episode: 0, step: 0 },
  selected: null,
  entry: null,
  moving: null,
  sample: null,
  open: null,
  conventions: programConventions,
  ownConventions: null,
  lesson: null,
  arriving: false,
  urged: 0,
  present: false,
  slow: true,
  spotlight: false,
  theme: 'system',
  letterKeys: true,
  origin: 'own',
  history: historyOf({ source: firstExample.source, original: firstExample.source }),
  run: null,
  prints: nothingPrinted,
  error: null,
  running: true,
  going: null,
  seeking: null,
  slide: null,
  playing: false,
  speed: 1,
  hover: null,
  hoverEntry: null,
  lit: nothingLit,
  panel: 'graph',
  detail: 'formula',
  quiz: null,
  asking: false,
  answers: [],
  mistake: null,
  blank: false,
  arrangement: nothingArranged,
  beaming: false,
  clock: newClock,
  contents: false,
  choosing: false,
  notice: null,
}

/** The one store of the app. */
export const store = createStore<State>(() => initialState)
