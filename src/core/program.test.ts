import { expect, test } from 'vitest'
import { trace } from './backward.ts'
import { gradientGraph } from './elaborate.ts'
import { pushForward, tangents } from './forward.ts'
import { apply, firstFrame, frameAt } from './frame.ts'
import { createTape, graphOf, plant, record } from './tape.ts'
import { item, scalar, tensor } from './tensor.ts'
import { parameter, randomProgram } from './testing/programs.ts'
import { inner, randomSource, randomTensor } from './testing/random.ts'

const seeds = Array.from({ length: 40 }, (_, i) => i + 1)

test('forward mode, step by step, is reverse mode, entry by entry, and its steps add up', () => {
  for (const seed of seeds) {
    const { graph, parameters } = randomProgram(seed)
    const steps = trace(graph)
    const { gradients } = frameAt(steps, steps.steps.length)
    for (const p of parameters)
      for (let entry = 0; entry < 4; entry++) {
        const pass = pushForward(graph, p, entry)
        const { tangents: moved, values } = frameAt(pass, pass.steps.length)
        expect(item(moved[graph.output]!)).toBeCloseTo(gradients[p]!.data[entry]!, 9)
        expect(values.every((value) => value !== undefined)).toBe(true)
        const folded = pass.steps.reduce((frame, step) => apply(pass, frame, step), firstFrame(pass))
        expect(folded.tangents).toEqual(moved)
      }
  }
})

test('reverse mode is forward mode on random programs', () => {
  for (const seed of seeds) {
    const { graph, parameters } = randomProgram(seed)
    const steps = trace(graph)
    const { gradients } = frameAt(steps, steps.steps.length)
    for (const p of parameters) {
      const direction = randomTensor(randomSource(seed + 100), [2, 2], [-1, 1])
      const tangent = tangents(graph, new Map([[p, direction]]))[graph.output]
      expect(inner(gradients[p]!, direction)).toBeCloseTo(item(tangent!), 9)
    }
  }
})

test('a gradient elaborated to a graph has the value of the gradient that was evaluated', () => {
  for (const seed of seeds.slice(0, 10)) {
    const { graph, parameters } = randomProgram(seed)
    const steps = trace(graph)
    const { gradients } = frameAt(steps, steps.steps.length)
    const written = gradientGraph(graph)
    for (const p of parameters) expect(written.tape.nodes[written.gradients.get(p)!]!.value).toEqual(gradients[p])
  }
})

test('a gradient elaborated to a graph can be differentiated again: d²/dx² of x³ at 2 is 12', () => {
  const tape = createTape()
  const x = parameter(tape, scalar(2, 'float64'))
  const cube = record(tape, 'mul', [record(tape, 'mul', [x, x], {}, {}), x], {}, {})
  const once = gradientGraph(graphOf(tape.nodes, cube).graph)
  const slope = graphOf(once.tape.nodes, once.gradients.get(0)!)
  const steps = trace(slope.graph)
  expect(item(slope.graph.nodes[slope.graph.output]!.value)).toBe(12)
  expect(item(frameAt(steps, steps.steps.length).gradients[slope.indexOf.get(0)!]!)).toBe(12)
})

test('a frame is the frame before it with one more step', () => {
  for (const seed of seeds.slice(0, 10)) {
    const whole = trace(randomProgram(seed).graph)
    let frame = firstFrame(whole)
    expect(frameAt(whole, 0)).toEqual(frame)
    whole.steps.forEach((step, n) => {
      frame = apply(whole, frame, step)
      expect(frameAt(whole, n + 1)).toEqual(frame)
    })
  }
})

test('a chain of 10,000 nodes is evaluated and differentiated without recursion', () => {
  const tape = createTape()
  const x = parameter(tape, scalar(1, 'float64'))
  let last = x
  for (let i = 0; i < 10_000; i++) last = record(tape, 'sin', [last], {}, {})
  const steps = trace(graphOf(tape.nodes, last).graph)
  const frame = frameAt(steps, steps.steps.length)
  expect(steps.steps).toHaveLength(20_001)
  expect(item(frame.gradients[0]!)).toBeGreaterThan(0)
})

test('a*a has two edges, and both contribute', () => {
  const tape = createTape()
  const a = parameter(tape, scalar(3))
  const square = record(tape, 'mul', [a, a], {}, {})
  const steps = trace(graphOf(tape.nodes, square).graph)
  expect(steps.steps.filter((step) => step.kind === 'contribution').map(({ slot }) => slot)).toEqual([0, 1])
  expect(item(frameAt(steps, steps.steps.length).gradients[0]!)).toBe(6)
})

test('two equal constants are two nodes', () => {
  const tape = createTape()
  const two = () => plant(tape, { role: 'constant', value: scalar(2), requiresGrad: false, literals: [null] })
  const total = record(tape, 'add', [two(), two()], {}, {})
  expect(graphOf(tape.nodes, total).graph.nodes).toHaveLength(3)
})

test('a gradient already held is where the bucket starts', () => {
  const tape = createTape()
  const a = parameter(tape, scalar(3))
  const loss = record(tape, 'mul', [a, a], {}, {})
  const steps = trace(graphOf(tape.nodes, loss).graph, 'backward', new Map([[0, scalar(10)]]))
  expect(item(frameAt(steps, 0).gradients[0]!)).toBe(10)
  expect(item(frameAt(steps, steps.steps.length).gradients[0]!)).toBe(16)
})

test('what does not require grad gets no step and no gradient', () => {
  const tape = createTape()
  const w = parameter(tape, scalar(3))
  const x = plant(tape, { role: 'data', value: scalar(2), requiresGrad: false, literals: [null] })
  const loss = record(tape, 'mul', [w, x], {}, {})
  const steps = trace(graphOf(tape.nodes, loss).graph)
  expect(steps.steps.map((step) => step.kind)).toEqual(['value', 'seed', 'contribution'])
  expect(frameAt(steps, 3).gradients[1]).toBeUndefined()
})

test('where passes the gradient to the chosen element only, and a NaN that was not chosen stays out', () => {
  const tape = createTape()
  const test = plant(tape, {
    role: 'data',
    value: tensor([1, 0], [2], 'bool'),
    requiresGrad: false,
    literals: [null, null],
  })
  const [yes, no] = [tensor([2, Number.NaN], [2]), tensor([Number.NaN, 5], [2])].map((value) => parameter(tape, value))
  const loss = record(
    tape,
    'sum',
    [record(tape, 'where', [test, yes!, no!], {}, {})],
    { dims: [0], keepdim: false },
    {},
  )
  const steps = trace(graphOf(tape.nodes, loss).graph)
  const { gradients } = frameAt(steps, steps.steps.length)
  expect(item(steps.graph.nodes.at(-1)!.value)).toBe(7)
  expect([yes, no].map((node) => [...gradients[node!]!.data])).toEqual([
    [1, 0],
    [0, 1],
  ])
})
