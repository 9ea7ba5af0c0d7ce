import { expect, test } from 'vitest'
import { adam } from './optimizers/adam.ts'
import { sgd } from './optimizers/sgd.ts'
import { ops } from './registry.ts'
import { arg, minus, over, plus, times } from './rule.ts'
import { item, scalar, type Tensor } from './tensor.ts'
import { evaluateUpdate, fused, type UpdateRule } from './update.ts'

const none = { maximize: false, decay: false, momentum: false, dampening: false, nesterov: false, first: false }
const keys = ({ symbols }: UpdateRule): string[] => symbols.map(({ key }) => key)
const run = (rule: UpdateRule, values: Readonly<Record<string, number>>): number[] =>
  evaluateUpdate<Tensor>(
    rule,
    rule.symbols.map(({ key }) => (values[key] === undefined ? undefined : scalar(values[key]))),
    { apply: (op, args, attrs) => ops[op].forward(args, attrs), constant: (value) => scalar(value) },
  ).map(item)

test('plain gradient descent is the one line w ← w − γ·g', () => {
  const rule = sgd(none)
  expect(keys(rule)).toEqual(['param', 'grad', 'lr'])
  expect(rule.symbols.map(({ plain }) => plain)).toEqual(['w', 'g', 'γ'])
  expect(rule.lines).toEqual([{ to: 0, from: minus(arg(0), times(arg(2), arg(1))) }])
  expect(run(rule, { param: 2, grad: 4, lr: 0.5 })).toEqual([0])
})

test('a line reads what the lines before have left: the step uses the new momentum', () => {
  const rule = sgd({ ...none, momentum: true })
  expect(keys(rule)).toEqual(['param', 'grad', 'momentum_buffer', 'momentum', 'lr'])
  expect(run(rule, { param: 2, grad: 4, momentum_buffer: 8, momentum: 0.5, lr: 0.25 })).toEqual([8, 0])
})

test('the first momentum is the gradient itself, and its rule does not name μ', () => {
  const rule = sgd({ ...none, momentum: true, first: true })
  expect(keys(rule)).toEqual(['param', 'grad', 'momentum_buffer', 'lr'])
  expect(run(rule, { param: 2, grad: 4, lr: 0.25 })).toEqual([4, 1])
})

test('Adam has four lines: m, v, the denominator, the step', () => {
  const rule = adam({ maximize: false, decay: false, decoupled: false, amsgrad: false })
  expect(rule.lines.map(({ to }) => rule.symbols[to]!.plain)).toEqual(['m', 'v', 's', 'w'])
  const numbers = { beta1: 0.5, '1 - beta1': 0.5, beta2: 0.75, '1 - beta2': 0.25, bias_correction2_sqrt: 0.5, eps: 0 }
  expect(run(rule, { param: 1, grad: 4, exp_avg: 0, exp_avg_sq: 0, ...numbers, step_size: 1 })).toEqual([2, 4, 4, 0.5])
})

test('the rule for one choice of parts is one object', () => {
  expect(sgd({ ...none, decay: true })).toBe(sgd({ ...none, decay: true }))
  expect(sgd({ ...none, decay: true })).not.toBe(sgd(none))
})

test('a sum with a product is rounded once, a sum with a quotient is not', () => {
  const [x, p, q] = [arg(0), arg(1), arg(2)]
  expect(fused(plus(x, times(p, q)))).toMatchObject({ op: 'weighted_sum', args: [p, q, x] })
  expect(fused(minus(x, over(times(p, q), q)))).toMatchObject({ op: 'sub' })
})

test('a symbol without a value is a mistake of the optimizer, said as such', () => {
  expect(() => run(sgd(none), { param: 1, grad: 1 })).toThrow('SGD reads γ before it has a value')
})
