import { createStore } from 'zustand/vanilla'
import type { Span } from '../core/graph.ts'
import { type Level, levels } from '../core/levels/magnify.ts'
import type { Trace } from '../core/trace.ts'
import type { Diagnostic, Run } from '../lang/run.ts'
import { firstExample } from '../lessons/examples.ts'
import { type Conventions, isProgram, programConventions } from '../scene/conventions.ts'
import { drawnCount, foldedGroups, mostDrawn, type OpenGroups } from '../scene/fold.ts'
import { forwardLength, ledgerOf, nodeOfStep } from '../scene/ledger.ts'
import { atLevel, carried, inForwardMode, type Moving, nodeAt, type Place, placeOf } from '../scene/levels.ts'
import { type Quiz, questionKinds } from '../scene/quiz.ts'
import type { SampleChoice } from '../scene/samples.ts'
import type { typesetIn } from '../scene/signs.ts'
import type { Verdict } from '../scene/verdict.ts'
import type { Detail } from './detail.ts'
import { canRedo, canUndo, type History, historyOf, push, redo, undo } from './history.ts'
import type { Layouts } from './layouts.ts'
import { retouch, spanOf, textOf, untouched } from './retouch.ts'

/** Where the reader stands: which backward pass of the program, and after how many of its steps. */
export interface Cursor {
  readonly episode: number
  readonly step: number
}

export type Theme = 'system' | 'light' | 'dark' | 'projector'
export type Panel = 'program' | 'graph' | 'formula' | 'table'
/** What the page says about itself, to be dismissed. */
export interface Notice {
  readonly kind: 'info' | 'error'
  readonly text: string
  /** Something to copy: the raw link that could not be opened. */
  readonly raw?: string
}

/** A text, and the one that Reset returns to from it. */
export interface Draft {
  readonly source: string
  readonly original: string
}

/** A question that was answered: the step it was about, what was asked, and how the answer was judged. */
export interface Answered {
  readonly at: string
  readonly prompt: string
  readonly verdict: Verdict
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
  readonly present: boolean
  readonly theme: Theme
  readonly letterKeys: boolean
  /** own: kept in this browser; shared: opened from a link, kept in the address. */
  readonly origin: 'own' | 'shared'
  readonly history: History<Draft>
  /** The last run that can be shown. */
  readonly run: Run | null
  /** What the newest run printed and why it ended, if it did. */
  readonly stdout: string
  readonly error: Diagnostic | null
  readonly running: boolean
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
  /** Whether the choice of conventions is open. */
  readonly choosing: boolean
  readonly notice: Notice | null
}

const nothingLit: readonly string[] = []

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
  present: false,
  theme: 'system',
  letterKeys: true,
  origin: 'own',
  history: historyOf({ source: firstExample.source, original: firstExample.source }),
  run: null,
  stdout: '',
  error: null,
  running: true,
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
  choosing: false,
  notice: null,
}

/** The one store of the app. */
export const store = createStore<State>(() => initialState)

const { getState: get, setState: set } = store

function baseIn({ run, conventions }: State, episode: number): Trace | null {
  const trace = run?.episodes[episode]?.trace
  if (trace === undefined) return null
  return isProgram(conventions) || typesetter === null ? trace : typesetter(trace, conventions)
}

let typesetter: typeof typesetIn | null = null

/** Takes in the code for other conventions once it has been fetched. */
export function setTypesetter(code: typeof typesetIn): void {
  typesetter = code
  set({})
}

/** The trace of the tensors at the cursor, whatever the level. */
export const baseOf = (state: State): Trace | null => baseIn(state, state.cursor.episode)

/** The trace of an episode at the level shown; of tensors where the program has nothing at that level. */
function traceIn(state: State, episode: number): Trace | null {
  const { level, mistake, moving } = state
  const base = baseIn(state, episode)
  const trace = base === null ? null : (atLevel(base, level) ?? base)
  const moved = trace === null || moving === null ? null : inForwardMode(trace, moving)
  return moved !== null
    ? moved
    : trace === null || mistake === null || examiner === null
      ? trace
      : examiner.planted(trace, mistake)
}

let examiner: Examiner | null = null

/** Takes in the code for questions and mistakes once it has been fetched. */
export function setExaminer(code: Examiner): void {
  examiner = code
  set({})
}

let layouts: Layouts | null = null

/** Takes in who lays out large pictures; until then they are laid out when they are drawn. */
export function setLayouts(made: Layouts | null): void {
  layouts = made
}

/** What can change the picture. */
type Subject = 'run' | 'level' | 'folds' | 'sample'

const newest: Record<Subject, number> = { run: 0, level: 0, folds: 0, sample: 0 }

