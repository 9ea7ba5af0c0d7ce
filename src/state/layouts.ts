import type { Drawing } from '../scene/placed.ts'
import type { Structure } from '../scene/structure.ts'
import type { LayoutJob, LayoutReply } from './layout.worker.ts'
import workerUrl from './layout.worker.ts?worker&url'

/** Lays out large pictures off the main thread. */
export interface Layouts {
  /** Null where no worker can do it, or not in time: then whoever draws it lays it out. */
  layOut(drawing: Drawing): Promise<Structure | null>
}

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

const newWorker = (): LayoutWorker => new Worker(workerUrl, { type: 'module' })

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
  return {
    layOut: (drawing) =>
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
      }),
  }
}
