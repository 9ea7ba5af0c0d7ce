import type { Span } from '../core/graph.ts'
import type { Run } from '../lang/run.ts'
import { isAllowed, whereAllowed } from './allowed.ts'
import { clamped, farCursor, goTo } from './cursor.ts'
import { show } from './drawing.ts'
import { canRedo, canUndo, type History, push, redo, undo } from './history.ts'
import { passCount, withPasses } from './passes.ts'
import { retouch, spanOf, textOf, untouched } from './retouch.ts'
import { traceOf } from './shown.ts'
import { slideOf } from './slide.ts'
import { type Cursor, type Draft, type State, store } from './store.ts'

const { getState: get, setState: set } = store

/** Places in the text count a line's end as one character. */
export const unixLines = (text: string): string => text.replace(/\r\n?/g, '\n')

/** Changes the program, as someone who types. Changes with one `merge` key that follow each other are one entry of the history. */
export const setSource = whereAllowed('text', (text: string, merge: string | null = null) => rewrite(text, merge))

/** Puts another text in the place of the program, whoever asks. `also` changes with it; `kept` is what the history keeps beside it. */
export function rewrite(
  text: string,
  merge: string | null,
  within?: number,
  also: Partial<State> = {},
  kept: Pick<Draft, 'unslid'> = {},
): void {
  const state = get()
  const source = unixLines(text)
  if (source === state.source) return
  const { original, history } = state
  const before = history.past.at(-1)
  const same = before !== undefined && before.source === source && before.original === original
  const draft = same ? before : { source, original, ...kept }
  set({
    source,
    history: push(history, draft, merge, Date.now(), within),
    running: true,
    playing: false,
    asking: false,
    answers: [],
    ...also,
  })
}

let retouched = untouched('')

/** Puts a number in place of a literal of the program. All changes of one gesture are one; further numbers may be changed before the program has run again. */
export function setNumber(node: number, entry: number, text: string, gesture: number): void {
  const state = get()
  if (!isAllowed(state, 'numbers')) return
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
  rewrite(textOf(retouched), `number ${gesture}`, Number.POSITIVE_INFINITY)
}

/** Where an entry of a leaf stands in the program that ran, or null where no literal made it. */
function literalOf(state: State, node: number, entry: number): Span | null {
  const leaf = traceOf(state)?.graph.nodes[node]
  return (leaf?.kind === 'leaf' ? leaf.literals[entry] : null) ?? null
}

const withHistory = (history: History<Draft>): Partial<State> => ({
  source: history.present.source,
  original: history.present.original,
  history,
  playing: false,
  running: history.present.source !== get().source,
})

export const undoChange = whereAllowed('text', () => {
  if (canUndo(get().history)) set(withHistory(undo(get().history)))
})

export const redoChange = whereAllowed('text', () => {
  if (canRedo(get().history)) set(withHistory(redo(get().history)))
})

/** Returns to the text the document began as, also from numbers that were changed in a locked program. Can itself be undone. */
export const restore = (): void => rewrite(get().original, null)

/** The same for whoever may change the text. */
export const reset = whereAllowed('text', restore)

/** Opens a program as a new document at its start. The one before can be had back by undo. */
export function open(text: string): void {
  const state = get()
  if (!isAllowed(state, 'examples')) return
  const source = unixLines(text)
  if (source === state.source && source === state.original && state.lesson === null) {
    goTo({ episode: 0, step: 0 })
    return
  }
  set({
    source,
    original: source,
    history: push(state.history, { source, original: source }, null, Date.now()),
    lesson: null,
    arriving: false,
    conventions: state.ownConventions ?? state.conventions,
    ownConventions: null,
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
export const receive = (run: Run): void => void show('run', (state) => withRun(state, run))

/** What a run makes of a state. */
export function withRun(state: State, run: Run): Partial<State> {
  if (run.source !== state.source) return {}
  // a lesson may show a program that ends in an error on purpose
  const meant = state.arriving && run.episodes.length > 0
  const shown = run.error === null || meant || isStopped(run) || state.run === null || state.run.error !== null
  const next: State = { ...state, run: shown ? run : state.run, prints: run.prints, error: run.error, running: false }
  const kept = traceOf(next)?.graph.nodes.length
  const selected = state.selected !== null && kept !== undefined && state.selected < kept ? state.selected : null
  const wanted = slideOf(state)?.pass == null ? state.cursor : { ...state.cursor, episode: passCount(run) - 1 }
  const cursor = shown && run.episodes.length > 0 ? clamped(next, wanted) : state.cursor
  const seeking = shown ? farCursor(run, wanted) : null
  return { run: next.run, prints: run.prints, error: run.error, running: false, cursor, seeking, selected }
}

/** Whether a program was stopped with something to show: what it did until then is shown. */
const isStopped = ({ error, episodes }: Run): boolean => error?.stopped === true && episodes.length > 0

/** Takes in the passes that were fetched, and goes to the cursor they were fetched for. The rest of the run stays. */
export const receivePasses = (passes: Run, wanted: Cursor): void =>
  void show('run', (state) => {
    if (state.seeking !== wanted || state.run === null || state.run.source !== passes.source) return {}
    const run = withPasses(state.run, passes)
    const cursor = clamped({ ...state, run }, wanted)
    return { run, cursor, seeking: null, blank: false, asking: false }
  })