/** Makes a change of what is shown once its picture is laid out; until then all stays as it is. Of changes to one subject only the newest is made, to the state as it then is. */
function show(subject: Subject, change: (state: State) => Partial<State>): void {
  newest[subject] += 1
  const turn = newest[subject]
  const attempt = (): void => {
    const changed = change(get())
    const next = { ...get(), ...changed }
    const trace = traceOf(next)
    const waiting = trace === null ? undefined : layouts?.prepare(trace, next.sample, next.open)
    if (waiting == null) {
      set(changed)
      return
    }
    waiting.then((done) => {
      if (newest[subject] !== turn) return
      if (done) attempt()
      else set(change(get()))
    })
  }
  attempt()
}

/** The trace at the cursor, or null before the first run has answered. */
export const traceOf = (state: State): Trace | null => traceIn(state, state.cursor.episode)

/** The trace of the backward pass before the one at the cursor, or null at the first. */
export const traceBefore = (state: State): Trace | null => traceIn(state, state.cursor.episode - 1)

/** Whether there is no step after the cursor. */
export const isAtEnd = (state: State): boolean => {
  const trace = traceOf(state)
  return (
    trace === null ||
    (state.cursor.step >= trace.steps.length && state.cursor.episode >= (state.run?.episodes.length ?? 1) - 1)
  )
}

const stepCount = (state: State, episode: number): number => traceIn(state, episode)?.steps.length ?? 0

/** The cursor kept inside the run. */
function clamped(state: State, { episode, step }: Cursor): Cursor {
  const last = Math.max(0, (state.run?.episodes.length ?? 1) - 1)
  const inside = Math.min(Math.max(0, episode), last)
  const cursor = { episode: inside, step: Math.min(Math.max(0, step), stepCount(state, inside)) }
  const same = cursor.episode === state.cursor.episode && cursor.step === state.cursor.step
  return same ? state.cursor : cursor
}

/** Goes to a cursor. Whatever plays goes on. */
export const goTo = (cursor: Cursor): void =>
  set((state) => ({ cursor: clamped(state, cursor), blank: false, asking: false }))

/** The step that is next, by name, so that an answer can be told from another's. */
export const askedAt = ({ cursor, level }: State): string => `${cursor.episode} ${level} ${cursor.step}`

/** Opens the question about the next step, if the quiz has one that is not answered yet. */
function ask(state: State): boolean {
  const trace = traceOf(state)
  const { quiz, asking, answers, cursor, mistake } = state
  if (quiz === null || asking || mistake !== null || examiner === null || trace === null) return false
  const next = trace.steps[cursor.step]
  if (next === undefined || next.kind === 'value' || answers.some(({ at }) => at === askedAt(state))) return false
  if (!examiner.asks(trace, cursor.step, quiz)) return false
  set({ asking: true, detail: 'predict', playing: false, blank: false })
  return true
}

/** Keeps an answer and shows the step it was about. */
export function answered(answer: Answered): void {
  set({ answers: [...get().answers, answer] })
  goToStep(get().cursor.step + 1)
}

/** Goes to a step of the episode shown. */
export const goToStep = (step: number): void => goTo({ ...get().cursor, step })

/** One step on or back, across the ends of episodes. With a quiz, a step of the backward pass is asked about first; a second press skips the question. */
export function step(by: 1 | -1): void {
  const state = get()
  if (by === 1 && ask(state)) return
  const { episode, step: at } = state.cursor
  const [next, count] = [at + by, stepCount(state, episode)]
  if (next < 0) {
    if (episode > 0) goTo({ episode: episode - 1, step: stepCount(state, episode - 1) })
  } else if (next > count) {
    if (!isAtEnd(state)) goTo({ episode: episode + 1, step: 0 })
  } else goTo({ episode, step: next })
}

export const first = (): void => goTo(get().cursor.step === 0 ? { episode: 0, step: 0 } : { ...get().cursor, step: 0 })

export function last(): void {
  const state = get()
  const { episode, step: at } = state.cursor
  const here = stepCount(state, episode)
  goTo(
    at < here
      ? { episode, step: here }
      : { episode: episode + 1, step: stepCount(state, Math.min(episode + 1, (state.run?.episodes.length ?? 1) - 1)) },
  )
}

/** Goes on until the step is about another node. */
export function nextNode(): void {
  const state = get()
  const trace = traceOf(state)
  if (trace === null) return
  const at = state.cursor.step
  const here = nodeOfStep(trace, at - 1)
  let to = at + 1
  while (to < trace.steps.length && nodeOfStep(trace, to - 1) === here && trace.steps[to - 1]?.kind !== 'seed') to++
  if (to > trace.steps.length) step(1)
  else goToStep(to)
}

