import type { Run } from '../lang/run.ts'
import { type Collected, Collector } from './collected.ts'
import type { Job, Reply } from './engine.worker.ts'
import workerUrl from './engine.worker.ts?worker&url'
import { startWorker } from './start-worker.ts'
import { type Unfinished, unfinished } from './unfinished.ts'

/** Which passes of a program are wanted whole, and who is told how far it is. */
export interface Wish {
  /** The first pass that is wanted whole; null or left out where none is wanted more than the others. */
  readonly keepFrom?: number | null
  /** Whether nothing but these passes is wanted: the program ends with them. */
  readonly stopWhenKept?: boolean
  /** Told of everything the program has brought about up to now. */
  readonly onProgress?: (collected: Collected) => void
  /** The gesture that brought the program about. A program of the same gesture lets it come to its end, so that a drag shows something on its way. */
  readonly gesture?: number | null
}

/** Runs programs off the main thread. Only the newest matters: a request that a newer one overtook is answered with the newer one's run. */
export interface Engine {
  /** Rejects only when the engine is disposed of; whatever else goes wrong is the run's error. */
  run(source: string, wish?: Wish): Promise<Run>
  /** Ends the program that runs. Its run holds what it printed, and its losses. Does nothing where it runs on this thread. */
  stop(): void
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

/** How long a program may run in all, and how long without a sign of life, in milliseconds: in a worker, where it can be stopped, and on this thread, where the page waits for it. */
export const limits = {
  worker: { timeLimitMs: 60_000, quietLimitMs: 5_000 },
  here: { timeLimitMs: 2_000, quietLimitMs: 2_000 },
} as const

/** The interpreter has its own time limits, with the line; a worker that does not even answer those is replaced after this much more. */
const grace = 500
/** How long a worker's script may take to load, which on a slow network is far longer than a program may be silent. */
const loadLimitMs = 20_000
/** How long a program may have run when a newer one comes: it is cheaper to let it end than to replace its worker. */
const courtesy = 300
/** The same where both are of one gesture. */
const gestureCourtesy = 2_000

interface Request extends Wish {
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
export function createEngine({ createWorker = newWorker, runHere = runOnThisThread }: EngineOptions = {}): Engine {
  let live: Live | null = null
  /** Those who wait for the program that runs; the newest says which. */
  let running: readonly Request[] = []
  let waiting: readonly Request[] = []
  let collector = new Collector()
  let job = 0
  let since = 0
  let watchdog: ReturnType<typeof setTimeout> | undefined
  let overtaking: ReturnType<typeof setTimeout> | undefined
  let disposed = false
  /** Workers that the present program has brought down. */
  let crashes = 0
  /** Workers in a row whose script did not load. */
  let unloaded = 0

  const dismiss = (): void => {
    clearTimeout(watchdog)
    clearTimeout(overtaking)
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
      if (live === mine) hear(mine, data)
    }
    worker.onerror = worker.onmessageerror = () => {
      if (live === mine) lose(mine)
    }
  }
  const hear = (mine: Live, reply: Reply): void => {
    switch (reply.kind) {
      case 'ready':
        mine.ready = true
        unloaded = 0
        if (running.length > 0) begin(mine)
        return
      case 'progress': {
        if (reply.id !== job) return
        watch(mine)
        const collected = collector.add(reply.progress)
        for (const { onProgress } of running) onProgress?.(collected)
        return
      }
      case 'done':
        if (reply.id === job) answer(reply.run)
    }
  }
  /** A worker died. One that never loaded is tried once more and then done without; one that a program brought down runs it once more. */
  const lose = ({ ready }: Live): void => {
    if (!ready) unloaded += 1
    else if (running.length > 0) crashes += 1
    if (unloaded > 1) dismiss()
    else hire()
    if (crashes > 1)
      fail({ type: 'RuntimeError', message: 'the engine stopped while it ran this program', hint: smaller })
    else start()
  }
  /** Replaces the worker when it says nothing for too long. */
  const watch = (mine: Live): void => {
    clearTimeout(watchdog)
    if (!mine.ready) {
      watchdog = setTimeout(() => lose(mine), loadLimitMs)
      return
    }
    const { quietLimitMs } = limits.worker
    watchdog = setTimeout(() => {
      hire()
      const message = `the program did not answer for ${quietLimitMs / 1000} seconds and was stopped`
      const hint = 'Look for a loop that never ends, or use fewer iterations.'
      fail({ type: 'TimeoutError', message, hint, stopped: true })
    }, quietLimitMs + grace)
  }
  /** The program's time begins when the worker can run it. */
  const begin = (mine: Live): void => {
    since = Date.now()
    watch(mine)
    overtake()
  }
  const sameGesture = (): boolean => {
    const gesture = waiting.at(-1)?.gesture ?? null
    return gesture !== null && gesture === running.at(-1)?.gesture
  }
  /** Puts a newer program in the place of one that has been running for a while. */
  const overtake = (): void => {
    clearTimeout(overtaking)
    if (running.length === 0 || waiting.length === 0 || live?.ready !== true) return
    overtaking = setTimeout(
      () => {
        hire()
        running = [...running, ...waiting]
        waiting = []
        crashes = 0
        start()
      },
      Math.max(0, since + (sameGesture() ? gestureCourtesy : courtesy) - Date.now()),
    )
  }
  const answer = (run: Run): void => {
    clearTimeout(watchdog)
    clearTimeout(overtaking)
    crashes = 0
    const answered = running
    running = []
    for (const { resolve } of answered) resolve(run)
    next()
  }
  const fail = (why: Unfinished): void => answer(unfinished(running.at(-1)?.source ?? '', why, collector.all))
  const start = (): void => {
    const newest = running.at(-1)
    if (newest === undefined) return
    collector = new Collector()
    job += 1
    const { source, keepFrom = null, stopWhenKept = false } = newest
    const asked = { id: job, source, keepFrom, stopWhenKept }
    if (live === null) {
      const message = (error: unknown): string => (error instanceof Error ? error.message : String(error))
      runHere({ ...asked, ...limits.here }).then(answer, (error) =>
        fail({ type: 'RuntimeError', message: message(error), hint: 'Reload the page.' }),
      )
      return
    }
    live.worker.postMessage({ ...asked, ...limits.worker })
    if (live.ready) begin(live)
    else watch(live)
  }
  const next = (): void => {
    if (running.length > 0 || waiting.length === 0) return
    running = waiting
    waiting = []
    start()
  }

  hire()
  return {
    run: (source, wish = {}) =>
      new Promise((resolve, reject) => {
        if (disposed) {
          reject(gone())
          return
        }
        waiting = [...waiting, { ...wish, source, resolve, reject }]
        next()
        overtake()
      }),
    stop: () => {
      if (running.length === 0 || live === null) return
      const elapsedMs = live.ready ? Date.now() - since : 0
      const { backwards } = collector.all
      hire()
      const message = `stopped by you after ${spent(elapsedMs, backwards)}`
      fail({ type: 'KeyboardInterrupt', message, hint: 'What it did until then is kept.', stopped: true })
    },
    dispose: () => {
      disposed = true
      dismiss()
      for (const request of [...running, ...waiting]) request.reject(gone())
      running = []
      waiting = []
    },
  }
}

const spent = (ms: number, backwards: number): string =>
  `${(ms / 1000).toFixed(1)} seconds${backwards === 0 ? '' : ` and ${backwards.toLocaleString('en')} backward pass${backwards === 1 ? '' : 'es'}`}`

const gone = (): Error => new Error('the engine was disposed of')
const smaller = 'Make the program smaller, or reload the page.'

function attempt<T>(make: () => T): T | null {
  try {
    return make()
  } catch {
    return null
  }
}
