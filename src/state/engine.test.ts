import { expect, test, vi } from 'vitest'
import type { Run } from '../lang/run.ts'
import { createEngine, type WorkerLike } from './engine.ts'

const runOf = (source: string): Run => ({ source, episodes: [], backwards: 0, stdout: '', variables: [], error: null })

/** A worker that answers when told to. */
class FakeWorker implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null
  onerror: WorkerLike['onerror'] = null
  readonly asked: string[] = []
  terminated = false
  postMessage(source: string): void {
    this.asked.push(source)
  }
  terminate(): void {
    this.terminated = true
  }
  answer(): void {
    this.onmessage?.(new MessageEvent('message', { data: runOf(this.asked.at(-1) ?? '') }))
  }
  crash(): void {
    this.onerror?.(Object.assign(new Event('error'), { message: '', filename: '', lineno: 0, colno: 0, error: null }))
  }
}

function workers() {
  const made: FakeWorker[] = []
  const createWorker = (): FakeWorker => {
    made.push(new FakeWorker())
    return made.at(-1)!
  }
  return { made, createWorker }
}

test('only the newest of many requests runs, and all are answered', async () => {
  const { made, createWorker } = workers()
  const engine = createEngine({ createWorker })
  const answers = ['a', 'b', 'c'].map((source) => engine.run(source))
  made[0]!.answer()
  made[0]!.answer()
  expect((await Promise.all(answers)).map((run) => run.source)).toEqual(['a', 'c', 'c'])
  expect(made[0]!.asked).toEqual(['a', 'c'])
})

test('a worker that does not answer is replaced, and the next program runs', async () => {
  vi.useFakeTimers()
  const { made, createWorker } = workers()
  const engine = createEngine({ createWorker, timeLimitMs: 2000 })
  const answer = engine.run('endless')
  vi.advanceTimersByTime(2500)
  expect((await answer).error?.type).toBe('TimeoutError')
  expect(made[0]!.terminated).toBe(true)
  const next = engine.run('short')
  made[1]!.answer()
  expect((await next).error).toBeNull()
  vi.useRealTimers()
})

test('a worker that dies is replaced once and the program run again; a second death is an error', async () => {
  const { made, createWorker } = workers()
  const engine = createEngine({ createWorker })
  const answer = engine.run('a')
  made[0]!.crash()
  made[1]!.answer()
  expect((await answer).error).toBeNull()
  const again = engine.run('b')
  made[1]!.crash()
  made[2]!.crash()
  expect((await again).error?.type).toBe('RuntimeError')
})

test('where workers are forbidden the program runs on this thread', async () => {
  const engine = createEngine({
    createWorker: () => {
      throw new Error('forbidden')
    },
    runHere: async (source) => runOf(source),
  })
  expect((await engine.run('a')).source).toBe('a')
  expect((await engine.run('b')).source).toBe('b')
})
