import type { Trace } from '../core/trace.ts'
import { nodeNamed, offsetOf } from '../lessons/figures.ts'
import { lessonNamed, lessons, programOf } from '../lessons/lecture.ts'
import type { Beat, Lesson, Place } from '../lessons/lesson.ts'
import { spotOf } from '../lessons/spot.ts'
import { type Stop, stopsOf } from '../lessons/stops.ts'
import { inForwardMode, nodeAt } from '../scene/levels.ts'
import { isAllowed, whereAllowed } from './allowed.ts'
import { push } from './history.ts'
import { keepProgress } from './progress.ts'
import { baseIn, isSlow, traceIn } from './shown.ts'
import { type Cursor, type State, store, type Teacher } from './store.ts'

const { getState: get, setState: set } = store

/** The lesson and the beat where the reader stands; null in a free walk, or where there is no such beat any more. */
export function standingIn({
  lesson: standing,
}: Pick<State, 'lesson'>): { readonly lesson: Lesson; readonly beat: Beat } | null {
  const lesson = standing === null ? null : lessonNamed(standing.lesson)
  const beat = lesson?.beats.find(({ id }) => id === standing?.beat)
  return lesson === null || beat === undefined ? null : { lesson, beat }
}

/** The text of the lesson that the reader's program began as. */
export function ownProgram(state: Pick<State, 'lesson'>): string | null {
  const here = standingIn(state)
  return here === null ? null : programOf(here.lesson, here.beat.program)
}

/** The traces that a beat's moments are told in and shown in; null while there is no run, or none with its pass. */
function tracesOf(state: State, { pass = 0 }: Beat): { readonly base: Trace; readonly shown: Trace } | null {
  const tensors = baseIn(state, pass)
  const shown = traceIn(state, pass)
  if (tensors === null || shown === null) return null
  return { base: (state.moving === null ? null : inForwardMode(tensors, state.moving)) ?? tensors, shown }
}

/** The stops of the beat where the reader stands. */
export function stopsHere(state: State): readonly Stop[] {
  const here = standingIn(state)
  const traces = here === null ? null : tracesOf(state, here.beat)
  const pace = { lecture: state.present, slow: isSlow(state) }
  if (here === null || traces === null) return []
  const { beats } = here.lesson
  return stopsOf(here.beat, traces.base, traces.shown, pace, beats[beats.indexOf(here.beat) - 1])
}

/** The stop where the reader stands; null while there is none. */
export const stopHere = (state: State): Stop | null => stopsHere(state)[state.lesson?.stop ?? 0] ?? null

/** The cursor of a stop of a beat. */
export const cursorAt = ({ pass = 0 }: Beat, stop: Stop | undefined): Cursor => ({
  episode: pass,
  step: stop?.cursor ?? 0,
  ...(stop?.part !== undefined && { part: stop.part }),
})

/** How much of the beat's question is shown: to a student the choices at once, to a lecture after the question alone. */
export function revealOf(state: State): Stop['reveal'] {
  const here = standingIn(state)
  if (here?.beat.question === undefined) return 2
  const stop = state.lesson?.stop ?? 0
  return stop >= 2 ? 2 : stop === 1 || !state.present ? 1 : 0
}

/** Presses that came while the program of a beat was still running, in their order; taken when it has arrived. */
let early: (1 | -1)[] = []

/** Goes to a beat, and to one of its stops. */
function enter(lesson: Lesson, beat: Beat, stop: number): void {
  const state = get()
  const program = programOf(lesson, beat.program)
  // numbers that the reader has changed stay while the lesson goes on with the same program
  const same = state.lesson !== null && ownProgram(state) === program
  const source = same ? state.source : program
  const history =
    source === state.source ? state.history : push(state.history, { source, original: program }, null, Date.now())
  set({
    lesson: { lesson: lesson.id, beat: beat.id, stop, chosen: null },
    arriving: true,
    source,
    original: program,
    history,
    running: state.running || source !== state.source,
    contents: false,
    blank: false,
    playing: false,
    notice: null,
    ...(source === state.source ? {} : { answers: [] }),
  })
  keepProgress(lesson.id, lesson.beats.at(-1) === beat)
  arrive()
}

/** Arranges what the beat shows, once its program has run. */
function arrive(): void {
  const state = get()
  const here = standingIn(state)
  if (!state.arriving || here === null || state.running || state.run?.source !== state.source) return
  const { beat } = here
  const { show = {}, pass = 0 } = beat
  const tensors = baseIn(state, pass)
  const own = state.ownConventions ?? state.conventions
  const arranged: State = {
    ...state,
    arriving: false,
    level: show.level ?? 'tensor',
    detail: show.detail ?? 'formula',
    moving: tensors === null || show.moving === undefined ? null : spotOf(tensors, show.moving),
    mistake: show.mistake ?? null,
    sample: show.sample ?? null,
    open: null,
    quiz: null,
    asking: false,
    lit: [],
    hover: null,
    hoverEntry: null,
    panel: state.panel === 'table' ? 'graph' : state.panel,
    conventions: show.conventions === undefined ? own : { ...own, ...show.conventions },
    ownConventions: show.conventions === undefined ? null : own,
  }
  const stops = stopsHere(arranged)
  const stop = Math.min(state.lesson!.stop, Math.max(0, stops.length - 1))
  const selected = chosenIn(traceIn(arranged, pass), tensors, show.select)
  const presses = early
  early = []
  set({
    ...arranged,
    lesson: { ...state.lesson!, stop },
    cursor: cursorAt(beat, stops[stop]),
    selected: selected?.node ?? null,
    entry: selected?.entry ?? null,
  })
  for (const press of presses) move(press)
}

