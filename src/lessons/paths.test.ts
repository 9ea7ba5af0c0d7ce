import { expect, test } from 'vitest'
import { run } from '../lang/interpret.ts'
import { ledgerOf } from '../scene/ledger.ts'
import { atLevel } from '../scene/levels.ts'
import { pathsOf } from '../scene/paths.ts'
import { examples } from './examples.ts'

const traceOf = (source: string) => atLevel(run(source).episodes[0]!.trace, 'scalar')!

test('in branches two paths lead to a, and reverse mode shares their beginning', () => {
  const trace = traceOf(examples.find(({ id }) => id === 'branches')!.source)
  const node = trace.graph.nodes.findIndex(({ name }) => name === 'w1')
  const ledger = pathsOf(trace, node)!
  expect(ledger.count).toBe(2n)
  expect(ledger.paths.map(({ row }) => row.parts.at(-1)!.plain)).toEqual(expect.arrayContaining(['−12', '8']))
  expect(ledger.sum.parts.at(-1)!.plain).toBe('−4')
  // J, e², e, ŷ, w₄·b, b, a, w₁: seven slopes a path, so six products each; reverse mode walks what they share once, and the seed for nothing
  expect(ledger.byPaths).toEqual({ multiplications: 12n, additions: 1n })
  expect(ledger.byReverse).toEqual({ multiplications: 9n, additions: 1n })
})

test('the paths of every leaf of every example add up to its gradient', () => {
  for (const { source } of examples) {
    const trace = traceOf(source)
    trace.graph.nodes.forEach((leaf, node) => {
      const gradient = ledgerOf(trace).gradient[node]
      const ledger = leaf.kind === 'leaf' && gradient !== undefined ? pathsOf(trace, node) : null
      if (ledger === null || ledger.count > BigInt(ledger.paths.length)) return
      const total = ledger.paths.reduce(
        (sum, { row }) =>
          sum +
          Number(
            row.parts
              .at(-1)!
              .plain.replace('−', '-')
              .replace(/×10(.*)/, 'e0'),
          ),
        0,
      )
      if (!ledger.paths.some(({ row }) => row.parts.at(-1)!.plain.includes('×')))
        expect(Math.abs(total - gradient!.data[0]!)).toBeLessThan(2e-3 * Math.max(1, Math.abs(total)))
      expect(ledger.byReverse.multiplications).toBeLessThanOrEqual(ledger.byPaths.multiplications)
    })
  }
})

test('more paths than there are atoms are counted exactly and at once', () => {
  const trace = traceOf(
    'import torch\nx = torch.tensor(0.5, requires_grad=True)\ny = x\nfor i in range(400):\n    y = y * 0.5 + y * 0.5\ny.backward()\n',
  )
  const ledger = pathsOf(trace, 0)!
  expect(ledger.count).toBe(2n ** 400n)
  expect(ledger.paths).toHaveLength(12)
})
