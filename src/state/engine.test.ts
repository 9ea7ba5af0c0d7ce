import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { run } from '../lang/interpret.ts'
import type { Run } from '../lang/run.ts'
import { createEngine, type WorkerLike } from './engine.ts'
import type { Job, Reply } from './engine.worker.ts'

const runOf = (source: string): Run => ({
  source,
  episodes: [],
  backwards: 0,
  firstKept: 0,
  losses: new Float64Array(),
  prints: [],
  stdout: '',
  variables: [],
  modules: [],
  control: { loops: false, branches: false },
  error: null,
})

/** A worker that loads, answers and dies when told to. */
class FakeWorker implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null
  onmessageerror: WorkerLike['onmessageerror'] = null
  onerror: WorkerLike['onerror'] = null
  readonly jobs: Job[] = []
  terminated = false
  get asked(): string[] {
    return this.jobs.map(({ source }) => source)
  }
  postMessage(job: Job): void {
    this.jobs.push(job)
  }
  #say(data: Reply): void {
    this.onmessage?.(new MessageEvent('message', { data }))
  }
  terminate(): void {
    this.terminated = true
  }
  load(): this {
    this.#say({ kind: 'ready' })
    return this
  }
  /** Tells of one more backward pass. */
  report(loss: number, id = this.jobs.at(-1)?.id ?? 0): void {
    const progress = {
      elapsedMs: 60,
      backwards: 1,
      losses: Float64Array.of(loss),
      prints: [{ line: 1, text: 'x\n', backwards: 1 }],
    }
    this.#say({ kind: 'progress', id, progress })
  }
  answer(source = this.asked.at(-1) ?? '', id = this.jobs.at(-1)?.id ?? 0): void {
    this.#say({ kind: 'done', id, run: runOf(source) })
  }
  crash(): void {
    this.onerror?.(Object.assign(new Event('error'), { message: '', filename: '', lineno: 0, colno: 0, error: null }))
  }
}

/** An engine whose workers are made here; what runs on this thread is kept too. */
function stage() {
  const made: FakeWorker[] = []
  const here: string[] = []
  const engine = createEngine({
    createWorker: () => {
      made.push(new FakeWorker())
      return made.at(-1)!
    },
    runHere: async ({ source }) => {
      here.push(source)
      return runOf(source)
    },
  })
  return { made, here, engine, newest: () => made.at(-1)! }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the worker is started at once, and asked before it has loaded', () => {
  const { made, engine } = stage()
  expect(made).toHaveLength(1)
  engine.run('a')
  expect(made[0]!.asked).toEqual(['a'])
})

test('only the newest of many requests runs, and all are answered', async () => {
  const { made, engine, newest } = stage()
  newest().load()
  const answers = ['a', 'b', 'c'].map((source) => engine.run(source))
  newest().answer()
  newest().answer()
  expect((await Promise.all(answers)).map((run) => run.source)).toEqual(['a', 'c', 'c'])
  expect(made[0]!.asked).toEqual(['a', 'c'])
  expect(made).toHaveLength(1)
})

test('a worker that says nothing for long is replaced, and the next program runs', async () => {
  const { made, engine } = stage()
  made[0]!.load()
  const answer = engine.run('endless')
  vi.advanceTimersByTime(5499)
  expect(made[0]!.terminated).toBe(false)
  vi.advanceTimersByTime(1)
  expect(await answer).toMatchObject({
    source: 'endless',
    error: {
      type: 'TimeoutError',
      message: expect.stringContaining('5 seconds'),
      hint: expect.stringMatching(/loop/),
      stopped: true,
    },
  })
  expect(made[0]!.terminated).toBe(true)
  const next = engine.run('short')
  made[1]!.load().answer()
  expect((await next).error).toBeNull()
})

test('a worker that tells of progress is left to run, and its listener is told everything so far', async () => {
  const { made, engine } = stage()
  made[0]!.load()
  const heard: number[][] = []
  const answer = engine.run('long', { onProgress: ({ losses }) => heard.push([...losses]) })
  for (const loss of [3, 2, 1]) {
    vi.advanceTimersByTime(5000)
    made[0]!.report(loss)
  }
  expect(made[0]!.terminated).toBe(false)
  made[0]!.answer()
  expect((await answer).error).toBeNull()
  expect(heard).toEqual([[3], [3, 2], [3, 2, 1]])
})