/** Goes to the end of the forward pass, or, from there, to the end of the backward pass. */
export function phaseEnd(): void {
  const state = get()
  const trace = traceOf(state)
  if (trace === null) return
  const forward = forwardLength(trace)
  if (state.cursor.step >= trace.steps.length) step(1)
  else goToStep(state.cursor.step < forward ? forward : trace.steps.length)
}

/** Goes to the step that gave a node its value or, in the backward pass, its gradient; again switches between the two. */
export function goToNode(node: number): void {
  const state = get()
  const trace = traceOf(state)
  if (trace === null) return
  const ledger = ledgerOf(trace)
  const valued = ledger.valueStep[node]
  const graded = ledger.arrivals[node]!.at(-1)
  const at = state.cursor.step
  const backward = at > forwardLength(trace)
  const wanted = backward ? (graded ?? valued) : (valued ?? graded)
  const other = backward ? valued : graded
  const to = wanted !== undefined && wanted + 1 !== at ? wanted : (other ?? wanted)
  if (to !== undefined) goToStep(to + 1)
}

/** Shows the run at another level, at the same moment and with the same thing selected. */
export const setLevel = (level: Level): void => show('level', (state) => atNewLevel(state, level))

function atNewLevel(state: State, level: Level): Partial<State> {
  const [from, to] = [traceOf(state), traceOf({ ...state, level })]
  if (from === null || to === null || from === to) {
    return { level }
  }
  const place = state.selected === null ? null : placeOf(from, state.selected)
  const entry = place?.entry ?? state.entry
  const found = place === null ? null : nodeAt(to, { ...place, entry })
  const cursor = { ...state.cursor, step: carried(from, state.cursor.step, to) }
  return {
    level,
    cursor,
    selected: found?.node ?? null,
    entry,
    hover: null,
    hoverEntry: null,
    open: null,
    asking: false,
  }
}

/** Shows the run at the next finer level it has, after the finest the coarsest. */
export function nextLevel(): void {
  const state = get()
  const base = baseOf(state)
  if (base === null) return
  const possible = levels.filter((level) => atLevel(base, level) !== null)
  // a level that this program has nothing at is shown as tensors
  const shown = possible.includes(state.level) ? state.level : 'tensor'
  const next = possible[(possible.indexOf(shown) + 1) % possible.length]
  if (next !== undefined) setLevel(next)
}

/** Opens a folded group, as long as the picture stays small enough to be drawn. */
export function openGroup(group: number): void {
  const state = get()
  const trace = traceOf(state)
  if (trace === null) return
  const open = [...(Array.isArray(state.open) ? state.open : []), group]
  const count = drawnCount(trace, foldedGroups(trace, open))
  if (count <= mostDrawn) show('folds', () => ({ open }))
  else
    notify({
      kind: 'info',
      text: `With this opened the picture would have ${count} boxes, more than the ${mostDrawn} that are drawn. Fold another first.`,
    })
}

/** Folds all groups, or opens them all. */
export const setFolded = (folded: boolean): void => show('folds', () => ({ open: folded ? [] : 'all' }))

/** Differentiates in forward mode from one number, or in reverse mode again. The walk starts anew: its steps are others. */
export const setMoving = (moving: Moving | null): void =>
  set((state) => ({ moving, asking: false, selected: null, playing: false, cursor: { ...state.cursor, step: 0 } }))

export const setSample = (sample: SampleChoice): void => show('sample', () => ({ sample }))

export const select = (selected: number | null, entry: number | null = null): void => set({ selected, entry })
/** Selects a place of the program, at whatever level is shown. */
export function selectPlace(place: Place): void {
  const trace = traceOf(get())
  const found = trace === null ? null : nodeAt(trace, place)
  if (found !== null) set({ selected: found.node, entry: place.entry })
}
export const setHover = (hover: number | null, hoverEntry: number | null = null): void => {
  if (get().hover !== hover || get().hoverEntry !== hoverEntry) set({ hover, hoverEntry })
}

/** Places in the text count a line's end as one character. */
export const unixLines = (text: string): string => text.replace(/\r\n?/g, '\n')

export const setLit = (lit: readonly string[]): void => set({ lit: lit.length === 0 ? nothingLit : lit })

/** Changes the program. Changes with one `merge` key that follow each other are one entry of the history. */
export function setSource(text: string, merge: string | null = null, within?: number): void {
  const state = get()
  const source = unixLines(text)
  if (source === state.source) return
  const { original, history } = state
  const before = history.past.at(-1)
  const same = before !== undefined && before.source === source && before.original === original
  const draft = same ? before : { source, original }
  set({
    source,
    history: push(history, draft, merge, Date.now(), within),
    running: true,
    playing: false,
    asking: false,
    answers: [],
  })
}

