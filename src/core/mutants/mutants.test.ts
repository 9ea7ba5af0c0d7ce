import { expect, test } from 'vitest'
import { trace } from '../backward.ts'
import { checkGradients } from '../check.ts'
import { createTape, graphOf, plant, record, type Tape } from '../tape.ts'
import { type Tensor, tensor } from '../tensor.ts'
import { applies, firstWrong, gradientsOf, mutated } from './mutant.ts'
import { mutants } from './mutants.ts'

const leaf = (tape: Tape, value: Tensor, requiresGrad = true): number =>
  plant(tape, { role: requiresGrad ? 'parameter' : 'data', value, requiresGrad, literals: [] })
const [small, square] = [(...v: number[]) => tensor(v, []), (...v: number[]) => tensor(v, [2, 2])]
const whole = { dims: [0], keepdim: false }

/** mean((h + u·σ(v)·(W h) − t)²) with h = ReLU(W x + v): v, W and h have two users, so every mistake can be made in it. */
function network() {
  const tape = createTape()
  const op = (name: Parameters<typeof record>[1], ...args: number[]) => record(tape, name, args, {}, {})
  const x = leaf(tape, tensor([0.5, -1.5], [2]), false)
  const t = leaf(tape, tensor([0.25, 0.75], [2]), false)
  const v = leaf(tape, small(0.8))
  const u = leaf(tape, small(-0.6))
  const W = leaf(tape, square(0.5, -1, 2, 0.25))
  const hidden = op('relu', op('add', op('matmul', W, x), v))
  const scaled = op('mul', u, op('mul', op('sigmoid', v), op('matmul', W, hidden)))
  const error = op('sub', op('add', hidden, scaled), t)
  const two = plant(tape, { role: 'constant', value: small(2), requiresGrad: false, literals: [null] })
  const loss = record(tape, 'mean', [op('pow', error, two)], whole, {})
  return trace(graphOf(tape.nodes, loss).graph)
}

test.each(mutants.map((mutant) => [mutant.id, mutant] as const))('%s is caught by central differences', (_, mutant) => {
  const truth = network()
  expect(checkGradients(truth).lamp).not.toBe('red')
  expect(applies(truth, mutant)).toBe(true)
  expect(checkGradients(mutated(truth, mutant)).lamp).toBe('red')
  expect(firstWrong(truth, mutant)).not.toBeNull()
})

test('the ten mistakes are ten: each gives other gradients than every other', () => {
  const truth = network()
  const results = mutants.map((mutant) =>
    gradientsOf(mutated(truth, mutant))
      .map((gradient) => (gradient === undefined ? '' : Array.from(gradient.data).join()))
      .join(';'),
  )
  expect(new Set(results).size).toBe(10)
})

test('a pass without faults has no trace of them, and an order that is another but right is no mistake', () => {
  const truth = network()
  expect(JSON.stringify(truth)).not.toContain('planted')
  const tape = createTape()
  const [a, b] = [leaf(tape, small(2)), leaf(tape, small(3))]
  const sum = record(tape, 'add', [record(tape, 'exp', [a], {}, {}), record(tape, 'exp', [b], {}, {})], {}, {})
  const tree = trace(graphOf(tape.nodes, sum).graph)
  const early = mutants.find(({ id }) => id === 'too-early')!
  expect(mutated(tree, early).steps).not.toEqual(tree.steps)
  expect(applies(tree, early)).toBe(false)
  expect(firstWrong(tree, early)).toBeNull()
})
