import type { Trace } from '../core/trace.ts'
import type { OpenGroups } from '../scene/fold.ts'
import { isKnown, keep, planOf } from '../scene/picture.ts'
import type { Drawing } from '../scene/placed.ts'
import { type SampleChoice, samplesIn } from '../scene/samples.ts'
import type { Structure } from '../scene/structure.ts'
import type { LayoutJob, LayoutReply } from './layout.worker.ts'
import workerUrl from './layout.worker.ts?worker&url'
import { startWorker } from './start-worker.ts'

/** Lays out large pictures off the main thread, before they are drawn. */
export interface Layouts {
  /** Null where the picture of a trace is small or has been laid out; else a promise of whether it is now. Where it is not, whoever draws it lays it out. */
  prepare(trace: Trace, sample: SampleChoice, open: OpenGroups): Promise<boolean> | null
}

/** A picture of fewer nodes is laid out when it is drawn. */
const largePicture = 60

/** What of a Worker is used, so that a test can stand in for it. */
export interface LayoutWorker {
  onmessage: ((event: MessageEvent<LayoutReply>) => void) | null
  onmessageerror: ((event: MessageEvent) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
  postMessage(job: LayoutJob): void
  terminate(): void
}

/** How long a layout may take, the worker's start included; the largest picture takes a tenth of this. */
const patience = 2000

const newWorker = (): LayoutWorker => startWorker(workerUrl)

/** A worker for layouts, hired when the first is wanted. One that fails is not replaced: layouts are rare, and can be made without it. */
export function createLayouts(createWorker: () => LayoutWorker = newWorker): Layouts {
  const pending = new Map<number, (structure: Structure | null) => void>()
  let last = 0
  /** Null before the first is hired, and when there is none any more. */
  let worker: LayoutWorker | null = null
  let failed = false
  const answer = (id: number, structure: Structure | null): void => {
    pending.get(id)?.(structure)
    pending.delete(id)
  }
  const dismiss = (): void => {
    failed = true
    worker?.terminate()
    worker = null
    for (const id of [...pending.keys()]) answer(id, null)
  }
  const hired = (): LayoutWorker | null => {
    if (worker !== null || failed) return worker
    try {
      worker = createWorker()
      worker.onmessage = ({ data: { id, structure } }) => answer(id, structure)
      worker.onerror = worker.onmessageerror = dismiss
    } catch {
      // workers are forbidden here
      failed = true
    }
    return worker
  }
  const layOut = (drawing: Drawing): Promise<Structure | null> =>
    new Promise((resolve) => {
      const by = hired()
      if (by === null) {
        resolve(null)
        return
      }
      const id = ++last
      const timer = setTimeout(dismiss, patience)
      pending.set(id, (structure) => {
        clearTimeout(timer)
        resolve(structure)
      })
      by.postMessage({ id, drawing })
    })
  return {
    prepare: (trace, sample, open) => {
      if (trace.graph.nodes.length < largePicture) return null
      const plan = planOf(trace, samplesIn(trace, sample).shown, open)
      if (isKnown(plan)) return null
      return layOut(plan.drawing).then((structure) => {
        if (structure !== null) keep(plan, structure)
        return structure !== null
      })
    },
  }
}
