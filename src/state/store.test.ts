import { beforeEach, expect, test } from 'vitest'
import { trace } from '../core/backward.ts'
import { createTape, graphOf, name, plant, record } from '../core/tape.ts'
import { scalar } from '../core/tensor.ts'
import type { Diagnostic, Run } from '../lang/run.ts'
import { goTo, goToStep } from './cursor.ts'
import { open, receive, redoChange, reset, setNumber, setSource, undoChange } from './program.ts'
import { isAtEnd, traceOf } from './shown.ts'
import { initialState, store } from './store.ts'
import { first, goToNode, last, nextNode, phaseEnd, step } from './walk.ts'

/** p = w·x, J = p·p; twice. w is written at 10…13 of the program. */
function runOf(source: string, episodes = 2, error: Diagnostic | null = null): Run {
  const one = () => {
    const tape = createTape()
    const w = plant(tape, {
      role: 'parameter',
      value: scalar(3),
      requiresGrad: true,
      literals: [{ from: 10, to: 13 }],
      name: 'w',
    })
    const x = plant(tape, { role: 'data', value: scalar(2), requiresGrad: false, literals: [null], name: 'x' })
    const p = record(tape, 'mul', [w, x], {}, {})
    name(tape, p, 'p')
    return trace(graphOf(tape.nodes, record(tape, 'mul', [p, p], {}, {})).graph)
  }
  const made = Array.from({ length: episodes }, () => ({ kind: 'backward' as const, line: 1, turn: [], trace: one() }))
  return {
    source,
    episodes: made,
    backwards: episodes,
    firstKept: 0,
    losses: new Float64Array(),
    prints: [],
    stdout: '',
    error,
    variables: [],
    modules: [],
    control: { loops: false, branches: false },
  }
}

const source = 'import w; 3.0 and the rest'
const state = () => store.getState()
const at = () => [state().cursor.episode, state().cursor.step]

beforeEach(() => {
  store.setState(initialState)
  open(source)
  receive(runOf(source))
})

test('steps go across the ends of episodes, both ways, and stop at both ends', () => {
  const steps = traceOf(state())!.steps.length
  expect(steps).toBe(6)
  step(-1)
  expect(at()).toEqual([0, 0])
  for (let i = 0; i <= steps; i++) step(1)
  expect(at()).toEqual([1, 0])
  step(-1)
  expect(at()).toEqual([0, steps])
  for (let i = 0; i < 20; i++) step(1)
  expect(at()).toEqual([1, steps])
  expect(isAtEnd(state())).toBe(true)
})

test('first, last, the next node and the end of a phase', () => {
  phaseEnd()
  expect(at()).toEqual([0, 2])
  nextNode()
  expect(at()).toEqual([0, 3])
  nextNode()
  expect(at()).toEqual([0, 4])
  nextNode()
  expect(at(), 'both contributions to p are about p').toEqual([0, 6])
  last()
  expect(at()).toEqual([1, 6])
  first()
  first()
  expect(at()).toEqual([0, 0])
})

test('a node leads to the step that gave it its value, and in the backward pass its gradient', () => {
  goToNode(2)
  expect(at()).toEqual([0, 1])
  last()
  goToNode(2)
  expect(at()).toEqual([0, 5])
  goToNode(2)
  expect(at()).toEqual([0, 1])
})

test('a drag rewrites the literal from where it began, and is one entry of the history', () => {
  for (const text of ['3.1', '3.25', '10.0']) setNumber(0, 0, text, 1)
  expect(state().source).toBe('import w; 10.0 and the rest')
  undoChange()
  expect(state().source).toBe(source)
  redoChange()
  expect(state().source).toContain('10.0')
})

test('a number cannot be changed while the picture is of an older program', () => {
  setSource(`# later\n${source}`)
  setNumber(0, 0, '9.0', 2)
  expect(state().source).toBe(`# later\n${source}`)
})

test('a run that failed leaves the last good picture and the place; the next good one is taken', () => {
  goToStep(4)
  const good = state().run
  setSource('broken')
  const error: Diagnostic = { type: 'NameError', message: "name 'v' is not defined", hint: '', line: 1, span: null }
  receive(runOf('broken', 0, error))
  expect(state()).toMatchObject({ run: good, error, running: false })
  expect(at()).toEqual([0, 4])
  setSource('good again')
  receive(runOf('good again', 1))
  expect(state().error).toBeNull()
  expect(state().run?.source).toBe('good again')
})

test('an answer to a program that has changed since is ignored', () => {
  setSource('newer')
  receive(runOf('older', 1))
  expect(state().run?.source).toBe(source)
})

test('the cursor stays inside a run that became shorter', () => {
  goTo({ episode: 1, step: 6 })
  setSource('shorter')
  receive(runOf('shorter', 1))
  expect(at()).toEqual([0, 6])
})

test('an example opened by mistake is undone', () => {
  open('an example')
  undoChange()
  expect(state().source).toBe(source)
})

test('after the opening of a program is undone, Reset returns to what the text before began as', () => {
  setSource('my text')
  open('another program')
  undoChange()
  expect(state().source).toBe('my text')
  reset()
  expect(state().source).toBe(source)
  undoChange()
  redoChange()
  expect([state().source, state().original]).toEqual([source, source])
})

test('a change undone stops what plays', () => {
  setSource('my text')
  for (const change of [undoChange, redoChange]) {
    store.setState({ playing: true })
    change()
    expect(state().playing).toBe(false)
  }
})
