import type { Run } from '../lang/run.ts'
import { createEngine } from './engine.ts'
import { equip } from './equip.ts'
import { receive } from './program.ts'
import { store } from './store.ts'

const engine = createEngine()

/** Runs a program for someone who does with the run what they like; a newer request overtakes it. */
export const runProgram = (source: string): Promise<Run> => engine.run(source)

/** How long an error waits before it is shown, in milliseconds: most programs are broken while they are being typed. A newer program makes it void. */
const patience = 350

/** Runs the program that the state holds. */
export function runNow(): void {
  const { source, run: shown } = store.getState()
  engine.run(source).then(
    (run) => {
      if (run.error === null || shown === null) receive(run)
      else setTimeout(() => receive(run), patience)
    },
    () => undefined,
  )
}

/** What may need code that is not here yet. */
const needing = ['lesson', 'conventions', 'quiz', 'mistake'] as const

/** Runs every program that the state comes to hold, unless its run comes with it, and fetches the code that is needed. */
export function keepUp(): void {
  store.subscribe((state, before) => {
    if (needing.some((name) => state[name] !== before[name])) equip(state)
    const wanted = state.source !== before.source || (state.run === null && before.run !== null)
    if (wanted && state.running) runNow()
  })
}
