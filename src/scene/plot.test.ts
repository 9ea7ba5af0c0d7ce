import { expect, test } from 'vitest'
import { trace } from '../core/backward.ts'
import type { Graph } from '../core/graph.ts'
import type { OpName } from '../core/op.ts'
import { ops } from '../core/registry.ts'
import { scalar } from '../core/tensor.ts'
import { run } from '../lang/interpret.ts'
import { type Plot, plotOf } from './plot.ts'

const isOp = (name: string): name is OpName => Object.hasOwn(ops, name)
const names = Object.keys(ops).filter(isOp)

/** The plot of an op of one argument at a number. */
function plotted(op: OpName, at: number): Plot | null {
  const [x, attrs] = [scalar(at), ops[op].samples[0]?.attrs ?? {}]
  const leaf = { kind: 'leaf', role: 'parameter', value: x, requiresGrad: true, literals: [] } as const
  const value = ops[op].forward([x], attrs)
  const graph: Graph = { nodes: [leaf, { kind: 'op', op, args: [0], attrs, value, requiresGrad: true }], output: 1 }
  return plotOf(trace(graph), 1)
}

const curved = names.filter(
  (op) =>
    ops[op].samples[0]?.shapes.length === 1 &&
    ops[op].samples[0].shapes[0]!.length === 0 &&
    ops[op].rule({ shapes: [[]], shape: [], attrs: ops[op].samples[0].attrs ?? {} }).kind === 'elementwise' &&
    plotted(op, 0.7) !== null,
)

test('every element-wise function has a plot', () => {
  expect(curved).toEqual(expect.arrayContaining(['exp', 'log', 'sqrt', 'abs', 'sigmoid', 'tanh', 'relu', 'elu']))
  expect(curved).not.toContain('neg')
})

test.each(curved)('the lower curve of %s is the slope of the upper one', (op) => {
  const plot = plotted(op, 0.7)!
  const slopes = new Map(plot.slope.flat())
  let checked = 0
  for (const piece of plot.value)
    piece.slice(1, -1).forEach(([x], i) => {
      const [[left, low], [right, high]] = [piece[i]!, piece[i + 2]!]
      const [before, after] = [slopes.get(left), slopes.get(right)]
      if (before === undefined || after === undefined) return
      // beside a pole or an upright end no chord is like the curve
      if (Math.max(Math.abs(before), Math.abs(after), Math.abs(slopes.get(x)!)) > 8) return
      const chord = (high - low) / (right - left)
      const about = Math.abs(after - before) + 1e-2 * Math.max(1, Math.abs(chord))
      expect(Math.abs(chord - slopes.get(x)!), `at ${x}`).toBeLessThanOrEqual(about)
      checked++
    })
  expect(checked).toBeGreaterThan(20)
})

test('ReLU has a kink at 0, where its slope is 0, and no point of a curve is drawn across it', () => {
  const { kinks, slope } = plotted('relu', 2)!
  expect(kinks).toMatchObject([{ x: 0, y: 0, left: 0, right: 1, slope: 0 }])
  expect(slope).toHaveLength(2)
})

test('what is plotted stands where the program stands', () => {
  const { trace: square } = run(
    'import torch\nx = torch.tensor([1.5, -2.0], requires_grad=True)\ny = (x ** 2).sum()\ny.backward()',
  ).episodes[0]!
  const at = square.graph.nodes.findIndex((node) => node.kind === 'op' && node.op === 'pow')
  const plot = plotOf(square, at)!
  expect(plot.formula.plain).toBe('y = x²')
  expect(plot.derivative.plain).toBe('y′ = 2 · x')
  expect(plot.current).toEqual([
    { entry: 0, x: 1.5, y: 2.25, slope: 3 },
    { entry: 1, x: -2, y: 4, slope: -4 },
  ])
})