test('a program that is stopped keeps what it printed and its losses, and the next one runs', async () => {
  const { made, engine } = stage()
  made[0]!.load()
  const answer = engine.run('long')
  vi.advanceTimersByTime(1200)
  made[0]!.report(0.5)
  engine.stop()
  expect(made[0]!.terminated).toBe(true)
  expect(await answer).toMatchObject({
    source: 'long',
    stdout: 'x\n',
    losses: Float64Array.of(0.5),
    error: {
      type: 'KeyboardInterrupt',
      message: 'stopped by you after 1.2 seconds and 1 backward pass',
      stopped: true,
    },
  })
  engine.stop()
  const next = engine.run('short')
  made[1]!.load().answer()
  expect(await next).toEqual(runOf('short'))
})

test('a newer program takes the place of one that has been running for a while', async () => {
  const { made, engine } = stage()
  made[0]!.load()
  const overtaken = engine.run('endless')
  vi.advanceTimersByTime(100)
  const next = engine.run('short')
  vi.advanceTimersByTime(199)
  expect(made[0]!.terminated).toBe(false)
  vi.advanceTimersByTime(1)
  expect(made[0]!.terminated).toBe(true)
  expect(made[1]!.asked).toEqual(['short'])
  made[1]!.load().answer()
  expect((await Promise.all([overtaken, next])).map(({ source }) => source)).toEqual(['short', 'short'])
})

test('a newer program of the same gesture lets the one before it end, for a while', async () => {
  const { made, engine } = stage()
  made[0]!.load()
  const answers = ['a', 'b', 'c'].map((source) => engine.run(source, { gesture: 1 }))
  vi.advanceTimersByTime(1999)
  expect(made[0]!.terminated).toBe(false)
  made[0]!.answer()
  made[0]!.answer()
  expect((await Promise.all(answers)).map(({ source }) => source)).toEqual(['a', 'c', 'c'])
  const slow = engine.run('slow', { gesture: 1 })
  const next = engine.run('d', { gesture: 1 })
  vi.advanceTimersByTime(2000)
  expect(made[0]!.terminated).toBe(true)
  made[1]!.load().answer()
  expect((await Promise.all([slow, next])).map(({ source }) => source)).toEqual(['d', 'd'])
})

test('a program of another gesture, or of none, does not wait for one that is dragged', () => {
  for (const gesture of [2, null]) {
    const { made, engine } = stage()
    made[0]!.load()
    engine.run('a', { gesture: 1 })
    engine.run('b', { gesture })
    vi.advanceTimersByTime(300)
    expect(made[0]!.terminated).toBe(true)
  }
})

test('a newer program waits while the worker of the one before it still loads', async () => {
  const { made, engine } = stage()
  const answers = [engine.run('a'), engine.run('b')]
  vi.advanceTimersByTime(5000)
  expect(made).toHaveLength(1)
  made[0]!.load().answer()
  made[0]!.answer()
  expect((await Promise.all(answers)).map(({ source }) => source)).toEqual(['a', 'b'])
})

test('the passes that are wanted are asked for', () => {
  const { made, engine } = stage()
  engine.run('a', { keepFrom: 137, stopWhenKept: true })
  expect(made[0]!.jobs[0]).toMatchObject({ source: 'a', keepFrom: 137, stopWhenKept: true })
})

test('what a replaced worker still says is not heard', async () => {
  const { made, engine } = stage()
  made[0]!.load()
  const hung = engine.run('endless')
  vi.advanceTimersByTime(5500)
  await hung
  const next = engine.run('short')
  made[0]!.answer('endless')
  made[0]!.report(1)
  made[0]!.crash()
  made[1]!.load().answer()
  expect((await next).source).toBe('short')
  expect(made).toHaveLength(2)
})

test('the time a script takes to load is not counted against the program', async () => {
  const { made, engine } = stage()
  const answer = engine.run('a')
  vi.advanceTimersByTime(10_000)
  expect(made).toHaveLength(1)
  made[0]!.load()
  vi.advanceTimersByTime(2000)
  made[0]!.answer()
  expect((await answer).error).toBeNull()
})

