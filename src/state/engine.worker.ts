import { run } from '../lang/interpret.ts'
import type { Run } from '../lang/run.ts'

/** What the worker is asked: one program. */
export interface Job {
  readonly source: string
  readonly timeLimitMs: number
}

/** What the worker says: once that it is loaded, then one run for each program. */
export type Reply = 'ready' | Run

declare global {
  /** The engine on the page's own thread, where workers are forbidden. A bundled worker exports nothing, so it is handed over here. */
  var gradwalkRun: ((job: Job) => Run) | undefined
}

const runJob = ({ source, timeLimitMs }: Job): Run => run(source, { timeLimitMs })
const say = (reply: Reply): void => self.postMessage(reply)

if (typeof document === 'undefined') {
  self.onmessage = ({ data }: MessageEvent<Job>) => say(runJob(data))
  say('ready')
} else globalThis.gradwalkRun = runJob
