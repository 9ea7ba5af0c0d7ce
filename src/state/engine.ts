import type { Run } from '../lang/run.ts'
import type { Job, Reply } from './engine.worker.ts'
import workerUrl from './engine.worker.ts?worker&url'
import { startWorker } from './start-worker.ts'

/** Runs programs off the main thread. Only the newest matters: a request that a newer one overtook is answered with the newer one's run. */
export interface Engine {
  /** Rejects only when the engine is disposed of; whatever else goes wrong is the run's error. */
  run(source: string): Promise<Run>
  dispose(): void
}

/** What of a Worker the engine uses, so that a test can stand in for it. */
export interface WorkerLike {
  onmessage: ((event: MessageEvent<Reply>) => void) | null
  onmessageerror: ((event: MessageEvent) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
  postMessage(job: Job): void
  terminate(): void
}

/** How an engine differs from the usual one; for tests. */
export interface EngineOptions {
  readonly timeLimitMs?: number
  readonly createWorker?: () => WorkerLike
  readonly runHere?: (job: Job) => Promise<Run>
}

const newWorker = (): WorkerLike => startWorker(workerUrl)

/** The worker's own script, loaded into the page, so that no second copy of the interpreter is shipped. */
async function runOnThisThread(job: Job): Promise<Run> {
  await import(/* @vite-ignore */ new URL(workerUrl, import.meta.url).href)
  if (globalThis.gradwalkRun === undefined) throw new Error('the engine did not load')
  return globalThis.gradwalkRun(job)
}

/** The interpreter has its own time limit, with the line; a worker that does not even answer that is replaced after this much more. */
const grace = 500
/** How long a worker's script may take to load, which on a slow network is far longer than a program may run. */
const loadLimitMs = 20_000

interface Request {
  readonly source: string
  readonly resolve: (run: Run) => void
  readonly reject: (reason: Error) => void
}

interface Live {
  readonly worker: WorkerLike
  /** Whether its script has loaded. */
  ready: boolean
}

/** An engine with a warm worker; where workers are forbidden or do not load (sandboxed frames) it runs on the main thread. */
export function createEngine({
  timeLimitMs = 2000,
  createWorker = newWorker,
  runHere = runOnThisThread,
}: EngineOptions = {}): Engine {
  let live: Live | null = null
  let running: readonly Request[] = []
  let waiting: readonly Request[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let disposed = false
  /** Workers that the present program has brought down. */
  let crashes = 0
  /** Workers in a row whose script did not load. */
  let unloaded = 0

  const dismiss = (): void => {
    clearTimeout(timer)
    live?.worker.terminate()
    live = null
  }
  const hire = (): void => {
    dismiss()
    const worker = attempt(createWorker)
    if (worker === null) return
    const mine: Live = { worker, ready: false }
    live = mine
    worker.onmessage = ({ data }) => {
      if (live !== mine) return
      if (data !== 'ready') {
        answer(data)
        return
      }
      mine.ready = true
      unloaded = 0
      if (running.length > 0) watch(mine)
    }
    worker.onerror = worker.onmessageerror = () => {
      if (live === mine) lose(mine)
    }
  }
  /** A worker died. One that never loaded is tried once more and then done without; one that a program brought down runs it once more. */
  const lose = ({ ready }: Live): void => {
    if (!ready) unloaded += 1
    else if (running.length > 0) crashes += 1
    if (unloaded > 1) dismiss()
    else hire()
    if (crashes > 1) answer(failed(running, 'RuntimeError', 'the engine stopped while it ran this program', smaller))
    else start()
  }
  /** Replaces the worker when it takes too long. */
  const watch = (mine: Live): void => {
    clearTimeout(timer)
    if (!mine.ready) {
      timer = setTimeout(() => lose(mine), loadLimitMs)
      return
    }
    timer = setTimeout(() => {
      hire()
      const message = `the program ran longer than ${timeLimitMs / 1000} seconds and was stopped`
      answer(failed(running, 'TimeoutError', message, 'Look for a loop that never ends, or use fewer iterations.'))
    }, timeLimitMs + grace)
  }
  const answer = (run: Run): void => {
    clearTimeout(timer)
    crashes = 0
    for (const request of running) request.resolve(run)
    running = []
    next()
  }
  const start = (): void => {
    const source = running[0]?.source
    if (source === undefined) return
    const job: Job = { source, timeLimitMs }
    if (live === null) {
      const message = (error: unknown): string => (error instanceof Error ? error.message : String(error))
      runHere(job).then(answer, (error) => answer(failed(running, 'RuntimeError', message(error), 'Reload the page.')))
      return
    }
    watch(live)
    live.worker.postMessage(job)
  }
  const next = (): void => {
    const newest = waiting.at(-1)
    if (running.length > 0 || newest === undefined) return
    running = waiting.map((request) => ({ ...request, source: newest.source }))
    waiting = []
    start()
  }

  hire()
  return {
    run: (source) =>
      new Promise((resolve, reject) => {
        if (disposed) {
          reject(gone())
          return
        }
        waiting = [...waiting, { source, resolve, reject }]
        next()
      }),
    dispose: () => {
      disposed = true
      dismiss()
      for (const request of [...running, ...waiting]) request.reject(gone())
      running = []
      waiting = []
    },
  }
}

const gone = (): Error => new Error('the engine was disposed of')
const smaller = 'Make the program smaller, or reload the page.'

/** A run that did not happen, and why. */
const failed = (of: readonly Request[], type: string, message: string, hint: string): Run => ({
  source: of[0]?.source ?? '',
  episodes: [],
  backwards: 0,
  firstKept: 0,
  losses: new Float64Array(),
  prints: [],
  stdout: '',
  variables: [],
  control: { loops: false, branches: false },
  error: { type, message, hint, line: null, span: null },
})

function attempt<T>(make: () => T): T | null {
  try {
    return make()
  } catch {
    return null
  }
}