let retouched = untouched('')

/** Puts a number in place of a literal of the program. All changes of one gesture are one; further numbers may be changed before the program has run again. */
export function setNumber(node: number, entry: number, text: string, gesture: number): void {
  const state = get()
  const going = textOf(retouched) === state.source
  const under = going ? spanOf(retouched, gesture) : null
  const ran = state.run?.source
  if (under === null && !(going && ran === retouched.base)) {
    if (ran !== state.source) return
    retouched = untouched(state.source)
  }
  const place = under ?? literalOf(state, node, entry)
  if (place === null) return
  retouched = retouch(retouched, place, text, gesture)
  setSource(textOf(retouched), `number ${gesture}`, Number.POSITIVE_INFINITY)
}

/** Where an entry of a leaf stands in the program that ran, or null where no literal made it. */
function literalOf(state: State, node: number, entry: number): Span | null {
  const leaf = traceOf(state)?.graph.nodes[node]
  return (leaf?.kind === 'leaf' ? leaf.literals[entry] : null) ?? null
}

const withHistory = (history: History<Draft>): Partial<State> => ({
  ...history.present,
  history,
  playing: false,
  running: history.present.source !== get().source,
})

export const undoChange = (): void => {
  if (canUndo(get().history)) set(withHistory(undo(get().history)))
}
export const redoChange = (): void => {
  if (canRedo(get().history)) set(withHistory(redo(get().history)))
}
/** Returns to the text the document began as. Can itself be undone. */
export const reset = (): void => setSource(get().original)

/** Opens a program as a new document at its start. The one before can be had back by undo. */
export function open(text: string): void {
  const state = get()
  const source = unixLines(text)
  if (source === state.source && source === state.original) {
    goTo({ episode: 0, step: 0 })
    return
  }
  set({
    source,
    original: source,
    history: push(state.history, { source, original: source }, null, Date.now()),
    cursor: { episode: 0, step: 0 },
    selected: null,
    entry: null,
    open: null,
    asking: false,
    answers: [],
    mistake: null,
    moving: null,
    playing: false,
    running: source !== state.source,
    notice: null,
  })
}

/** Takes in what the engine answered. A run that failed leaves the last good graph on screen. */
export const receive = (run: Run): void => show('run', (state) => withRun(state, run))

function withRun(state: State, run: Run): Partial<State> {
  if (run.source !== state.source) return {}
  const shown = run.error === null || state.run === null || state.run.error !== null
  const next: State = { ...state, run: shown ? run : state.run, stdout: run.stdout, error: run.error, running: false }
  const kept = traceOf(next)?.graph.nodes.length
  const selected = state.selected !== null && kept !== undefined && state.selected < kept ? state.selected : null
  const cursor = shown && run.episodes.length > 0 ? clamped(next, state.cursor) : state.cursor
  return { run: next.run, stdout: run.stdout, error: run.error, running: false, cursor, selected }
}

export const setPlaying = (playing: boolean): void => set((state) => ({ playing: playing && !isAtEnd(state) }))
export const setSpeed = (speed: number): void => set({ speed })
/** Typesets the same steps after other conventions. */
export const setConventions = (conventions: Conventions): void => set({ conventions })
/** Opens the choice of conventions, or closes it. */
export const toggleChoosing = (): void => set(({ choosing }) => ({ choosing: !choosing }))
export const setTheme = (theme: Theme): void => set({ theme })
export const setPresent = (present: boolean): void => set({ present, panel: 'graph' })
export const setPanel = (panel: Panel): void => set({ panel })
/** Asks before each backward step, or no longer. */
export const setQuiz = (quiz: Quiz | null): void => set({ quiz, asking: false })
/** Turns questions on, with a new seed, or off. */
export function toggleQuiz(): void {
  const { quiz } = get()
  setQuiz(quiz === null ? { kinds: [...questionKinds], seed: Math.floor(Math.random() * 1e6) } : null)
  setDetail('predict')
}
/** Plants a mistake in the backward pass, or takes it out. */
export const plantMistake = (mistake: string | null): void =>
  set((state) => {
    const next = { ...state, mistake, asking: false }
    return { mistake, asking: false, cursor: clamped(next, state.cursor) }
  })
export const setDetail = (detail: Detail): void => set({ detail })
/** Shows the two tensors whose shapes do not fit. */
export const showMisfit = (): void =>
  set(({ panel }) => ({ detail: 'matrices', panel: panel === 'program' ? 'formula' : panel }))
export const setBlank = (blank: boolean): void => set({ blank })
export const setLetterKeys = (letterKeys: boolean): void => set({ letterKeys })
export const notify = (notice: Notice | null): void => set({ notice })
