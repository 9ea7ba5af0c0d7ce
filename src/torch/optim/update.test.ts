import { expect, test } from 'vitest'
import { adam } from '../../core/optimizers/adam.ts'
import { sgd } from '../../core/optimizers/sgd.ts'
import { tensor } from '../../core/tensor.ts'
import { createSession, leaf, tensorOf } from '../session.ts'
import { type ParameterState, type Update, updateParameter } from './update.ts'

const parts = { maximize: false, decay: false, momentum: true, dampening: false, nesterov: false, first: true }

function setting() {
  const session = createSession(
    () => {},
    () => {},
  )
  const seen: Update[] = []
  session.onUpdate = (update) => seen.push(update)
  session.gradMode = false
  const w = leaf(session, tensor([1, 2], [2]), true)
  const g = leaf(session, tensor([2, -4], [2]))
  const state: ParameterState = { step: 1, tensors: new Map() }
  return { session, seen, w, g, state }
}

const listed = (values: readonly (ReturnType<typeof tensor> | null)[]) =>
  values.map((value) => (value === null ? null : Array.from(value.data)))

test('a step changes the parameter in place and tells each value before and after', () => {
  const { session, seen, w, g, state } = setting()
  updateParameter(session, sgd(parts), w, g, { lr: 0.5 }, state)
  expect(Array.from(tensorOf(session, w).data)).toEqual([0, 4])
  expect(w).toMatchObject({ requiresGrad: true, isLeaf: true, gradFn: null })
  expect(Array.from(tensorOf(session, state.tensors.get('momentum_buffer')!).data)).toEqual([2, -4])
  const [update] = seen
  expect(update).toMatchObject({ parameter: w, name: null, line: 1, rule: { optimizer: 'SGD' } })
  // w, g, v, γ before; then v ← g and w ← w − γ·v
  expect(listed(update!.before)).toEqual([[1, 2], [2, -4], null, [0.5]])
  expect(listed(update!.after)).toEqual([
    [2, -4],
    [0, 4],
  ])
})

test('the state of a later step is the state the step before has left', () => {
  const { session, seen, w, g, state } = setting()
  updateParameter(session, sgd(parts), w, g, { lr: 0.5 }, state)
  updateParameter(session, sgd({ ...parts, first: false }), w, g, { lr: 0.5, momentum: 0.5 }, state)
  expect(listed(seen[1]!.before)).toEqual([[0, 4], [2, -4], [2, -4], [0.5], [0.5]])
  expect(listed(seen[1]!.after)).toEqual([
    [3, -6],
    [-1.5, 7],
  ])
})

test('Adam reads and writes both averages', () => {
  const { session, seen, w, g, state } = setting()
  for (const key of ['exp_avg', 'exp_avg_sq']) state.tensors.set(key, leaf(session, tensor([0, 0], [2])))
  const numbers = { beta1: 0.5, '1 - beta1': 0.5, beta2: 0.75, '1 - beta2': 0.25, bias_correction2_sqrt: 0.5, eps: 0 }
  updateParameter(
    session,
    adam({ maximize: false, decay: false, decoupled: false, amsgrad: false }),
    w,
    g,
    { ...numbers, step_size: 2 },
    state,
  )
  expect(Array.from(tensorOf(session, w).data)).toEqual([0, 3])
  expect(listed(seen[0]!.after)).toEqual([
    [1, -2],
    [1, 4],
    [2, 4],
    [0, 3],
  ])
})
