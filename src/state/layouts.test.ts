import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Layout } from '../scene/layout/layout.ts'
import { notTall } from '../scene/layout/not-tall.ts'
import type { LayoutJob } from './layout.worker.ts'
import { createLayouts, type LayoutWorker } from './layouts.ts'

/** A worker that answers and dies when told to. */
class FakeWorker implements LayoutWorker {
  onmessage: LayoutWorker['onmessage'] = null
  onmessageerror: LayoutWorker['onmessageerror'] = null
  onerror: LayoutWorker['onerror'] = null
  readonly jobs: LayoutJob[] = []
  terminated = false
  postMessage(job: LayoutJob): void {
    this.jobs.push(structuredClone(job))
  }
  terminate(): void {
    this.terminated = true
  }
  answer({ id, nodes }: LayoutJob): void {
    this.onmessage?.(new MessageEvent('message', { data: structuredClone({ id, layout: notTall(nodes) }) }))
  }
  crash(): void {
    this.onerror?.(Object.assign(new Event('error'), { message: '', filename: '', lineno: 0, colno: 0, error: null }))
  }
}

const row = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ width: 50, height: 30, args: i === 0 ? [] : [i - 1] }))

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('each layout is answered with its own, in whatever order they come', async () => {
  const worker = new FakeWorker()
  const { layOut } = createLayouts(() => worker)
  const [two, three] = [layOut(row(2)), layOut(row(3))]
  worker.answer(worker.jobs[1]!)
  worker.answer(worker.jobs[0]!)
  expect(await two).toEqual(notTall(row(2)))
  expect(await three).toEqual(notTall(row(3)))
})

test('a worker that fails or does not answer is done without', async () => {
  for (const fail of [(worker: FakeWorker) => worker.crash(), () => void vi.advanceTimersByTime(2000)]) {
    const worker = new FakeWorker()
    const { layOut } = createLayouts(() => worker)
    const asked: Promise<Layout | null> = layOut(row(2))
    fail(worker)
    expect(await asked).toBeNull()
    expect(worker.terminated).toBe(true)
    expect(await layOut(row(2))).toBeNull()
    expect(worker.jobs).toHaveLength(1)
  }
})

test('where workers are forbidden, nothing is waited for', async () => {
  const { layOut } = createLayouts(() => {
    throw new Error('forbidden')
  })
  expect(await layOut(row(2))).toBeNull()
})
