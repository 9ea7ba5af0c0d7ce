import { type Level, levels } from '../core/levels/magnify.ts'
import { drawnCount, foldedGroups, mostDrawn } from '../scene/fold.ts'
import { atLevel, carried, type Moving, nodeAt, type Place, placeOf } from '../scene/levels.ts'
import type { SampleChoice } from '../scene/samples.ts'
import { show } from './drawing.ts'
import { notify } from './screen.ts'
import { baseOf, traceOf } from './shown.ts'
import { nothingLit, type State, store } from './store.ts'

const { getState: get, setState: set } = store

/** Shows the run at another level, at the same moment and with the same thing selected. */
export const setLevel = (level: Level): void => void show('level', (state) => atNewLevel(state, level))

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
export const setFolded = (folded: boolean): void => void show('folds', () => ({ open: folded ? [] : 'all' }))

/** Differentiates in forward mode from one number, or in reverse mode again. The walk starts anew: its steps are others. */
export const setMoving = (moving: Moving | null): void =>
  set((state) => ({ moving, asking: false, selected: null, playing: false, cursor: { ...state.cursor, step: 0 } }))

export const setSample = (sample: SampleChoice): void => void show('sample', () => ({ sample }))

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

export const setLit = (lit: readonly string[]): void => set({ lit: lit.length === 0 ? nothingLit : lit })
