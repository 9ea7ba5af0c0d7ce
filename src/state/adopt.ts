import type { Run } from '../lang/run.ts'
import { show } from './drawing.ts'
import { equip } from './equip.ts'
import { type History, push } from './history.ts'
import { isKept, passCount } from './passes.ts'
import { withRun } from './program.ts'
import { runProgram } from './running.ts'
import type { SharedState } from './shared-state.ts'
import { type Draft, nothingLit, type State, store } from './store.ts'

/**
 * Shows what another window shows. It is complete and arranged, so nothing is arranged again; where its program is another one, all stays as
 * it is until that has run, then all changes at once. A promise where that takes time.
 */
export function adopt(shared: SharedState): Promise<void> | null {
  const mine = ++turn
  const { source, running, run: held } = store.getState()
  const { episode } = shared.cursor
  const known = source === shared.source && !running && (isKept(held, episode) || episode >= passCount(held))
  const fetching = equip(shared)
  if (known && fetching === null) return show('run', (state) => taken(state, shared, null))
  const ran = known ? Promise.resolve(null) : runProgram(shared.source, shared.lesson === null ? episode : 0)
  return Promise.all([ran, fetching]).then(async ([run]) => {
    // a newer state has overtaken this one
    if (mine !== turn || (run !== null && run.source !== shared.source)) return
    await show('run', (state) => taken(state, shared, run))
  })
}

/** Which state was taken over last: one that needed no run overtakes another that is still running. */
let turn = 0

function taken(state: State, shared: SharedState, run: Run | null): Partial<State> {
  const same = state.source === shared.source
  const next: Partial<State> = {
    ...shared,
    detail: shared.detail ?? 'formula',
    arriving: false,
    spotlight: shared.present && state.spotlight,
    panel: shared.present && !state.present ? 'graph' : state.panel,
    history: same ? state.history : changedTo(state, shared),
    ...(same && state.level === shared.level ? {} : { hover: null, hoverEntry: null, lit: nothingLit }),
    ...(same ? {} : { answers: [] }),
  }
  if (run === null) return next
  // a lesson's own program may end in an error on purpose
  const meant = shared.lesson !== null && shared.source === shared.original
  return { ...next, ...withRun({ ...state, ...next, arriving: meant }, run) }
}

/** What was changed in the other window can be undone in this one. */
const changedTo = ({ history }: State, { source, original }: SharedState): History<Draft> =>
  push(history, { source, original }, 'other window', Date.now())
