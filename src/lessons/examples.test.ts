import { expect, test } from 'vitest'
import type { Tensor } from '../core/tensor.ts'
import { hyperparametersOf } from '../lang/hyperparameters/hyperparameters.ts'
import { run } from '../lang/interpret.ts'
import { ledgerOf } from '../scene/ledger.ts'
import { examples, firstExample, trainings } from './examples.ts'
import torch from './fixtures/torch.json'
import trained from './fixtures/trained.json'

type Nested = number | readonly Nested[]

const flat = (nested: Nested): number[] => (typeof nested === 'number' ? [nested] : nested.flatMap(flat))

function expectClose(ours: Tensor | null, theirs: Nested | null, what: string): void {
  if (theirs === null || ours === null) {
    expect(ours, what).toBe(theirs)
    return
  }
  const wanted = flat(theirs)
  expect(ours.data.length, what).toBe(wanted.length)
  wanted.forEach((value, i) => {
    expect(Math.abs(ours.data[i]! - value), `${what}[${i}]: ${ours.data[i]} for ${value}`).toBeLessThanOrEqual(
      1e-6 * Math.abs(value) + 1e-8,
    )
  })
}

const referee: Readonly<
  Record<
    string,
    { stdout: string; error: null; tensors: Readonly<Record<string, { value: Nested; grad: Nested | null }>> }
  >
> = torch

test.each(Object.entries(referee))(
  '%s gives the numbers of real PyTorch, and prints what it prints',
  (file, golden) => {
    const example = examples.find(({ id }) => id === file.replace(/^\d*-/, ''))
    const result = run(example?.source ?? '')
    expect(result.error).toBeNull()
    expect(result.stdout).toBe(golden.stdout)
    expect(result.variables.map((variable) => variable.name).sort()).toEqual(Object.keys(golden.tensors).sort())
    for (const { name, value, grad } of result.variables) {
      expectClose(value, golden.tensors[name]!.value, name)
      expectClose(grad, golden.tensors[name]!.grad, `${name}.grad`)
    }
  },
)

test('every example has a title and PyTorch’s numbers', () => {
  expect(examples.map(({ id }) => id)).toEqual(Object.keys(torch).map((file) => file.replace(/^\d*-/, '')))
  for (const { title } of examples) expect(title).toMatch(/^\S/)
  expect(firstExample.id).toBe('branches')
})

test.each(Object.entries<string>(trained))('%s prints what real PyTorch prints, to the last digit', (file, stdout) => {
  const training = trainings.find(({ id }) => id === file.replace(/^\d*-/, ''))
  const result = run(training?.source ?? '', { timeLimitMs: 20_000 })
  expect(result.error).toBeNull()
  expect(result.stdout).toBe(stdout)
})

test('every training has a title, a name that no example has, PyTorch’s numbers, and hyperparameters to change', () => {
  const ids = trainings.map(({ id }) => id)
  expect(ids).toEqual(Object.keys(trained).map((file) => file.replace(/^\d*-/, '')))
  expect(examples.filter(({ id }) => ids.includes(id))).toEqual([])
  for (const { title, source } of trainings) {
    expect(title).toMatch(/^\S/)
    const kinds = hyperparametersOf(source).map(({ kind }) => kind)
    expect(kinds).toEqual(['learning rate', 'hidden units', 'epochs', 'seed'])
  }
})

/** The numbers the lecture notes verify: ∂J/∂node in the example's last backward pass, value by value. */
const lecture: Readonly<Record<string, Readonly<Record<string, Nested>>>> = {
  legend: { w: 2, x: 3 },
  'chain-rule': { x: 6, f: 2, g: 0.5 },
  'delta-rule': { w0: -0.125, w1: -0.25, w2: 0.125, f: -0.125, y_hat: -0.5 },
  path: { w1: -12, w2: -4, x: -1.5, f1: -3, y_hat: -2, e: -2, J: 1 },
  branches: { a: -2, b: -2, c: -4, w1: -4, w2: -4, w3: -8, w4: -12, w5: 4, x: -2, y_hat: -2 },
  'many-features': {
    W: [
      [-4, 2],
      [-8, 4],
    ],
    u: [-6, -10],
    f: [-4, 2],
    x: [6, -4],
  },
  'many-samples': { w: -8, e: [-2, 1, -2, -1] },
  'abs-two-relus': { x: 1, a1: 1, a2: 1 },
  'tensor-requires-grad': { w1: [1], w2: [0.5] },
  'softmax-cross-entropy': { z: [0.125, -0.75, 0.625] },
  'gradient-descent': { w: -1 },
  'delta-recursion': {
    W1: [
      [-6, 2, 0],
      [-12, 4, 0],
    ],
    W2: [
      [-2, 2],
      [-4, 4],
      [0, 0],
    ],
    W3: [[-6], [-4]],
    f1: [-6, 2, 0],
    a1: [-6, 2, 6],
    f2: [-2, 2],
    a2: [-2, 2],
    f3: [-2],
    x: [-6, 2],
  },
  'delta-recursion-linear': {
    W1: [
      [-6, -12],
      [2, 4],
      [0, 0],
    ],
    W2: [
      [-2, -4, 0],
      [2, 4, 0],
    ],
    W3: [[-6, -4]],
    f1: [[-6, 2, 0]],
    f2: [[-2, 2]],
    f3: [[-2]],
  },
  'logistic-map': { x: 8 },
}

test.each(Object.entries(lecture))('%s has the gradients of the lecture', (id, gradients) => {
  const { trace } = run(examples.find((example) => example.id === id)?.source ?? '').episodes.at(-1)!
  for (const [name, wanted] of Object.entries(gradients)) {
    const node = trace.graph.nodes.findIndex((each) => each.name === name)
    expectClose(ledgerOf(trace).gradient[node] ?? null, wanted, name)
  }
})

test('in branches the bucket of a gets −6 first and +4 then', () => {
  const { trace } = run(firstExample.source).episodes[0]!
  const a = trace.graph.nodes.findIndex(({ name }) => name === 'a')
  expect(
    trace.steps.flatMap((step) => (step.kind === 'contribution' && step.to === a ? [step.amount.data[0]] : [])),
  ).toEqual([-6, 4])
})
