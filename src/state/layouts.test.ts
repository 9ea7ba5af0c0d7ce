import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Trace } from '../core/trace.ts'
import { run } from '../lang/interpret.ts'
import { graphDrawing } from '../scene/node-shape.ts'
import { pictureOf } from '../scene/picture.ts'
import { placed } from '../scene/placed.ts'
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

/** A chain of some sines; no two tests lay out the same, for a picture is remembered. */
const chain = (count: number): Trace => {
  const sines = Array.from({ length: count }, () => 'y = torch.sin(y)').join('\n')
  const source = `import torch\ny = torch.tensor(1.0, requires_grad=True)\n${sines}\ny.backward()`
  return run(source).episodes[0]!.trace
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('each picture is kept as its own answer laid it out, in whatever order they come', async () => {
  const worker = new FakeWorker()
  const { prepare } = createLayouts(() => worker)
  const traces = [chain(70), chain(71)] as const
  const [one, two] = traces.map((trace) => prepare(trace, null, null))
  worker.answer(worker.jobs[1]!)
  worker.answer(worker.jobs[0]!)
  expect([await one, await two]).toEqual([true, true])
  for (const trace of traces) {
    expect(prepare(trace, null, null), 'it is known now').toBeNull()
    expect(pictureOf(trace, null)).toEqual(placed(graphDrawing(trace.graph)))
  }
})

test('a small picture is not worth waiting for', () => {
  expect(createLayouts(() => new FakeWorker()).prepare(chain(5), null, null)).toBeNull()
})

test('a worker that fails or does not answer is done without', async () => {
  for (const fail of [(worker: FakeWorker) => worker.crash(), () => void vi.advanceTimersByTime(2000)]) {
    const worker = new FakeWorker()
    const { prepare } = createLayouts(() => worker)
    const waiting = prepare(chain(72), null, null)
    fail(worker)
    expect(await waiting).toBe(false)
    expect(worker.terminated).toBe(true)
    expect(await prepare(chain(72), null, null)).toBe(false)
    expect(worker.jobs).toHaveLength(1)
  }
})

test('where workers are forbidden, nothing is waited for', async () => {
  const { prepare } = createLayouts(() => {
    throw new Error('forbidden')
  })
  expect(await prepare(chain(73), null, null)).toBe(false)
})
