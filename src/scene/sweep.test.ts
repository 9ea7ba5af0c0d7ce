import { expect, test } from 'vitest'
import { gradientsOf } from '../core/mutants/mutant.ts'
import { run } from '../lang/interpret.ts'
import { type Sweep, type SweepRequest, sweepOf } from './sweep.ts'

const program = (text: string): string => `import torch\n${text}`

/** The sweep of a program's output over one of its variables. */
function swept(source: string, over: string, more: Partial<SweepRequest> & { of?: never } = {}, entry = 0): Sweep {
  const { episodes, variables, error } = run(source)
  expect(error).toBeNull()
  const traces = episodes.map(({ trace }) => trace)
  const { graph } = traces[more.pass ?? traces.length - 1]!
  const node = graph.nodes.findIndex(({ name }) => name === over)
  const of = [{ node: graph.output, entry: 0 }]
  return sweepOf(traces, { over: { node, entry }, of, derivative: true, after: variables, ...more })!
}

const inPieces = (pieces: Sweep['curves'][number]['pieces'], x: number): number => {
  for (const piece of pieces)
    for (const [i, [right, high]] of piece.entries()) {
      const [left, low] = piece[i - 1] ?? [right, high]
      if (left <= x && x <= right) return right === left ? high : low + ((high - low) * (x - left)) / (right - left)
    }
  return Number.NaN
}

const bowl = (rate: number): string =>
  program(
    `w = torch.tensor(-1.0, requires_grad=True)\nfor step in range(3):\n    J = 0.5 * (w - 3) ** 2\n    J.backward()\n    with torch.no_grad():\n        w -= ${rate} * w.grad\n    w.grad = None`,
  )

test('a parabola is swept: its value, its slope, and its tangent where the program stands', () => {
  const { axis, curves, derivative, current, walk, says } = swept(
    program('x = torch.tensor(1.0, requires_grad=True)\nz = 0.5 * (3 * x - 1) ** 2\nz.backward()'),
    'x',
  )
  expect([axis.written.plain, curves[0]!.written.plain, derivative!.written.plain]).toEqual(['x', 'z', '∂z/∂x'])
  expect(curves[0]!.formula!.plain).toBe('0.5 · (3 · x − 1)²')
  expect(current).toEqual({ x: 1, y: 2, slope: 6 })
  expect(walk).toEqual([])
  for (const x of [-0.5, 0, 1 / 3, 1]) {
    expect(inPieces(curves[0]!.pieces, x)).toBeCloseTo(0.5 * (3 * x - 1) ** 2, 1)
    expect(inPieces(derivative!.pieces, x)).toBeCloseTo(3 * (3 * x - 1), 6)
  }
  expect(says).toMatch(/^z over x from .* At x = 1: z = 2, ∂z\/∂x = 6\.$/)
})

test('gradient descent walks −1, 1, 2 and goes on to 2.5', () => {
  const source = bowl(0.5)
  const { walk, next } = swept(source, 'w')
  expect(walk).toEqual([
    { pass: 0, x: -1, y: 8 },
    { pass: 1, x: 1, y: 2 },
    { pass: 2, x: 2, y: 0.5 },
  ])
  expect(next).toEqual({ x: 2.5, y: 0.125, by: 0.5, rate: 0.5, text: '−0.5 · (−1) = +0.5' })
  const early = swept(source, 'w', { pass: 0 })
  expect(early.walk).toHaveLength(1)
  expect(early.next).toMatchObject({ x: 1, by: 2, rate: 0.5, text: '−0.5 · (−4) = +2' })
  expect(early.axis.range).toEqual(swept(source, 'w', { pass: 1 }).axis.range)
})

test.each([
  [1, [-1, 3, 3], 3],
  [2, [-1, 7, -1], 7],
  [2.1, [-1, 7.4, -1.84], 8.324],
])('with γ = %s the bowl shows the walk %s and then %s', (rate, xs, last) => {
  const { walk, next, axis, curves } = swept(bowl(rate), 'w')
  walk.forEach(({ x }, i) => {
    expect(x).toBeCloseTo(xs[i]!, 5)
  })
  // where the program stands still there is no step to draw
  if (last === xs.at(-1)) expect(next).toBeNull()
  else expect(next!.x).toBeCloseTo(last, 5)
  for (const x of [...xs, last, 3]) {
    expect(x).toBeGreaterThanOrEqual(axis.range[0])
    expect(x).toBeLessThanOrEqual(axis.range[1])
    const y = inPieces(curves[0]!.pieces, x)
    expect(y).toBeLessThanOrEqual(curves[0]!.range[1])
  }
})

test('the axis stays while a number is changed a little', () => {
  const ranges = [-1, -0.9, -1.1].map(
    (start) => swept(bowl(0.5).replace('-1.0', start.toFixed(1)), 'w', { pass: 0 }).axis.range,
  )
  expect(ranges[1]).toEqual(ranges[0])
  expect(ranges[2]).toEqual(ranges[0])
})

