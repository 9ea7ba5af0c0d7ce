import type { Written } from '../../core/notation.ts'
import type { Run } from '../../lang/run.ts'
import { cardAt, type Row } from '../../scene/card.ts'
import { dataPlotOf } from '../../scene/data-plot.ts'
import { plainName, symbolsOf } from '../../scene/symbols.ts'
import type { Scope } from '../figures.ts'
import { programOf } from '../lecture.ts'
import type { Beat, Lesson } from '../lesson.ts'
import { mixed } from '../mixed.ts'
import { plainProse } from '../plain-prose.ts'
import type { Prose } from '../prose.ts'
import { isSamePicture, mistakeOf, type Picture, type View, viewOf } from '../view.ts'
import { blanked } from './blanked.ts'
import { isGiven } from './given.ts'
import { type Piece, piecesOf } from './pieces.ts'

/** What a lesson is printed as: with the answers of its questions, without them, or with blanks for all results. */
export type SheetKind = 'answered' | 'unanswered' | 'worksheet'

/** A picture on paper. `number` is the number of the blank that it is; null where nothing is left out. */
export interface Figure {
  readonly picture: Picture
  readonly caption: string
  readonly number: number | null
  /** Whether a node's value stands in the picture in any case. */
  readonly given: (node: number) => boolean
}

/** The formulas of a beat's last step. */
export interface Formulas {
  readonly title: string
  readonly rows: readonly Row[]
  readonly number: number | null
}

/** An answer to choose, by its letter. */
export interface PrintedChoice {
  readonly letter: string
  readonly says: readonly Piece[]
  readonly right: boolean
}

/** A question on paper; `because` is why the right answer is right, null where that is not told here. */
export interface PrintedQuestion {
  /** Null where the title asks it. */
  readonly ask: readonly Piece[] | null
  readonly choices: readonly PrintedChoice[]
  readonly because: readonly Piece[] | null
  readonly number: number | null
}

/** The text of a program, and how it ends where it ends in an error. */
export interface PrintedProgram {
  readonly source: string
  readonly error: string | null
}

/** A beat on paper. */
export interface Section {
  readonly id: string
  readonly title: readonly Piece[]
  /** The program, where it is the first beat with it; the number of that beat, where the sheet comes back to it; null where it goes on. */
  readonly program: PrintedProgram | number | null
  readonly text: readonly (readonly Piece[])[]
  readonly figures: readonly Figure[]
  readonly formulas: Formulas | null
  readonly question: PrintedQuestion | null
  readonly slide: { readonly says: readonly Piece[]; readonly right: readonly Piece[] } | null
}

/** What belongs into a blank. */
export type Solution = { readonly number: number } & (
  | { readonly kind: 'formula'; readonly written: Written }
  | { readonly kind: 'formulas'; readonly rows: readonly Row[] }
  | { readonly kind: 'picture'; readonly picture: Picture }
  | { readonly kind: 'choice'; readonly choice: PrintedChoice; readonly because: readonly Piece[] }
)

/** A lesson on paper. */
export interface Sheet {
  readonly lesson: Lesson
  readonly kind: SheetKind
  readonly sections: readonly Section[]
  /** In the order of their numbers; none but in a worksheet. */
  readonly solutions: readonly Solution[]
}

type Unnumbered<T> = T extends unknown ? Omit<T, 'number'> : never

/** Counts the blanks of a sheet and keeps what belongs into them. */
interface Counter {
  readonly solutions: Solution[]
  readonly next: (solution: Unnumbered<Solution>) => number
}

function counter(): Counter {
  const solutions: Solution[] = []
  return {
    solutions,
    next: (solution) => {
      const number = solutions.length + 1
      solutions.push({ ...solution, number })
      return number
    },
  }
}

/** What of a lesson a beat is printed from. */
interface Printing {
  readonly lesson: Lesson
  readonly kind: SheetKind
  readonly counter: Counter
  readonly view: View
  readonly before: View | null
}

/** A lesson as a sheet, from the runs of its programs by their text. Throws where a beat's program did not come so far. */
export function sheetOf(lesson: Lesson, runs: ReadonlyMap<string, Run>, kind: SheetKind): Sheet {
  const counted = counter()
  const views = lesson.beats.map((beat) => {
    const run = runs.get(programOf(lesson, beat.program))
    const look = kind === 'unanswered' && beat.question !== undefined ? 'asked' : 'end'
    const view = viewOf(beat, run?.episodes.map(({ trace }) => trace) ?? [], look)
    if (view === null) throw new Error(`The program of the beat “${beat.id}” did not come so far.`)
    return view
  })
  const sections = lesson.beats.map((beat, i) => {
    const printing = { lesson, kind, counter: counted, view: views[i]!, before: views[i - 1] ?? null }
    return { ...sectionOf(beat, printing), program: programAt(lesson, i, runs) }
  })
  return { lesson, kind, sections, solutions: counted.solutions }
}

function programAt(lesson: Lesson, at: number, runs: ReadonlyMap<string, Run>): Section['program'] {
  const sources = lesson.beats.map(({ program }) => programOf(lesson, program))
  const source = sources[at]!
  const first = sources.indexOf(source)
  const { error = null } = runs.get(source) ?? {}
  if (first === at) return { source, error: error === null ? null : `${error.type}: ${error.message}` }
  return sources[at - 1] === source ? null : first + 1
}

