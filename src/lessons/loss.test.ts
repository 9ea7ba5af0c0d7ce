import { expect, test } from 'vitest'
import { item } from '../core/tensor.ts'
import { run } from '../lang/interpret.ts'
import { type LossForm, lossForms, lossOf } from '../scene/loss.ts'
import { examples } from './examples.ts'

const lossAfter = (source: string): number => {
  const { error, episodes } = run(source)
  expect(error).toBeNull()
  const { graph } = episodes[0]!.trace
  return item(graph.nodes[graph.output]!.value)
}

const withError = examples.filter(({ source }) => lossOf(source) !== null)

test('the squared errors of the examples are found', () => {
  expect(withError.map(({ id }) => id)).toEqual([
    'delta-rule',
    'path',
    'branches',
    'many-features',
    'many-samples',
    'gradient-descent',
    'delta-recursion',
    'delta-recursion-linear',
    'four-samples',
  ])
})

test.each(withError)('$id: each form is a program that computes it, and leads back', ({ source }) => {
  const { form: own, sources } = lossOf(source)!
  const all = lossForms.flatMap((form): [LossForm, string][] => (sources[form] === null ? [] : [[form, sources[form]]]))
  const values = new Map(all.map(([form, text]) => [form, lossAfter(text)]))
  expect(values.get('sum')).toBeCloseTo(2 * values.get('half')!, 5)
  for (const [form, text] of all) {
    expect(lossOf(text)?.form).toBe(form)
    expect(lossAfter(lossOf(text)!.sources[own]!)).toBe(values.get(own))
  }
})

test('what is not a squared error that is differentiated has no forms', () => {
  expect(lossOf('J = w * 2\nJ.backward()')).toBeNull()
  expect(lossOf('J = (y_hat - y) ** 2\nprint(J)')).toBeNull()
  expect(lossOf('J = e ** 2\nJ.backward()\nL = d ** 2\nL.backward()')).toBeNull()
})
