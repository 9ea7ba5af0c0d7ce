import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { checkGradients } from '../core/check.ts'
import { tangents } from '../core/forward.ts'
import { frameAt } from '../core/frame.ts'
import { tensor } from '../core/tensor.ts'
import { run } from './interpret.ts'
import { randomProgram } from './testing/random-program.ts'

/** The first Python that has PyTorch, or null. */
const python =
  ['python3', '/usr/bin/python3'].find((name) => spawnSync(name, ['-c', 'import torch']).status === 0) ?? null

/** Runs each program and prints, for each, its tensors with their gradients. */
const referee = `
import json, sys, torch
torch.set_num_threads(1)
for source in json.load(sys.stdin):
    scope = {}
    try:
        exec(source, scope)
        found = {k: [v.detach().double().reshape(-1).tolist(), None if not v.is_leaf or v.grad is None else v.grad.double().reshape(-1).tolist()]
                 for k, v in scope.items() if isinstance(v, torch.Tensor)}
        print(json.dumps({'error': None, 'found': found}))
    except Exception as error:
        print(json.dumps({'error': f'{type(error).__name__}: {error}', 'found': {}}))
`

interface Answer {
  readonly error: string | null
  readonly found: Readonly<Record<string, readonly [readonly number[], readonly number[] | null]>>
}

function asked(sources: readonly string[], interpreter: string): readonly Answer[] {
  const { stdout, stderr } = spawnSync(interpreter, ['-c', referee], {
    input: JSON.stringify(sources),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, OMP_NUM_THREADS: '1', PYTHONWARNINGS: 'ignore' },
  })
  const lines = stdout.trim().split('\n')
  if (lines.length !== sources.length) throw new Error(stderr)
  // Python writes NaN and Infinity, which JSON does not know.
  return lines.map((line) => JSON.parse(line.replace(/-?\b(NaN|Infinity)\b/g, 'null')))
}

function expectClose(found: ArrayLike<number>, wanted: readonly number[], what: string, tolerance: number): void {
  expect(found.length, what).toBe(wanted.length)
  const size = Math.max(1e-3, ...wanted.map(Math.abs))
  for (let i = 0; i < wanted.length; i++) {
    const [x, y] = [found[i]!, wanted[i]!]
    const close = y === null ? !Number.isFinite(x) : Math.abs(x - y) <= tolerance * size
    if (!close) expect.fail(`${what}[${i}] is ${x}, PyTorch has ${y}`)
  }
}

const dtypeOf = (seed: number) => (seed % 4 === 0 ? 'float32' : 'float64')

describe.runIf(python !== null)('where PyTorch is installed', () => {
  test('2,000 random programs have its values and gradients', { timeout: 240_000 }, () => {
    const seeds = Array.from({ length: 2000 }, (_, i) => i + 1)
    const sources = seeds.map((seed) => randomProgram(seed, dtypeOf(seed)))
    const answers = asked(sources, python ?? '')
    sources.forEach((source, i) => {
      const { error, found } = answers[i]!
      const tolerance = dtypeOf(seeds[i]!) === 'float32' ? 5e-5 : 1e-9
      const ours = run(source, { timeLimitMs: 60_000 })
      const what = `program ${seeds[i]}:\n${source}\n`
      expect(ours.error === null ? null : `${ours.error.type}: ${ours.error.message}`, what).toBe(error)
      for (const { name, value, grad, isLeaf } of ours.variables) {
        const [wanted, slope] = found[name] ?? []
        expectClose(value.data, wanted ?? [], `${what}${name}`, tolerance)
        if (!isLeaf) continue
        if (slope === null || slope === undefined) expect(grad, `${what}${name}.grad`).toBeNull()
        else expectClose(grad?.data ?? [], slope, `${what}${name}.grad`, tolerance)
      }
    })
  })
})

test('the gradients of random programs are central differences, and what forward mode says', {
  timeout: 120_000,
}, () => {
  for (let seed = 10_001; seed <= 10_150; seed++) {
    const source = randomProgram(seed, 'float64')
    const { episodes, error } = run(source, { timeLimitMs: 60_000 })
    expect(error, source).toBeNull()
    const { trace } = episodes[0]!
    const { rows } = checkGradients(trace)
    expect(
      rows.filter(({ verdict }) => verdict === 'disagrees'),
      source,
    ).toEqual([])
    const { gradients } = frameAt(trace, trace.steps.length)
    trace.graph.nodes.forEach((node, leaf) => {
      if (node.kind !== 'leaf' || !node.requiresGrad) return
      const unit = tensor(new Float64Array(node.value.data.length), node.value.shape, 'float64')
      unit.data[0] = 1
      const slope = tangents(trace.graph, new Map([[leaf, unit]]))[trace.graph.output]?.data[0] ?? 0
      const gradient = gradients[leaf]?.data[0] ?? 0
      expect(Math.abs(slope - gradient), `${source}${node.name}`).toBeLessThanOrEqual(
        1e-9 * Math.max(1, Math.abs(slope)),
      )
    })
  }
})
