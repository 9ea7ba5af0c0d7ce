import { expect, test } from 'vitest'
import { run } from '../lang/interpret.ts'
import { symbolicOf } from '../scene/symbolic.ts'
import { examples } from './examples.ts'

test('the logistic map swells as in the lecture, n = 1…4, and the graph does not', () => {
  const source = examples.find(({ id }) => id === 'logistic-map')!.source
  const result = run(source)
  expect(result.control).toEqual({ loops: true, branches: false })
  const rows = symbolicOf(result.episodes[0]!.trace, null)!.rows
  expect(
    rows.map(({ ops, derivativeOps, shared, value, slope }) => [ops, derivativeOps, shared, value, slope]),
  ).toEqual([
    ['0', '0', '0', '0.25', '1'],
    ['3', '6', '3', '0.75', '2'],
    ['9', '25', '6', '0.75', '−4'],
    ['21', '75', '9', '0.75', '8'],
  ])
})

test('for n up to 8 too, and a hundred rounds end in a number with many digits, not in a dead page', () => {
  const source = examples.find(({ id }) => id === 'logistic-map')!.source
  const sizes = (rounds: number) =>
    symbolicOf(run(source.replace('range(2, 5)', `range(2, ${rounds + 1})`)).episodes[0]!.trace, null)!.rows.at(-1)
  expect([5, 6, 8].map((n) => [sizes(n)!.ops, sizes(n)!.derivativeOps, sizes(n)!.shared])).toEqual([
    ['45', '199', '12'],
    ['93', '495', '15'],
    ['381', '2,751', '21'],
  ])
  expect(sizes(100)!.derivativeOps).toMatch(/^about 10\^3\d$/)
})

test('the derivative of every example is written, or its size is', () => {
  for (const { source } of examples) {
    const { episodes } = run(source)
    const symbolic = symbolicOf(episodes[0]!.trace, null)
    expect(symbolic?.rows.length).toBeGreaterThan(0)
    for (const row of symbolic?.rows ?? []) expect(Object.values(row).join(' ')).not.toMatch(/NaN|undefined/)
  }
})
