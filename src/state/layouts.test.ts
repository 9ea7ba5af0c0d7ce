import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { run } from '../lang/interpret.ts'
import { graphDrawing } from '../scene/node-shape.ts'
import { placed } from '../scene/placed.ts'
import type { Structure } from '../scene/structure.ts'
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
  answer({ id, drawing }: LayoutJob): void {
    this.onmessage?.(new MessageEvent('message', { data: structuredClone({ id, structure: placed(drawing) }) }))
  }
  crash(): void {
    this.onerror?.(Object.assign(new Event('error'), { message: '', filename: '', lineno: 0, colno: 0, error: null }))
  }
}

/** A chain of some sines. */
const row = (count: number) => {
  const sines = Array.from({ length: count }, () => 'y = torch.sin(y)').join('\n')
  const source = `import torch\ny = torch.tensor(1.0, requires_grad=True)\n${sines}\ny.backward()`
  return graphDrawing(run(source).episodes[0]!.trace.graph)
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('each layout is answered with its own, in whatever order they come', async () => {
  const worker = new FakeWorker()
  const { layOut } = createLayouts(() => worker)
  const [two, three] = [layOut(row(2)), layOut(row(3))]
  worker.answer(worker.jobs[1]!)
  worker.answer(worker.jobs[0]!)
  expect(await two).toEqual(placed(row(2)))
  expect(await three).toEqual(placed(row(3)))
})

test('a worker that fails or does not answer is done without', async () => {
  for (const fail of [(worker: FakeWorker) => worker.crash(), () => void vi.advanceTimersByTime(2000)]) {
    const worker = new FakeWorker()
    const { layOut } = createLayouts(() => worker)
    const asked: Promise<Structure | null> = layOut(row(2))
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
