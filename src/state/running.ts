import type { Run } from '../lang/run.ts'
import type { Collected } from './collected.ts'
import { createEngine } from './engine.ts'
import { equip } from './equip.ts'
import { paced } from './paced.ts'
import { isFirst, isKept, passCount, windowFrom, withPasses } from './passes.ts'
import { receive, receivePasses } from './program.ts'
import { notify } from './screen.ts'
import { type Curve, passedBy, slideOf } from './slide.ts'
import { type Cursor, store } from './store.ts'

const engine = createEngine()
const { getState: get, setState: set } = store

/** Shows how far the program is, as long as it is the one that the state holds; of one that a slide has left behind, its curve. */
const going =
  (source: string, gesture: number | null = null) =>
  (collected: Collected): void => {
    if (get().source === source) set({ going: collected })
    else if (gesture !== null && isLong(collected)) passBy({ source, losses: collected.losses, growing: true }, gesture)
  }

const passBy = (curve: Curve, gesture: number): void => set((state) => passedBy(state, gesture, curve))

/** Runs a program for someone who does with the run what they like; a newer request overtakes it. `pass` is kept whole, or the last one before it. */
export async function runProgram(source: string, pass = 0, gesture: number | null = null): Promise<Run> {
  if (get().going !== null) set({ going: null })
  const run = await runWanted(source, pass, gesture)
  if (get().source === run.source) set({ going: null })
  return run
}

async function runWanted(source: string, pass: number, gesture: number | null): Promise<Run> {
  const pace = paced(going(source, gesture))
  try {
    return await runPaced(source, pass, gesture, pace.tell)
  } finally {
    pace.end()
  }
}

async function runPaced(
  source: string,
  pass: number,
  gesture: number | null,
  onProgress: (collected: Collected) => void,
): Promise<Run> {
  const like = get().run
  const run = await engine.run(source, { keepFrom: isFirst(pass) ? null : windowFrom(pass, like), onProgress, gesture })
  const { length } = run.episodes
  const left = gesture !== null && get().source !== source
  if (length > 0 || run.backwards === 0 || run.source !== source || left) return run
  // it was stopped, or never came to the pass
  const keepFrom = windowFrom(Math.min(pass, run.backwards - 1), like)
  gatheredSince = Date.now()
  const passes = await engine.run(source, { keepFrom, stopWhenKept: true, onProgress })
  return passes.source === source ? withPasses(run, passes) : passes
}

/** When the passes of a program that was stopped were last asked for. */
let gatheredSince = 0
/** How long they may take before a further stop is meant for them too, in milliseconds. */
const impatience = 1000

/** Ends the program that runs. Who asks twice for the same end does not lose what the program did. */
export function stopRun(): void {
  if (Date.now() - gatheredSince > impatience) engine.stop()
}

/** Whether a program has been running for so long that it is worth saying: longer where a slider is moved, because then one follows the other. */
export const isLong = (collected: Collected | null): boolean =>
  collected !== null && collected.elapsedMs >= (slideOf(get()) === null ? 300 : 1000)

/** How long an error waits before it is shown, in milliseconds: most programs are broken while they are being typed. A newer program makes it void. */
const patience = 350

/** Runs the program that the state holds. */
export function runNow(): void {
  const state = get()
  const { source, run: shown, cursor, lesson } = state
  const slide = slideOf(state)
  // a lesson begins with its first pass, wherever the reader was before
  runProgram(source, slide?.pass ?? (lesson === null ? cursor.episode : 0), slide?.gesture).then(
    (run) => {
      // whoever asked for the newer one shows it
      if (run.source !== source) return
      if (slide !== null && source !== get().source) passBy({ source, losses: run.losses }, slide.gesture)
      else if (run.error === null || shown === null || run.error.stopped === true) receive(run)
      else setTimeout(() => receive(run), patience)
    },
    () => undefined,
  )
}

/** Fetches the pass that is wanted, by running the same program again: it is the same to the last digit. */
function seek(wanted: Cursor): void {
  const { run, source } = get()
  const keepFrom = windowFrom(wanted.episode, run)
  const pace = paced(going(source))
  engine.run(source, { keepFrom, stopWhenKept: true, onProgress: pace.tell }).then(
    (passes) => {
      pace.end()
      if (get().seeking !== wanted) return
      set({ going: null })
      if (isKept(passes, wanted.episode)) receivePasses(passes, wanted)
      else giveUp(wanted, passes)
    },
    () => undefined,
  )
}

/** Says why a pass cannot be shown, unless the reader stopped it. */
function giveUp({ episode }: Cursor, { error, source }: Run): void {
  set({ seeking: null })
  if (source === get().run?.source && error !== null && error.type !== 'KeyboardInterrupt')
    notify({ kind: 'info', text: `Pass ${episode + 1} of ${passCount(get().run)} is not shown: ${error.message}.` })
}

/** What may need code that is not here yet. */
const needing = ['lesson', 'conventions', 'quiz', 'mistake'] as const

/** Runs every program that the state comes to hold, unless its run comes with it, and fetches the code and the passes that are needed. */
export function keepUp(): void {
  store.subscribe((state, before) => {
    if (needing.some((name) => state[name] !== before[name])) equip(state)
    const wanted = state.source !== before.source || (state.run === null && before.run !== null)
    if (wanted && state.running) runNow()
    if (state.seeking !== null && state.seeking !== before.seeking) seek(state.seeking)
  })
}
