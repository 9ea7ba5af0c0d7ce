import { beforeEach, expect, test, vi } from 'vitest'
import { run } from '../lang/interpret.ts'
import { mostPrinted } from '../lang/log.ts'
import type { Run } from '../lang/run.ts'
import { goTo } from './cursor.ts'
import type { Engine, Wish } from './engine.ts'
import { passOf } from './passes.ts'
import { open, setSource } from './program.ts'
import { initialState, store } from './store.ts'
import { unfinished } from './unfinished.ts'

/** What the engine answers instead of running a program to its end; a request for passes alone is carried out. */
const instead = vi.hoisted((): { of: ((source: string) => Run) | null; stops: number } => ({ of: null, stops: 0 }))

vi.mock('./engine.ts', () => ({
  createEngine: (): Engine => ({
    run: (source, wish: Wish = {}) =>
      Promise.resolve(wish.stopWhenKept || instead.of === null ? run(source, wish) : instead.of(source)),
    stop: () => void instead.stops++,
    dispose: () => undefined,
  }),
}))

const { keepUp, stopRun } = await import('./running.ts')
keepUp()

const state = () => store.getState()
const settled = () => new Promise((done) => setTimeout(done))

const training = (passes: number, after = 'pass'): string => `import torch
w = torch.tensor(1.0, requires_grad=True)
for epoch in range(${passes}):
    (w * w).backward()
${after}
`

beforeEach(async () => {
  instead.of = null
  store.setState({ ...initialState, running: false }, true)
  open(training(2))
  await settled()
  expect(state().run?.source).toBe(training(2))
})

/** The reader's program, of which the engine got as far as 30 passes. */
const stoppedAt = (type: string) => (source: string) =>
  unfinished(
    source,
    { type, message: 'stopped', hint: '', stopped: true },
    { elapsedMs: 1, backwards: 30, losses: new Float64Array(30).fill(1), prints: [] },
  )

test.each(['KeyboardInterrupt', 'TimeoutError'])(
  'a worker ended by %s leaves its losses and its passes',
  async (type) => {
    instead.of = stoppedAt(type)
    const source = training(30, 'while True: pass')
    setSource(source)
    await settled()
    await settled()
    expect(state()).toMatchObject({ running: false, error: { type }, run: { source, backwards: 30 } })
    expect(state().run?.losses).toHaveLength(30)
    goTo({ episode: 25, step: 0 })
    await settled()
    expect(passOf(state().run, 25)?.trace.graph.nodes).toHaveLength(2)
  },
)

test('a stop that is asked for twice does not keep the passes from being fetched', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  try {
    vi.advanceTimersByTime(60_000)
    stopRun()
    expect(instead.stops).toBe(1)
    instead.of = stoppedAt('KeyboardInterrupt')
    setSource(training(30, 'while True: pass'))
    await settled()
    stopRun()
    expect(instead.stops).toBe(1)
    vi.advanceTimersByTime(1001)
    stopRun()
    expect(instead.stops).toBe(2)
  } finally {
    vi.useRealTimers()
    instead.stops = 0
  }
})

test('a program that ran too long or printed too much is shown as far as it came', async () => {
  const clock = { time: 0 }
  const slow = training(30, 'while True: pass')
  instead.of = (source) => run(source, { timeLimitMs: 60_000, now: () => (clock.time += 1000) })
  setSource(slow)
  await settled()
  expect(state()).toMatchObject({
    error: { type: 'TimeoutError', stopped: true },
    run: { source: slow, backwards: 30 },
  })
  instead.of = null
  const loud = training(2, `for i in range(${mostPrinted.lines + 1}): print(i)`)
  setSource(loud)
  await settled()
  expect(state()).toMatchObject({ error: { type: 'MemoryError', stopped: true }, run: { source: loud, backwards: 2 } })
  expect(state().prints).toHaveLength(mostPrinted.lines)
})

test('a program that raises such an error itself made a mistake, and was not stopped', () => {
  expect(run('raise TimeoutError("mine")').error?.stopped).toBe(undefined)
})
