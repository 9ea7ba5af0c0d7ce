import { expect, test } from 'vitest'
import { frameAt } from '../core/frame.ts'
import type { OpName } from '../core/op.ts'
import { tensor } from '../core/tensor.ts'
import { randomSource, randomTensor } from '../core/testing/random.ts'
import type { Trace } from '../core/trace.ts'
import { backward, gradientsBy } from './autograd.ts'
import { apply, createSession, leaf, type Session, shapeOf, tensorOf } from './session.ts'
import type { TensorValue } from './value.ts'

interface Program {
  readonly session: Session
  readonly leaves: readonly TensorValue[]
  readonly loss: TensorValue
  readonly passes: Trace[]
}

const unary: readonly OpName[] = ['sigmoid', 'tanh', 'sin', 'softplus', 'relu', 'neg', 'softmax', 'transpose', 'exp']
const binary: readonly OpName[] = ['add', 'sub', 'mul', 'matmul', 'maximum']

/** A random program of ops on 2×2 matrices in float32. The same seed makes the same program. */
function program(seed: number): Program {
  const random = randomSource(seed)
  const passes: Trace[] = []
  const session = createSession(
    ({ trace }) => passes.push(trace()!),
    () => undefined,
  )
  const value = () => tensor(randomTensor(random, [2, 2], [-1, 1]).data, [2, 2])
  const leaves = [0, 1, 2, 3].map((i) => leaf(session, value(), i < 3))
  const pool = [...leaves]
  const pick = (): TensorValue => pool[Math.floor(random() * pool.length)]!
  const oneOf = (names: readonly OpName[]): OpName => names[Math.floor(random() * names.length)]!
  for (let i = 0; i < 14; i++) {
    const [op, args] = random() < 0.5 ? [oneOf(unary), [pick()]] : [oneOf(binary), [pick(), pick()]]
    const attrs = op === 'transpose' ? { dim0: 0, dim1: 1 } : op === 'softmax' ? { dim: 1 } : {}
    pool.push(apply(session, op, args, attrs, [2, 2], ''))
  }
  const last = [...leaves.slice(0, 3), ...pool.slice(-4)].reduce((left, right) =>
    apply(session, 'add', [left, right], {}, [2, 2], ''),
  )
  const loss = apply(session, 'mean', [last], { dims: [0, 1], keepdim: false }, [], '')
  return { session, leaves: leaves.slice(0, 3), loss, passes }
}

const seeds = Array.from({ length: 60 }, (_, i) => i + 1)
const plain = { retain: false, create: false }

test('the gradients that a program gets are those of the trace that is shown, bit for bit', () => {
  for (const seed of seeds) {
    const { session, leaves, loss, passes } = program(seed)
    backward(session, { outputs: [loss], seeds: [null], ...plain })
    const [pass] = passes
    const { gradients } = frameAt(pass!, pass!.steps.length)
    const shown = pass!.graph.nodes.flatMap((node, i) =>
      node.kind === 'leaf' && node.requiresGrad ? [gradients[i]!.data] : [],
    )
    expect(
      leaves.map((each) => tensorOf(session, each.grad!).data),
      `seed ${seed}`,
    ).toEqual(shown)
  }
})

test('gradients that are recorded have the bits of those that are computed', () => {
  for (const seed of seeds) {
    const [once, again] = [program(seed), program(seed)].map((each, i) => {
      const request = { outputs: [each.loss], seeds: [null], retain: false, create: i === 1 }
      return gradientsBy(each.session, request, each.leaves).map((gradient) => tensorOf(each.session, gradient!))
    })
    expect(again, `seed ${seed}`).toEqual(once)
  }
})

test('only what leads to the inputs is computed, and shown', () => {
  const { session, leaves, loss, passes } = program(3)
  gradientsBy(session, { outputs: [loss], seeds: [null], ...plain }, [leaves[1]!])
  expect(leaves.map((each) => each.grad)).toEqual([null, null, null])
  const { graph, steps } = passes[0]!
  const reached = new Set(steps.flatMap((step) => (step.kind === 'contribution' ? [step.to] : [])))
  const leavesReached = [...reached].filter((index) => graph.nodes[index]!.kind === 'leaf')
  expect(leavesReached.map((index) => graph.nodes[index]!.value)).toEqual([tensorOf(session, leaves[1]!)])
  expect(shapeOf(session, loss)).toEqual([])
})
