// Training programs as a student types them: here, in PyTorch on one thread where it is installed, and written out by hand.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import type { run as Run } from '../../src/lang/interpret.ts'
import { digits, minibatches, regression } from './floors.ts'
import { median } from './median.ts'

/** The programs, how many steps each does, and how often the aim says it is faster than PyTorch. */
const programs = [
  {
    file: '../../src/lessons/training/1-regression.py',
    byHand: regression,
    title: '1-8-1 ReLU, 100 points, Adam, 10,000 epochs',
    steps: 10_000,
    epochs: 10_000,
    aim: 20,
  },
  {
    file: 'training/minibatches.py',
    byHand: minibatches,
    title: '2-8-8-1 tanh, 500 points in batches of 10',
    steps: 1000,
    epochs: 20,
    aim: 10,
  },
  {
    file: 'training/digits.py',
    byHand: digits,
    title: '784-64-10 softmax, batches of 32',
    steps: 200,
    epochs: 20,
    aim: 1,
  },
] as const

const timed = (body: () => void): number => {
  const start = performance.now()
  body()
  return performance.now() - start
}

/** Python that has PyTorch, or null. */
const python = (): string | null =>
  ['python3', '/usr/bin/python3'].find((name) => spawnSync(name, ['-c', 'import torch']).status === 0) ?? null

const timer = `
import sys, time, torch
torch.set_num_threads(1)
program = compile(open(sys.argv[1]).read(), sys.argv[1], 'exec')
start = time.perf_counter()
exec(program, {'__name__': '__main__'})
sys.stderr.write(str(1000 * (time.perf_counter() - start)))
`

function inPyTorch(interpreter: string, file: string): number {
  const { stderr } = spawnSync(interpreter, ['-c', timer, file], {
    env: { ...process.env, OMP_NUM_THREADS: '1' },
    encoding: 'utf8',
  })
  return Number(stderr.split('\n').at(-1))
}

/** The engine as the build makes it: one file, as the worker has it. */
async function engine(): Promise<typeof Run> {
  const root = join(import.meta.dirname, '../..')
  const outDir = join(root, '.cache/bench')
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: 'src/lang/interpret.ts',
      outDir,
      emptyOutDir: true,
      rollupOptions: { output: { entryFileNames: 'engine.mjs' } },
    },
  })
  const { run }: { run: typeof Run } = await import(pathToFileURL(join(outDir, 'engine.mjs')).href)
  return run
}

/** Prints a table: milliseconds a program, microseconds a step, ratios. */
export async function benchTraining(): Promise<void> {
  const run = await engine()
  const interpreter = python()
  console.log(
    `\nTraining programs, from text to end${interpreter === null ? ' (no PyTorch here)' : ', and PyTorch on one thread'}`,
  )
  for (const { file: path, byHand, title, steps, epochs, aim } of programs) {
    const file = join(import.meta.dirname, path)
    const source = readFileSync(file, 'utf8')
    const check = run(source, { timeLimitMs: 600_000 })
    if (check.error !== null) throw new Error(`${path}: ${check.error.type}: ${check.error.message}`)
    const ours = median(Array.from({ length: 5 }, () => timed(() => run(source, { timeLimitMs: 600_000 }))))
    const floor = median(Array.from({ length: 5 }, () => timed(() => byHand(epochs))))
    const theirs = interpreter === null ? null : inPyTorch(interpreter, file)
    const against =
      theirs === null
        ? ''
        : `   PyTorch ${theirs.toFixed(0)} ms: ${(theirs / ours).toFixed(1)}× faster here (aim ${aim}×)`
    console.log(
      `  ${title.padEnd(46)} ${ours.toFixed(0).padStart(5)} ms   ${((1000 * ours) / steps).toFixed(1)} µs a step   ${(ours / floor).toFixed(1)}× the loop by hand (${floor.toFixed(0)} ms)${against}`,
    )
  }
}

if (process.argv[1] === import.meta.filename) await benchTraining()
