// Training programs as a student types them: in the worker of the app as built, in PyTorch on one thread where it is installed, and written out by hand.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright/test'
import { build } from 'vite'
import type { Job, Reply } from '../../src/state/engine.worker.ts'
import { root } from '../processes.mjs'
import { inBrowser } from './browser.ts'
import { median } from './median.ts'

/** The programs, how many steps each does, and how often the aim says it is faster than PyTorch. */
const programs = [
  {
    file: '../../src/lessons/training/1-regression.py',
    floor: 'regression',
    title: '1-8-1 ReLU, 100 points, Adam, 10,000 epochs',
    steps: 10_000,
    epochs: 10_000,
    aim: 20,
  },
  {
    file: 'training/minibatches.py',
    floor: 'minibatches',
    title: '2-8-8-1 tanh, 500 points in batches of 10',
    steps: 1000,
    epochs: 20,
    aim: 10,
  },
  {
    file: 'training/digits.py',
    floor: 'digits',
    title: '784-64-10 softmax, batches of 32',
    steps: 200,
    epochs: 20,
    aim: 1,
  },
] as const

/** How often a program runs: one who drags a slider for two seconds sees it as often. The first of them are left out of the median. */
const runs = { all: 24, first: 8 } as const

/** Python that has PyTorch, or null. */
const python = (): string | null =>
  ['python3', '/usr/bin/python3'].find((name) => spawnSync(name, ['-c', 'import torch']).status === 0) ?? null

const timer = `
import contextlib, io, sys, time, torch
torch.set_num_threads(1)
program = compile(open(sys.argv[1]).read(), sys.argv[1], 'exec')
for run in range(3):
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        exec(program, {'__name__': '__main__'})
    print(1000 * (time.perf_counter() - start))
`

function inPyTorch(interpreter: string, file: string): number {
  const env = { ...process.env, OMP_NUM_THREADS: '1' }
  const { stdout } = spawnSync(interpreter, ['-c', timer, file], { env, encoding: 'utf8' })
  return median(stdout.trim().split('\n').map(Number))
}

/** How long the engine takes from the text to the run, each time, in a new worker. */
const ofEngine = (page: Page, worker: string, source: string): Promise<number[]> =>
  page.evaluate(
    async ([url, text, count]) => {
      const engine = new Worker(url, { type: 'module' })
      const times: number[] = []
      const limits = { timeLimitMs: 600_000, quietLimitMs: 600_000, keepFrom: null, stopWhenKept: false }
      // the first answer is that it is loaded
      for (let id = -1; id < count; id++) {
        const start = performance.now()
        const job: Job = { id, source: text, ...limits }
        if (id >= 0) engine.postMessage(job)
        const reply = await new Promise<Reply>((resolve, reject) => {
          engine.onmessage = ({ data }: MessageEvent<Reply>) => {
            if (data.kind !== 'progress') resolve(data)
          }
          engine.onerror = (event) => reject(new Error(event.message))
        })
        if (reply.kind === 'done' && reply.run.error !== null) throw new Error(reply.run.error.message)
        if (id >= 0) times.push(performance.now() - start)
      }
      engine.terminate()
      return times
    },
    [worker, source, runs.all] as const,
  )

/** How long the hand-written loop takes, each time, in a new worker. */
const ofLoop = (page: Page, floor: string, epochs: number): Promise<number[]> =>
  page.evaluate(
    async (job) => {
      const worker = new Worker('floors.js', { type: 'module' })
      const times = new Promise<number[]>((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<number[]>) => resolve(data)
        worker.onerror = (event) => reject(new Error(event.message))
      })
      worker.postMessage(job)
      return times.finally(() => worker.terminate())
    },
    { floor, epochs, runs: 5 },
  )

/** The hand-written loops as one file. */
async function floorsFile(): Promise<string> {
  const outDir = join(root, '.cache/bench')
  const entry = { input: 'scripts/bench/floors.worker.ts', output: { entryFileNames: 'floors.js' } }
  await build({ root, configFile: false, logLevel: 'error', publicDir: false, build: { outDir, rollupOptions: entry } })
  return readFileSync(join(outDir, 'floors.js'), 'utf8')
}

/** Prints a table: milliseconds a program, microseconds a step, ratios. */
export async function benchTraining(browser: Browser, url: string): Promise<void> {
  const interpreter = python()
  const body = await floorsFile()
  const worker = readdirSync(join(root, 'dist/assets')).find((file) => file.startsWith('engine.worker-'))
  if (worker === undefined) throw new Error('there is no build: npm run build')
  const page = await browser.newPage()
  await page.route('**/floors.js', (route) => route.fulfill({ contentType: 'text/javascript', body }))
  await page.goto(new URL('favicon.svg', url).href)
  console.log(
    `\nTraining programs, from text to run, in the app’s worker${interpreter === null ? ' (no PyTorch here)' : ', and PyTorch on one thread'}`,
  )
  for (const { file: path, floor, title, steps, epochs, aim } of programs) {
    const file = join(import.meta.dirname, path)
    const times = await ofEngine(page, `assets/${worker}`, readFileSync(file, 'utf8'))
    const loop = median((await ofLoop(page, floor, epochs)).slice(1))
    const theirs = interpreter === null ? null : inPyTorch(interpreter, file)
    const ours = median(times.slice(runs.first))
    const against =
      theirs === null
        ? ''
        : `   PyTorch ${theirs.toFixed(0)} ms: ${(theirs / ours).toFixed(1)}× faster here (aim ${aim}×)`
    console.log(
      `  ${title.padEnd(44)} first ${times[0]!.toFixed(0).padStart(3)} ms, again ${ours.toFixed(0).padStart(3)} ms   ${((1000 * ours) / steps).toFixed(1)} µs a step   ${(ours / loop).toFixed(1)}× the loop by hand (${loop.toFixed(0)} ms)${against}`,
    )
  }
  await page.close()
}

if (process.argv[1] === import.meta.filename) await inBrowser(benchTraining)
