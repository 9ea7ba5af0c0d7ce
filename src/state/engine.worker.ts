import { run } from '../lang/interpret.ts'
import type { Progress, Run } from '../lang/run.ts'

/** What the worker is asked: one program, how long it may take, and which of its passes are wanted. */
export interface Job {
  readonly id: number
  readonly source: string
  readonly timeLimitMs: number
  readonly quietLimitMs: number
  readonly keepFrom: number | null
  readonly stopWhenKept: boolean
}

/** What the worker says: once that it is loaded, then for each job how far it is, and at last its run. */
export type Reply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly kind: 'done'; readonly id: number; readonly run: Run }

declare global {
  /** The engine on the page's own thread, where workers are forbidden. A bundled worker exports nothing, so it is handed over here. */
  var gradwalkRun: ((job: Job) => Run) | undefined
}

const say = (reply: Reply): void => self.postMessage(reply)

if (typeof document === 'undefined') {
  self.onmessage = ({ data: { id, source, ...options } }: MessageEvent<Job>) => {
    const onProgress = (progress: Progress): void => say({ kind: 'progress', id, progress })
    say({ kind: 'done', id, run: run(source, { ...options, onProgress }) })
  }
  say({ kind: 'ready' })
} else globalThis.gradwalkRun = ({ source, ...options }) => run(source, options)
