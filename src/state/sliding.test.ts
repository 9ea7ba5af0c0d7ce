import { beforeEach, expect, test, vi } from 'vitest'
import { run } from '../lang/interpret.ts'
import type { Run } from '../lang/run.ts'
import { goTo, lastStep } from './cursor.ts'
import type { Engine, Wish } from './engine.ts'
import { open, redoChange, reset, setSource, undoChange } from './program.ts'
import { slideOf, unslidOf } from './slide.ts'
import { drawnCurve, setHyperparameter } from './sliding.ts'
import { initialState, store } from './store.ts'

interface Asked {
  readonly source: string
  readonly wish: Wish
  /** Answers with the run of the source, or of the newer one that overtook it. */
  readonly answer: (source?: string) => Promise<void>
}

/** What the engine was asked and has not answered. */
const asked = vi.hoisted((): Asked[] => [])

vi.mock('./engine.ts', () => ({
  createEngine: (): Engine => ({
    run: (source, wish = {}) =>
      new Promise<Run>((resolve) => {
        const answer = async (by = source): Promise<void> => {
          asked.splice(asked.indexOf(mine), 1)
          resolve(run(by, wish))
          await new Promise((settled) => setTimeout(settled))
        }
        const mine = { source, wish, answer }
        asked.push(mine)
      }),
    stop: () => undefined,
    dispose: () => undefined,
  }),
}))

const { keepUp } = await import('./running.ts')
keepUp()

const program = (lr: string, epochs = '12'): string => `import torch
lr = ${lr}
w = torch.tensor(1.0, requires_grad=True)
for epoch in range(${epochs}):
    loss = (w - 3) ** 2
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None
`
const state = () => store.getState()
const drawn = () => drawnCurve(state())?.source
const answer = async (source?: string) => {
  for (const one of [...asked]) await one.answer(source)
}

beforeEach(async () => {
  asked.length = 0
  store.setState({ ...initialState, running: false }, true)
  open(program('0.1'))
  await answer()
  expect(state().run?.source).toBe(program('0.1'))
})

test('a drag changes the program and is one entry of the history', async () => {
  for (const value of [0.12, 0.15, 0.2]) setHyperparameter('learning rate 1', value, 1)
  expect(state().source).toBe(program('0.2'))
  undoChange()
  expect(state().source).toBe(program('0.1'))
  redoChange()
  expect(state().source).toBe(program('0.2'))
  setHyperparameter('learning rate 1', 0.3, 2)
  setHyperparameter('learning rate 1', 0.4, 3)
  undoChange()
  expect(state().source).toBe(program('0.3'))
  reset()
  expect(state().source).toBe(program('0.1'))
  await answer()
})

test('the runs of a drag are of one gesture, and each that ends is drawn, though the program has moved on', async () => {
  setHyperparameter('learning rate 1', 0.2, 1)
  const [first] = asked
  setHyperparameter('learning rate 1', 0.3, 1)
  setHyperparameter('learning rate 1', 0.4, 1)
  expect(new Set(asked.map(({ wish }) => wish.gesture))).toEqual(new Set([1]))
  expect(drawn()).toBe(program('0.1'))
  await first!.answer()
  expect(drawn()).toBe(program('0.2'))
  expect(state().run?.source, 'the picture and the formulas are of one program').toBe(program('0.1'))
  expect(slideOf(state())?.before?.source).toBe(program('0.1'))
  await answer(program('0.4'))
  expect(state().run?.source).toBe(program('0.4'))
  expect(drawn()).toBe(program('0.4'))
  expect(slideOf(state())?.before?.source, 'the curve of before stays beside it').toBe(program('0.1'))
})

test('what is drawn never goes back to an older value', async () => {
  setHyperparameter('learning rate 1', 0.2, 1)
  await answer()
  expect(drawn()).toBe(program('0.2'))
  setHyperparameter('learning rate 1', 0.3, 1)
  expect(drawn()).toBe(program('0.2'))
  setHyperparameter('learning rate 1', 0.4, 2)
  expect(slideOf(state())?.before?.source).toBe(program('0.2'))
  await answer()
})

test('a slow run shows how far it is, also after the program has moved on', async () => {
  setHyperparameter('learning rate 1', 0.2, 1)
  setHyperparameter('learning rate 1', 0.3, 1)
  const tell = (elapsedMs: number) =>
    asked[0]!.wish.onProgress?.({ elapsedMs, backwards: 1, losses: Float64Array.of(4), prints: [] })
  tell(500)
  expect(drawn()).toBe(program('0.1'))
  tell(1500)
  await expect.poll(() => drawnCurve(state())?.growing).toBe(true)
  expect(drawnCurve(state())).toEqual({ source: program('0.2'), losses: Float64Array.of(4), growing: true })
  await answer()
})

test('any other change ends the comparison', async () => {
  setHyperparameter('learning rate 1', 0.2, 1)
  const [first] = asked
  setSource(program('0.3'))
  expect(slideOf(state())).toBeNull()
  await first!.answer()
  expect(drawn()).toBe(program('0.1'))
  await answer()
  expect(drawn()).toBe(program('0.3'))
})

test('where the reader stands at the last pass, it stays the last one, however many there are', async () => {
  goTo({ episode: 11, step: lastStep })
  const { step } = state().cursor
  setHyperparameter('epochs 1', 20, 1)
  await answer()
  setHyperparameter('epochs 1', 150, 1)
  expect(asked.at(-1)?.wish.keepFrom, 'and is asked for at once').toBeGreaterThan(100)
  await answer(program('0.1', '150'))
  expect(state().cursor).toMatchObject({ episode: 149, step })
  expect(state().seeking).toBeNull()
  setHyperparameter('learning rate 1', 0.2, 2)
  await answer()
  expect(state().cursor.episode).toBe(149)
  setHyperparameter('epochs 1', 10, 3)
  await answer()
  expect(state().cursor.episode).toBe(9)
})

test('another pass that was chosen stays too', async () => {
  goTo({ episode: 5, step: 2 })
  setHyperparameter('learning rate 1', 0.2, 1)
  await answer()
  expect(state().cursor).toEqual({ episode: 5, step: 2 })
})

test('what was there before sliders were moved is the text as it was last typed, pasted or opened, through undo too', async () => {
  const unslid = () => unslidOf(state())
  expect(unslid(), 'nothing was slid').toBeNull()
  setSource(program('0.3'))
  expect(unslid()).toBeNull()
  setHyperparameter('learning rate 1', 0.2, 1)
  setHyperparameter('learning rate 1', 0.4, 1)
  setHyperparameter('epochs 1', 20, 2)
  expect(unslid(), 'not the example that was open before').toBe(program('0.3'))
  undoChange()
  expect(unslid()).toBe(program('0.3'))
  undoChange()
  expect(state().source).toBe(program('0.3'))
  expect(unslid()).toBeNull()
  redoChange()
  expect(unslid()).toBe(program('0.3'))
  setSource(program('0.5'))
  expect(unslid()).toBeNull()
  setHyperparameter('learning rate 1', 0.2, 3)
  expect(unslid()).toBe(program('0.5'))
  open(program('0.1'))
  expect(unslid()).toBeNull()
  await answer()
})

test('numbers that are locked are not changed', () => {
  store.setState({ arrangement: { hide: [], lock: ['numbers'] } })
  setHyperparameter('learning rate 1', 0.2, 1)
  expect(state().source).toBe(program('0.1'))
  store.setState({ arrangement: { hide: [], lock: ['program'] } })
  setHyperparameter('learning rate 1', 0.2, 1)
  expect(state().source, 'where only the text is locked, numbers are').toBe(program('0.2'))
})