test('the kink of ReLU is marked with both slopes and the one that is taken', () => {
  const source = program('z = torch.tensor(2.0, requires_grad=True)\na = torch.relu(z)\na.backward()')
  const { curves, derivative } = swept(source, 'z')
  expect(curves[0]!.kinks).toMatchObject([
    { x: 0, y: 0, slope: 0, left: { slope: 0 }, right: { slope: 1 }, jumps: false },
  ])
  expect(curves[0]!.kinks[0]!.says).toBe(
    'a over z has a kink at 0: the slope is 0 on the left, 1 on the right; 0 is taken.',
  )
  expect(curves[0]!.pieces).toHaveLength(1)
  expect(derivative!.pieces).toHaveLength(2)
})

test('kinks are found where the argument is a function, where two arguments meet, and where a value jumps', () => {
  const over = (expression: string) =>
    swept(program(`x = torch.tensor(0.3, requires_grad=True)\ny = ${expression}\ny.backward()`), 'x').curves[0]!
  expect(over('torch.relu(x - 1) + torch.relu(1 - x)').kinks).toMatchObject([
    { x: 1, slope: 0, left: { slope: -1 }, right: { slope: 1 } },
  ])
  expect(over('torch.maximum(x - 1, 1 - x)').kinks).toMatchObject([
    { x: 1, slope: 0, left: { slope: -1 }, right: { slope: 1 } },
  ])
  expect(over('x + torch.sign(x - 2)').kinks).toMatchObject([
    { x: 2, y: 2, left: { y: expect.closeTo(1, 6) }, right: { y: expect.closeTo(3, 6) }, jumps: true },
  ])
  expect(over('x + torch.sign(x - 2)').pieces).toHaveLength(2)
  expect(over('torch.relu(x) * 0').kinks).toEqual([])
})

test('no curve is drawn across a pole or where there is no number', () => {
  const over = (expression: string) =>
    swept(program(`x = torch.tensor(0.7, requires_grad=True)\ny = ${expression}\ny.backward()`), 'x')
  const { curves, derivative } = over('1 / (x - 0.113)')
  for (const piece of [...curves[0]!.pieces, ...derivative!.pieces])
    expect(piece.every(([x]) => x > 0.113) || piece.every(([x]) => x < 0.113)).toBe(true)
  expect(
    over('torch.log(x)')
      .curves[0]!.pieces.flat()
      .every(([x]) => x > 0),
  ).toBe(true)
})

test('one entry of a matrix is swept, under its own name', () => {
  const source = program(
    'W = torch.tensor([[1.0, -2.0], [0.5, 3.0]], requires_grad=True)\nx = torch.tensor([2.0, 1.0])\nJ = (torch.tanh(W @ x) ** 2).sum()\nJ.backward()',
  )
  const sweep = swept(source, 'W', {}, 2)
  expect(sweep.axis.written.plain).toBe('W[1, 0]')
  expect(sweep.derivative!.written.plain).toBe('∂J/∂W[1, 0]')
  expect(sweep.current.x).toBe(0.5)
  const { trace } = run(source).episodes[0]!
  const node = trace.graph.nodes.findIndex(({ name }) => name === 'W')
  expect(sweep.current.slope).toBeCloseTo(gradientsOf(trace)[node]!.data[2]!, 5)
})

test('a detached value moves the curve but not the slope, as in the backward pass', () => {
  const { curves, derivative, current } = swept(
    program('x = torch.tensor(2.0, requires_grad=True)\ny = x * x.detach()\ny.backward()'),
    'x',
  )
  expect(current).toEqual({ x: 2, y: 4, slope: 2 })
  expect(inPieces(curves[0]!.pieces, 1)).toBeCloseTo(1, 2)
  expect(inPieces(derivative!.pieces, 2)).toBeCloseTo(2, 6)
})

test('several numbers are swept over one axis', () => {
  const source = program(
    'x = torch.tensor(3.0, requires_grad=True)\na1 = torch.relu(x - 1)\na2 = torch.relu(1 - x)\ny = a1 + a2\ny.backward()',
  )
  const { episodes } = run(source)
  const { graph } = episodes[0]!.trace
  const of = ['a1', 'a2', 'y'].map((name) => ({ node: graph.nodes.findIndex((node) => node.name === name), entry: 0 }))
  const { curves } = sweepOf([episodes[0]!.trace], { over: { node: 0, entry: 0 }, of, derivative: true })!
  expect(curves.map(({ written, y, slope }) => [written.plain, y, slope])).toEqual([
    ['a₁', 2, 1],
    ['a₂', 0, 0],
    ['y', 2, 1],
  ])
})

test('what is no number of a leaf is not swept', () => {
  const { episodes } = run(program('x = torch.tensor(3.0, requires_grad=True)\ny = x * 2\ny.backward()'))
  const traces = [episodes[0]!.trace]
  const of = [{ node: 2, entry: 0 }]
  expect(sweepOf(traces, { over: { node: 2, entry: 0 }, of, derivative: true })).toBeNull()
  expect(sweepOf(traces, { over: { node: 0, entry: 1 }, of, derivative: true })).toBeNull()
  expect(sweepOf(traces, { over: { node: 0, entry: 0 }, of: [], derivative: true })).toBeNull()
  expect(sweepOf([], { over: { node: 0, entry: 0 }, of, derivative: true })).toBeNull()
})