function sectionOf(beat: Beat, printing: Printing): Omit<Section, 'program'> {
  const { kind, counter: counted, view } = printing
  const scope: Scope = { passes: view.passes, pass: beat.pass ?? 0 }
  const number = kind === 'worksheet' ? (written: Written) => counted.next({ kind: 'formula', written }) : null
  const pieces = (prose: Prose): Piece[] => piecesOf(prose, scope, number)
  // counted in the order in which they stand on paper
  const title = pieces(beat.title)
  const text = beat.text.map(pieces)
  const figures = figuresOf(beat, printing)
  const formulas = formulasOf(beat, printing)
  const question = questionOf(beat, scope, pieces, printing)
  const slide = beat.slide === undefined ? null : { says: pieces(beat.slide.says), right: pieces(beat.slide.right) }
  return { id: beat.id, title, text, figures, formulas, question, slide }
}

function figuresOf(beat: Beat, { kind, counter: counted, view, before }: Printing): Figure[] {
  const pass = beat.pass ?? 0
  return view.pictures
    .filter((picture) => before === null || !before.pictures.some((last) => isSamePicture(last, picture)))
    .map((picture): Figure => {
      const given = (node: number): boolean => picture.kind === 'graph' && isGiven(picture.trace, node, pass)
      const number =
        kind === 'worksheet' && hasResults(picture, given) ? counted.next({ kind: 'picture', picture }) : null
      return { picture, caption: captionOf(beat, view, picture), number, given }
    })
}

/** Whether there is anything in a picture that is not given. */
function hasResults(picture: Picture, given: (node: number) => boolean): boolean {
  if (picture.kind === 'data')
    return dataPlotOf(picture.trace, picture.cursor, picture.request)?.points.some(({ yhat }) => yhat !== null) ?? false
  if (picture.kind !== 'graph') return true
  const { trace, cursor } = picture
  return trace.steps
    .slice(0, cursor)
    .some((step) => step.kind !== 'value' || (trace.graph.nodes[step.node]?.kind === 'op' && !given(step.node)))
}

const levelNames = { tensor: null, neuron: 'in neurons', scalar: 'in single numbers' } as const

/** Which moment of which pass a picture is of, and how it is shown. */
function captionOf(beat: Beat, { passes }: View, picture: Picture): string {
  const { show = {}, pass = 0 } = beat
  const passed = passes.length > 1 ? `pass ${pass + 1} of ${passes.length}` : null
  if (picture.kind === 'board') return 'The derivation so far'
  if (picture.kind === 'data') return 'The samples, and what the model makes of them'
  if (picture.kind === 'curve') {
    const { over, of } = picture.request
    const { graph } = picture.traces[pass]!
    const names = [...new Set(of.map(({ node }) => plainName(symbolsOf(graph), node)))]
    return [`${names.join(', ')} over ${plainName(symbolsOf(graph), over.node)}`, passed]
      .flatMap((s) => s ?? [])
      .join(' · ')
  }
  const { trace, cursor, sample } = picture
  const mistake = mistakeOf(beat)
  return [
    cursor === 0 ? 'Before the first step' : `After step ${cursor} of ${trace.steps.length}`,
    passed,
    levelNames[show.level ?? 'tensor'],
    sample === null ? null : `sample ${sample + 1}`,
    show.moving === undefined ? null : `forward mode: ${show.moving.of} moves`,
    mistake === null ? null : `with a planted mistake: ${mistake}`,
  ]
    .flatMap((part) => part ?? [])
    .join(' · ')
}

/** The formulas of the last step, where they are not those of the beat before; a derivation is its own formulas. */
function formulasOf(beat: Beat, { kind, counter: counted, view, before }: Printing): Formulas | null {
  const { trace, cursor } = view
  if (beat.show?.board !== undefined || (before?.trace === trace && before.cursor === cursor)) return null
  const { title, rows } = cardAt(trace, cursor)
  if (rows.length === 0) return null
  if (kind !== 'worksheet') return { title, rows, number: null }
  let boxes = 0
  const left = rows.map(({ label, parts }) => ({
    label,
    parts: parts.map((part) => {
      const hidden = blanked(part, (read, of) => read === 'value' && isGiven(trace, of, beat.pass ?? 0))
      boxes += hidden.boxes
      return hidden.written
    }),
  }))
  return { title, rows: left, number: boxes === 0 ? null : counted.next({ kind: 'formulas', rows }) }
}

const letters = 'ABCDEFGH'

function questionOf(
  beat: Beat,
  scope: Scope,
  pieces: (prose: Prose) => Piece[],
  { lesson, kind, counter: counted }: Printing,
): PrintedQuestion | null {
  const { question, title } = beat
  if (question === undefined) return null
  const titled = plainProse(title, scope) === plainProse(question.ask, scope)
  const ask = titled ? null : pieces(question.ask)
  const order = mixed(question, `${lesson.id} ${beat.id}`)
  const choices = order.map(({ says, right }, i): PrintedChoice => {
    return { letter: letters[i] ?? '?', says: piecesOf(says, scope, null), right }
  })
  const at = order.findIndex(({ right }) => right)
  const because = piecesOf(order[at]!.because, scope, null)
  switch (kind) {
    case 'answered':
      return { ask, choices, because, number: null }
    case 'unanswered':
      return { ask, choices, because: null, number: null }
    case 'worksheet':
      return { ask, choices, because: null, number: counted.next({ kind: 'choice', choice: choices[at]!, because }) }
  }
}
