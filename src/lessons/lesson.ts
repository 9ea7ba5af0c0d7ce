import type { Level } from '../core/levels/magnify.ts'
import type { Conventions } from '../scene/conventions.ts'
import type { Detail } from '../scene/detail.ts'
import type { Figure, Prose } from './prose.ts'

/** The chapters of the lecture. */
export const parts = {
  orientation: 'How to read the picture',
  recap: 'Neurons and layers',
  mathematics: 'Chain rule and descent',
  backpropagation: 'Backpropagation',
  differentiation: 'Automatic differentiation',
  pytorch: 'PyTorch',
} as const

export type Part = keyof typeof parts

/** A moment of a backward pass: nothing yet, all values, the seed, everything; or the step after which a variable has its value, has been handed a share, or has all of its gradient. */
export type Moment =
  | 'start'
  | 'forward'
  | 'seed'
  | 'end'
  | { readonly kind: 'computed'; readonly of: string }
  | { readonly kind: 'handed'; readonly from: string; readonly to: string }
  | { readonly kind: 'gathered'; readonly of: string }

/** A variable of the program, and an entry of it where it is a tensor. */
export interface Place {
  readonly of: string
  readonly entry?: readonly number[]
}

/** A curve over one number of the program: what is drawn, and over what. */
export interface SweepRequest {
  readonly over: Place
  readonly of: readonly Place[]
  /** Whether its derivative is drawn below. */
  readonly derivative: boolean
  readonly reach?: readonly [number, number]
}

/** What a beat shows beside its text; what is left out is as in an ordinary walk. */
export interface Show {
  readonly level?: Level
  readonly detail?: Detail
  /** Whose derivative is asked for in the formula panel. */
  readonly select?: Place
  /** Which sample of a batch, counted from 0, or all. */
  readonly sample?: number | 'all'
  /** The number that moves, in forward mode. */
  readonly moving?: Place
  /** A mistake planted in the backward pass, by its name. */
  readonly mistake?: string
  readonly conventions?: Partial<Conventions>
  /** A curve, in place of the graph or beside it. */
  readonly plot?: SweepRequest & { readonly beside: boolean }
  /** Samples as points with what the model answers, in place of the graph: the variables that hold inputs, targets and answers. */
  readonly data?: { readonly x: string; readonly y: string; readonly yhat: string }
  /** Lines of a derivation, by the variables of the program that hold them; the last one is new. */
  readonly board?: readonly string[]
}

/** An answer to choose, and what the thinking behind it is. */
export interface Choice {
  readonly says: Prose
  readonly right: boolean
  /** Why it is so, or what thinking leads here instead. */
  readonly because: Prose
}

/** A question with one right answer. */
export interface Question {
  readonly ask: Prose
  readonly choices: readonly Choice[]
}

/** Where the lecture's slide says otherwise: its erratum by number, what it prints, what is right and why. */
export interface SlideNote {
  readonly erratum: string
  readonly says: Prose
  readonly right: Prose
}

/** One thing said about one moment of the program. */
export interface Beat {
  /** Names the beat in links; never changes. */
  readonly id: string
  /** The one sentence that is projected. */
  readonly title: Prose
  /** What a student reads, in paragraphs. */
  readonly text: readonly Prose[]
  /** Which of the lesson's programs; the first, where none is named. */
  readonly program?: string
  /** Which backward pass, counted from 0. */
  readonly pass?: number
  readonly at: Moment
  /** Where the steps of this beat end, each taken by one press; `at`, where nothing is named. */
  readonly until?: Moment
  readonly show?: Show
  readonly question?: Question
  readonly slide?: SlideNote
  /** What only the lecturer sees: what to ask or try in the room, and which misconception to watch for. */
  readonly note: Prose
}

/** A lesson: programs, and beats that walk through them. */
export interface Lesson {
  /** Names the lesson in links; never changes. */
  readonly id: string
  readonly title: string
  readonly part: Part
  /** What a student can do afterwards, in one sentence. */
  readonly goal: string
  /** PyTorch programs by name; a beat without a program shows the first. */
  readonly programs: Readonly<Record<string, string>>
  /** Variables, of one program or of all, whose numbers the words depend on: worksheets with new numbers leave these as they are. */
  readonly fixed?: readonly { readonly of: string; readonly program?: string }[]
  readonly beats: readonly Beat[]
}

export type { Figure, Prose }
