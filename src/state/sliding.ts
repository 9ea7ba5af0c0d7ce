import {
  type Hyperparameter,
  hyperparameterOf,
  withText,
  writtenValue,
} from '../lang/hyperparameters/hyperparameters.ts'
import { whereAllowed } from './allowed.ts'
import { passCount } from './passes.ts'
import { rewrite } from './program.ts'
import { type Curve, type Slide, slideOf, unslidOf } from './slide.ts'
import { type State, store } from './store.ts'

const { getState: get } = store

/** The curve that is drawn for a state: while a slider is dragged that of the newest value that has run, else that of the run. */
export function drawnCurve(state: State): Curve | null {
  const passing = state.running ? slideOf(state)?.passing : null
  return passing ?? (state.run === null || state.run.losses.length === 0 ? null : state.run)
}

/** Gives a hyperparameter another value, at all places where the program writes it. All changes of one gesture are one entry of the history. */
export const setHyperparameter = whereAllowed('numbers', (id: string, value: number, gesture: number) => {
  const state = get()
  const slide = slideOf(state)
  const under = slide?.gesture === gesture ? slide : null
  const base = under?.base ?? state.source
  const one = hyperparameterOf(base, id)
  if (one === undefined) return
  const source = withText(base, one, writtenValue(one, value))
  const drawn = onlyLosses(drawnCurve(state))
  const pass = wantedPass(state, one, value)
  const before = under === null ? drawn : under.before
  const changed = { slide: { id, gesture, base, source, before, passing: drawn, pass } }
  rewrite(source, `slide ${gesture}`, Number.POSITIVE_INFINITY, changed, { unslid: unslidOf(state) ?? state.source })
})

/** A curve without the run that it may be of, which is large. */
const onlyLosses = (curve: Curve | null): Curve | null =>
  curve === null ? null : { source: curve.source, losses: curve.losses }

/** The last pass of the changed program, as far as can be told, for someone who stands at the last one. */
function wantedPass(state: State, { kind, id }: Hyperparameter, value: number): Slide['pass'] {
  const count = passCount(state.run)
  const atLast = count > 1 && state.cursor.episode === count - 1
  const under = slideOf(state)
  if (state.lesson !== null || !(state.running && under !== null ? under.pass !== null : atLast)) return null
  const ran = kind === 'epochs' ? hyperparameterOf(state.run?.source ?? '', id)?.value : undefined
  return Math.max(1, ran === undefined ? count : Math.round((count * value) / ran)) - 1
}
