import { expect, test } from 'vitest'
import { run } from '../lang/interpret.ts'
import { dataPlotOf } from './data-plot.ts'

const program = (model: string) => `import torch
x = torch.tensor([1.0, 2.0, 3.0, 2.0])
y = torch.tensor([4.0, 3.0, 8.0, 5.0])
w = torch.tensor(2.0, requires_grad=True)
y_hat = ${model}
J = 0.5 * ((y_hat - y) ** 2).sum()
J.backward()
`

function plot(model: string, cursor: number, names = ['x', 'y', 'y_hat']) {
  const { trace } = run(program(model)).episodes[0]!
  const [x, y, yhat] = names.map((name) => trace.graph.nodes.findIndex((node) => node.name === name))
  return dataPlotOf(trace, cursor, { x: x!, y: y!, yhat: yhat! })
}

test('before the model has answered there are the samples alone, in the room that the answers need', () => {
  const [before, after] = [plot('w * x', 0)!, plot('w * x', 1)!]
  expect(before.points.map(({ yhat, error }) => [yhat, error])).toEqual([1, 2, 3, 4].map(() => [null, null]))
  expect(before.line).toEqual([])
  expect([before.xs, before.ys]).toEqual([after.xs, after.ys])
  expect(before.says).toBe('4 samples. x = 1: y = 4; x = 2: y = 3; x = 3: y = 8; x = 2: y = 5.')
})

test('then every sample has its answer and its error, and the answers lie on one line through the origin', () => {
  const { points, line, xs, says } = plot('w * x', 1)!
  expect(points.map(({ yhat }) => yhat)).toEqual([2, 4, 6, 4])
  expect(points.map(({ error }) => error)).toEqual([-2, 1, -2, -1])
  expect(line).toEqual([
    [0, 0],
    [xs[1], 2 * xs[1]],
  ])
  expect(says).toContain('x = 3: y = 8, ŷ = 6, error −2')
})

test('a bent model is drawn from answer to answer', () => {
  expect(plot('w * x ** 2', 2)!.line).toEqual([
    [1, 2],
    [2, 8],
    [2, 8],
    [3, 18],
  ])
})

test('what does not hold one number for each sample has no plot', () => {
  expect(plot('w * x', 1, ['x', 'y', 'w'])).toBeNull()
  expect(plot('w * x', 1, ['x', 'y', 'gone'])).toBeNull()
})
