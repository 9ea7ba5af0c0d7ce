import type { Layouts } from './layouts.ts'
import { traceOf } from './shown.ts'
import { type State, store } from './store.ts'

const { getState: get, setState: set } = store

let layouts: Layouts | null = null

/** Takes in who lays out large pictures; until then they are laid out when they are drawn. */
export function setLayouts(made: Layouts | null): void {
  layouts = made
}

/** What can change the picture. */
type Subject = 'run' | 'level' | 'folds' | 'sample'

export const newest: Record<Subject, number> = { run: 0, level: 0, folds: 0, sample: 0 }

/** Makes a change of what is shown once its picture is laid out; until then all stays as it is. Of changes to one subject only the newest is made, to the state as it then is. Null where it is made at once. */
export function show(subject: Subject, change: (state: State) => Partial<State>): Promise<void> | null {
  newest[subject] += 1
  const turn = newest[subject]
  const attempt = (): Promise<void> | null => {
    const changed = change(get())
    const next = { ...get(), ...changed }
    const trace = traceOf(next)
    const waiting = trace === null ? undefined : layouts?.prepare(trace, next.sample, next.open)
    if (waiting == null) {
      set(changed)
      return null
    }
    return waiting.then(async (done) => {
      if (newest[subject] !== turn) return
      if (done) await attempt()
      else set(change(get()))
    })
  }
  return attempt()
}