function chosenIn(shown: Trace | null, tensors: Trace | null, place: Place | undefined) {
  const node = place === undefined || tensors === null ? null : nodeNamed(tensors, place.of)
  if (shown === null || tensors === null || node === null) return null
  const entry = place?.entry === undefined ? null : offsetOf(tensors.graph.nodes[node]!.value, place.entry)
  const found = nodeAt(shown, { node, entry })
  return found === null ? null : { node: found.node, entry }
}

function goToStop(stop: number, chosen: number | null): void {
  const state = get()
  const to = stopsHere(state)[stop]
  if (to === undefined || state.lesson === null || state.arriving) return
  const { beat } = standingIn(state)!
  set({
    lesson: { ...state.lesson, stop, chosen },
    cursor: cursorAt(beat, to),
    asking: false,
    blank: false,
  })
}

/** The beat before or after one, in its lesson or in the next; null at the ends of the course, and of a lesson that is locked. */
export function beside(
  lesson: Lesson,
  beat: Beat,
  by: 1 | -1,
): { readonly lesson: Lesson; readonly beat: Beat } | null {
  const near = lesson.beats[lesson.beats.indexOf(beat) + by]
  if (near !== undefined) return { lesson, beat: near }
  if (!isAllowed(get(), 'lessons')) return null
  const next = lessons[lessons.indexOf(lesson) + by]
  const first = next?.beats.at(by === 1 ? 0 : -1)
  return next === undefined || first === undefined ? null : { lesson: next, beat: first }
}

/** Whether a student has a question to answer first. */
export const isWaiting = (state: State): boolean => !state.present && revealOf(state) === 1

/** To the next stop, or back: a press of the clicker. A student’s question waits for an answer or for Skip. No press is lost while a program runs. */
function move(by: 1 | -1): void {
  const state = get()
  const here = standingIn(state)
  if (here === null || state.lesson === null) return
  if (state.arriving) {
    // a program that cannot run never arrives: presses on it are for nothing
    if (state.running) early.push(by)
    return
  }
  const { stop, chosen } = state.lesson
  if (by === 1 && isWaiting(state)) {
    set({ urged: state.urged + 1, playing: false })
    return
  }
  const asked = here.beat.question !== undefined
  // to a student the question comes with its choices
  const to = by === -1 && asked && !state.present && stop === 2 ? -1 : stop + by
  if (to >= 0 && to < stopsHere(state).length) goToStop(to, to < 2 && asked ? null : chosen)
  else {
    const next = beside(here.lesson, here.beat, by)
    if (next !== null) enter(next.lesson, next.beat, by === 1 ? 0 : Number.MAX_SAFE_INTEGER)
    else set({ playing: false })
  }
}

/** Answers the beat's question by the place of a choice, or skips it. */
export const answerQuestion = (choice: number | null): void => goToStop(2, choice)

/** Opens a lesson at a beat, or at its first. */
export function openLesson(id: string, beat?: string): void {
  const lesson = lessonNamed(id)
  const at = lesson?.beats.find((each) => each.id === beat) ?? lesson?.beats[0]
  const here = get().lesson?.lesson === id || isAllowed(get(), 'lessons')
  if (!here || lesson === null || at === undefined) return
  early = []
  enter(lesson, at, 0)
}

/** Leaves the lesson, where the reader may; what is shown stays. */
export const leaveLesson = whereAllowed('walking', leave)

function leave(): void {
  const { ownConventions, conventions } = get()
  set({ lesson: null, arriving: false, ownConventions: null, conventions: ownConventions ?? conventions })
}

/** Stays at the moment shown when the lesson is walked at another pace, whose stops are others. */
function keepPlace(before: State): void {
  const state = get()
  const [here, old] = [standingIn(state), stopHere(before)]
  if (here === null || old === null || state.lesson === null || state.arriving) return
  const stops = stopsHere(state)
  const same = stops.findLastIndex(({ cursor, part, slide }) => part === undefined && !slide && cursor <= old.cursor)
  const stop = old.reveal < 2 ? state.lesson.stop : Math.max(same, here.beat.question === undefined ? 0 : 2)
  set({ lesson: { ...state.lesson, stop }, cursor: cursorAt(here.beat, stops[stop]) })
}

/** What the store is told of lessons. */
export const teacher: Teacher = { move }

/** Follows the store: a beat is arranged when its program has run, and a lesson that is not there any more is left. */
export function startTeacher(): void {
  const follow = (): void => {
    const state = get()
    if (!state.arriving) early = []
    if (state.lesson === null) return
    if (standingIn(state) === null) leave()
    else arrive()
  }
  store.subscribe((state, before) => {
    if (state.lesson === before.lesson && (state.present !== before.present || isSlow(state) !== isSlow(before)))
      keepPlace(before)
    else follow()
  })
  follow()
}
