import { expect, test } from 'vitest'
import { trace } from '../backward.ts'
import { frameAt } from '../frame.ts'
import type { Graph } from '../graph.ts'
import type { OpName } from '../op.ts'
import { ops } from '../registry.ts'
import { createTape, graphOf, plant, record } from '../tape.ts'
import { parameter, randomNetwork, randomProgram } from '../testing/programs.ts'
import { argumentsOf, randomSource, randomTensor } from '../testing/random.ts'
import { offsetsOf } from './form.ts'
import { type Magnified, magnify } from './magnify.ts'

const levels = ['neuron', 'scalar'] as const

/** Where values or gradients of the lower level differ from the entries of the tensors they are. A cell that no gradient reaches has gradient 0. */
function disagreements(graph: Graph, lower: Magnified): string[] {
  const [above, below] = [graph, lower.graph].map((each) => {
    const steps = trace(each)
    return frameAt(steps, steps.steps.length)
  })
  const found: string[] = []
  const near = (p: number, q: number) => Math.abs(p - q) <= 1e-9 * Math.max(1, Math.abs(p))
  lower.forms.forEach(({ shape, axis, cells }, node) => {
    if (cells.length === 0) return
    const gradient = above!.gradients[node]
    offsetsOf(shape, axis).forEach((offsets, i) => {
      const cell = cells[i]!
      offsets.forEach((offset, at) => {
        const value = lower.graph.nodes[cell]!.value.data[at]!
        if (!near(graph.nodes[node]!.value.data[offset]!, value)) found.push(`value of ${node}[${offset}]: ${value}`)
        // an entry that only changed its place is a cell of the tensor it comes from
        const own = below!.gradients[cell]?.data[at] ?? 0
        const tracked = lower.owner[cell] === node && lower.graph.nodes[cell]!.requiresGrad
        if (gradient !== undefined && tracked && !near(gradient.data[offset]!, own))
          found.push(`gradient of ${node}[${offset}]: ${own} for ${gradient.data[offset]}`)
      })
    })
  })
  return found
}

test.each(levels)('a random program has the same gradients at %s level', (level) => {
  for (let seed = 1; seed <= 40; seed++) {
    const { graph } = randomProgram(seed)
    expect(disagreements(graph, magnify(graph, level)!), `seed ${seed}`).toEqual([])
  }
})

test.each(levels)('a random network has the same gradients at %s level', (level) => {
  for (let seed = 1; seed <= 100; seed++) {
    const graph = randomNetwork(seed)
    expect(disagreements(graph, magnify(graph, level)!), `seed ${seed}`).toEqual([])
  }
})

const names = Object.keys(ops).filter((name): name is OpName => name in ops)

test.each(names.flatMap((op) => ops[op].samples.map((sample, i) => [op, i, sample] as const)))(
  '%s, sample %i, is its own expansion',
  (op, i, sample) => {
    const { shapes, attrs = {}, places = [] } = sample
    const random = randomSource(i + 1)
    const tape = createTape()
    const args = argumentsOf(random, sample).map((value, slot) =>
      slot < shapes.length - places.length
        ? parameter(tape, value)
        : plant(tape, { role: 'data', value, requiresGrad: false, literals: [] }),
    )
    const result = record(tape, op, args, attrs, {})
    const dims = tape.nodes[result]!.value.shape.map((_, axis) => axis)
    const weighted = record(
      tape,
      'mul',
      [result, parameter(tape, randomTensor(random, tape.nodes[result]!.value.shape, [1, 2]))],
      {},
      {},
    )
    const { graph } = graphOf(tape.nodes, record(tape, 'sum', [weighted], { dims, keepdim: false }, {}))
    for (const level of levels) expect(disagreements(graph, magnify(graph, level)!), level).toEqual([])
  },
)

test('at scalar level every node is a number', () => {
  for (let seed = 1; seed <= 40; seed++)
    for (const { value } of magnify(randomNetwork(seed), 'scalar')!.graph.nodes) expect(value.shape).toEqual([])
})

test('at neuron level a network has one weighted sum for each unit, whatever the number of samples', () => {
  const tape = createTape()
  const random = randomSource(3)
  const x = plant(tape, {
    role: 'data',
    value: randomTensor(random, [5, 2], [-1, 1]),
    requiresGrad: false,
    literals: [],
  })
  const f1 = record(
    tape,
    'linear',
    [x, parameter(tape, randomTensor(random, [3, 2], [-1, 1])), parameter(tape, randomTensor(random, [3], [-1, 1]))],
    {},
    { name: 'f1' },
  )
  const a1 = record(tape, 'relu', [f1], {}, { name: 'a1' })
  const f2 = record(tape, 'matmul', [a1, parameter(tape, randomTensor(random, [3, 1], [-1, 1]))], {}, { name: 'f2' })
  const loss = record(tape, 'sum', [record(tape, 'mul', [f2, f2], {}, {})], { dims: [0, 1], keepdim: false }, {})
  const { graph } = graphOf(tape.nodes, loss)
  const units = magnify(graph, 'neuron')!.graph.nodes.filter((node) => node.kind === 'op' && node.op === 'weighted_sum')
  expect(units.map(({ name, entry, value }) => [`${name}[${entry}]`, value.shape])).toEqual([
    ['f1[:, 0]', [5]],
    ['f1[:, 1]', [5]],
    ['f1[:, 2]', [5]],
    ['f2[:, 0]', [5]],
  ])
})

test('a computation of more than 20,000 numbers is not written out', () => {
  const tape = createTape()
  const random = randomSource(1)
  const [a, b] = [1, 2].map(() => parameter(tape, randomTensor(random, [30, 30], [-1, 1])))
  const product = record(tape, 'matmul', [a!, b!], {}, {})
  const loss = record(tape, 'sum', [product], { dims: [0, 1], keepdim: false }, {})
  expect(magnify(graphOf(tape.nodes, loss).graph, 'scalar')).toBeNull()
})
