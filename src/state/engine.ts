import type { Run } from '../lang/run.ts'
import type {} from './engine.worker.ts'
import workerUrl from './engine.worker.ts?worker&url'

/** Runs programs off the main thread. Only the newest matters: a request that a newer one overtook is answered with the newer one's run. */
export interface Engine {
  run(source: string): Promise<Run>
  dispose(): void
}

/** What of a Worker the engine uses, so that a test can stand in for it. */
export interface WorkerLike {
  onmessage: ((event: MessageEvent<Run>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
  postMessage(source: string): void
  terminate(): void
}

export interface EngineOptions {
  readonly timeLimitMs?: number
  readonly createWorker?: () => WorkerLike
  readonly runHere?: (source: string) => Promise<Run>
}

const newWorker = (): WorkerLike => new Worker(workerUrl, { type: 'module' })

/** The worker's own script, loaded into the page, so that no second copy of the interpreter is shipped. */
async function runOnThisThread(source: string): Promise<Run> {
  await import(/* @vite-ignore */ new URL(workerUrl, import.meta.url).href)
  if (globalThis.gradwalkRun === undefined) throw new Error('the engine did not load')
  return globalThis.gradwalkRun(source)
}

/** The interpreter has its own time limit, with the line; a worker that does not even answer that is replaced after this much more. */
const grace = 500

interface Request {
  readonly source: string
  readonly resolve: (run: Run) => void
}

/** An engine with a warm worker; where workers are forbidden (sandboxed frames) it runs on the main thread. */
export function createEngine({
  timeLimitMs = 2000,
  createWorker = newWorker,
  runHere = runOnThisThread,
}: EngineOptions = {}): Engine {
  let worker = startWorker(createWorker)
  let running: Request[] = []
  let waiting: Request[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let crashes = 0

  const answer = (result: Run): void => {
    clearTimeout(timer)
    crashes = 0
    for (const request of running) request.resolve(result)
    running = []
    next()
  }
  const replace = (): void => {
    worker?.terminate()
    worker = startWorker(createWorker)
  }
  const stopped = (type: string, message: string): Run => ({
    source: running[0]?.source ?? '',
    episodes: [],
    backwards: 0,
    stdout: '',
    variables: [],
    error: { type, message, hint: 'Look for a loop that never ends, or run fewer steps.', line: null, span: null },
  })
  const crash = (): void => {
    crashes += 1
    replace()
    if (crashes > 1) answer(stopped('RuntimeError', 'the engine stopped while it ran this program'))
    else start()
  }
  const start = (): void => {
    const source = running[0]?.source
    if (source === undefined) return
    if (worker === null) {
      runHere(source).then(answer)
      return
    }
    worker.onmessage = ({ data }) => answer(data)
    worker.onerror = crash
    timer = setTimeout(() => {
      replace()
      answer(stopped('TimeoutError', `the program ran longer than ${timeLimitMs / 1000} seconds and was stopped`))
    }, timeLimitMs + grace)
    worker.postMessage(source)
  }
  const next = (): void => {
    if (running.length > 0 || waiting.length === 0) return
    const newest = waiting.at(-1)!
    running = waiting.map((request) => ({ ...request, source: newest.source }))
    waiting = []
    start()
  }
  return {
    run: (source) =>
      new Promise((resolve) => {
        waiting.push({ source, resolve })
        next()
      }),
    dispose: () => {
      clearTimeout(timer)
      worker?.terminate()
      worker = null
    },
  }
}

function startWorker(create: () => WorkerLike): WorkerLike | null {
  try {
    return create()
  } catch {
    return null
  }
}
