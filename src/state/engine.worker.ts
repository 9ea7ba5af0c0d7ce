import { run } from '../lang/interpret.ts'
import type { Run } from '../lang/run.ts'

declare global {
  /** The engine on the page's own thread, where workers are forbidden. A bundled worker exports nothing, so it is handed over here. */
  var gradwalkRun: ((source: string) => Run) | undefined
}

if (typeof document === 'undefined') {
  // in a worker: one program in, its run out
  self.onmessage = ({ data }: MessageEvent<string>) => self.postMessage(run(data))
} else globalThis.gradwalkRun = run
