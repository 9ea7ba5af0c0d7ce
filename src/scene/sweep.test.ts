import { expect, test } from 'vitest'
import { run } from '../lang/interpret.ts'
import { ledgerOf } from './ledger.ts'
import { sweepOf } from './sweep.ts'

const passesOf = (source: string) => run(`import torch\n${source}`).episodes.map(({ trace }) => trace)

test('the slope at the current number is the gradient, and the curve goes through the current value', () => {
  const passes = passesOf(
    'W = torch.tensor([[1.0, -2.0], [0.5, 3.0]], requires_grad=True)\nx = torch.tensor([1.0, 2.0])\nJ = (torch.tanh(W @ x) ** 2).sum()\nJ.backward()',
  )
  const { graph } = passes[0]!
  const leaf = graph.nodes.findIndex(({ name }) => name === 'W')
  for (const entry of [0, 1, 2, 3]) {
    const sweep = sweepOf(passes, 0, { over: { node: leaf, entry }, of: [{ node: graph.output, entry: 0 }] })!
    expect(sweep.curves[0]!.now.slope).toBeCloseTo(ledgerOf(passes[0]!).gradient[leaf]!.data[entry]!, 5)
    expect(sweep.curves[0]!.now.y).toBeCloseTo(graph.nodes[graph.output]!.value.data[0]!, 5)
  }
})

test('a kink is found where it is, with the slopes of both sides and the one that is taken', () => {
  const passes = passesOf('x = torch.tensor(3.0, requires_grad=True)\ny = torch.relu(x - 1)\ny.backward()')
  const sweep = sweepOf(passes, 0, { over: { node: 0, entry: 0 }, of: [{ node: passes[0]!.graph.output, entry: 0 }] })!
  expect(sweep.curves[0]!.corners).toEqual([{ x: 1, y: 0, left: 0, right: 1, slope: 0 }])
  expect(sweep.curves[0]!.value.length).toBe(2)
})

test('a smooth curve is one piece', () => {
  const passes = passesOf('z = torch.tensor(0.5, requires_grad=True)\ny = torch.sigmoid(z)\ny.backward()')
  const [curve] = sweepOf(passes, 0, { over: { node: 0, entry: 0 }, of: [{ node: 1, entry: 0 }] })!.curves
  expect([curve!.value.length, curve!.corners]).toEqual([1, []])
})

test('the passes of gradient descent stand on the curve, in order', () => {
  const passes = passesOf(
    'w = torch.tensor(-1.0, requires_grad=True)\nfor step in range(3):\n    J = 0.5 * (w - 3) ** 2\n    J.backward()\n    with torch.no_grad():\n        w -= 0.5 * w.grad\n    w.grad = None',
  )
  const { graph } = passes[2]!
  const leaf = graph.nodes.findIndex(({ name }) => name === 'w')
  const { walk } = sweepOf(passes, 2, { over: { node: leaf, entry: 0 }, of: [{ node: graph.output, entry: 0 }] })!
  expect(walk).toEqual([
    [-1, 8],
    [1, 2],
    [2, 0.5],
  ])
})

test('a jump cuts the curve', () => {
  const passes = passesOf('z = torch.tensor(0.5, requires_grad=True)\ny = torch.sign(z)\ny.backward()')
  const [curve] = sweepOf(passes, 0, { over: { node: 0, entry: 0 }, of: [{ node: 1, entry: 0 }] })!.curves
  expect([curve!.value.length, curve!.corners.map(({ x, y }) => [x, y])]).toEqual([2, [[0, 0]]])
})
