import { forwardLength, ledgerOf, nodeOfStep, walkLength } from '../scene/ledger.ts'
import { isAllowed, whereAllowed } from './allowed.ts'
import { goTo, goToStep, lastStep } from './cursor.ts'
import { ask } from './questions.ts'
import { isAtEnd, partCount, stepCount, teacher, traceOf } from './shown.ts'
import { store } from './store.ts'

const { getState: get, setState: set } = store

/** One step on or back, across the ends of episodes; in a lesson, to its next stop or back. With a quiz, a step of the backward pass is asked about first; a second press skips the question. */
export function step(by: 1 | -1): void {
  const state = get()
  if (state.lesson !== null) {
    teacher?.move(by)
    return
  }
  if (by === 1 && ask(state)) return
  const { episode, step: at, part = 0 } = state.cursor
  const count = stepCount(state, episode)
  if (by === 1 && part < partCount(state, episode, at)) goTo({ episode, step: at, part: part + 1 })
  else if (by === -1 && part > 0) goTo({ episode, step: at, part: part - 1 })
  else if (at + by < 0) {
    if (episode > 0) goTo({ episode: episode - 1, step: lastStep })
  } else if (at + by > count) {
    if (!isAtEnd(state)) goTo({ episode: episode + 1, step: 0 })
  } else goTo({ episode, step: at + by, part: by === 1 ? 0 : partCount(state, episode, at - 1) })
}

export const first = whereAllowed('jumps', () =>
  goTo({ episode: get().cursor.step === 0 ? 0 : get().cursor.episode, step: 0 }),
)

export const last = whereAllowed('jumps', () => {
  const state = get()
  const { episode, step: at } = state.cursor
  const here = stepCount(state, episode)
  goTo(at < here ? { episode, step: here } : { episode: episode + 1, step: lastStep })
})

/** Goes on until the step is about another node. */
export const nextNode = whereAllowed('jumps', () => {
  const state = get()
  const trace = traceOf(state)
  if (trace === null) return
  const at = state.cursor.step
  const here = nodeOfStep(trace, at - 1)
  let to = at + 1
  while (to < trace.steps.length && nodeOfStep(trace, to - 1) === here && trace.steps[to - 1]?.kind !== 'seed') to++
  if (to > trace.steps.length) step(1)
  else goToStep(to)
})

/** Goes to the end of the forward pass, from there to the end of the backward pass, or to the end of what the optimizer does then. */
export const phaseEnd = whereAllowed('jumps', () => {
  const state = get()
  const trace = traceOf(state)
  if (trace === null) return
  const forward = forwardLength(trace)
  if (state.cursor.step >= trace.steps.length) step(1)
  else goToStep([forward, walkLength(trace)].find((end) => state.cursor.step < end) ?? trace.steps.length)
})

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

export const setPlaying = (playing: boolean): void =>
  set((state) => ({ playing: playing && isAllowed(state, 'jumps') && !isAtEnd(state) }))

export const setSpeed = (speed: number): void => set({ speed })