test('a worker that dies is replaced once and the program run again; a second death is an error', async () => {
  const { made, engine, newest } = stage()
  newest().load()
  const answer = engine.run('a')
  newest().crash()
  expect(made[0]!.terminated).toBe(true)
  newest().load().answer()
  expect((await answer).error).toBeNull()
  const again = engine.run('b')
  newest().crash()
  newest().load().crash()
  expect(await again).toMatchObject({
    source: 'b',
    error: { type: 'RuntimeError', hint: expect.stringMatching(/reload/) },
  })
  const next = engine.run('c')
  newest().load().crash()
  newest().load().answer()
  expect(await next, 'the next program has its own two lives').toEqual(runOf('c'))
})

test('a death between programs costs the next one nothing', async () => {
  const { made, engine, newest } = stage()
  newest().load().crash()
  const answer = engine.run('a')
  newest().load().crash()
  newest().load().answer()
  expect((await answer).error).toBeNull()
  expect(made).toHaveLength(3)
})

test('where a worker’s script does not load, twice, the program runs on this thread', async () => {
  const { made, here, engine, newest } = stage()
  const answer = engine.run('a')
  newest().crash()
  newest().crash()
  expect((await answer).source).toBe('a')
  expect([made.length, here]).toEqual([2, ['a']])
  expect((await engine.run('b')).source).toBe('b')
  expect(here).toEqual(['a', 'b'])
})

test('a script that failed to load once and then loaded may fail once more', async () => {
  const { here, engine, newest } = stage()
  newest().crash()
  newest().load()
  const hung = engine.run('endless')
  vi.advanceTimersByTime(5500)
  await hung
  newest().crash()
  const answer = engine.run('a')
  newest().load().answer()
  expect((await answer).source).toBe('a')
  expect(here).toEqual([])
})

test('a script that neither loads nor fails is given up in the end', async () => {
  const { here, engine } = stage()
  const answer = engine.run('a')
  vi.advanceTimersByTime(40_000)
  expect((await answer).source).toBe('a')
  expect(here).toEqual(['a'])
})

test('where workers are forbidden the program runs on this thread, with the same result', async () => {
  const source = 'import torch\nw = torch.tensor(3.0, requires_grad=True)\n(w * w).backward()\nprint(w.grad)\n'
  const engine = createEngine({
    createWorker: () => {
      throw new Error('forbidden')
    },
    runHere: async ({ source, timeLimitMs }) => run(source, { timeLimitMs }),
  })
  expect(await engine.run(source)).toEqual(run(source))
  const answers = ['a', 'b', 'c'].map((source) => engine.run(source))
  expect((await Promise.all(answers)).map((run) => run.source)).toEqual(['a', 'c', 'c'])
})

test('an engine that does not load says so, and can be asked again', async () => {
  let broken = true
  const engine = createEngine({
    createWorker: () => {
      throw new Error('forbidden')
    },
    runHere: async ({ source }) => {
      if (broken) throw new Error('the engine did not load')
      return runOf(source)
    },
  })
  const { error, source } = await engine.run('a')
  expect(source).toBe('a')
  expect(error).toMatchObject({ type: 'RuntimeError', message: 'the engine did not load', hint: 'Reload the page.' })
  broken = false
  expect((await engine.run('a')).error).toBeNull()
})

test('an engine disposed of ends its worker, and answers nobody any more', async () => {
  const { made, here, engine } = stage()
  const answers = [engine.run('a'), engine.run('b')]
  engine.dispose()
  for (const answer of [...answers, engine.run('c')]) await expect(answer).rejects.toThrow('disposed')
  expect(made[0]!.terminated).toBe(true)
  vi.advanceTimersByTime(60_000)
  expect([made.length, here]).toEqual([1, []])
})

test('what a run holds crosses from the worker to the page unchanged', () => {
  const result = run('import torch\nx = torch.tensor([1.0, 2.0], requires_grad=True)\n(x * x).sum().backward()\n')
  expect(result.error).toBeNull()
  expect(structuredClone(result)).toEqual(result)
})
