import { describe, expect, test } from 'vitest'
import { frameAt } from '../core/frame.ts'
import { adam } from '../core/optimizers/adam.ts'
import { sgd } from '../core/optimizers/sgd.ts'
import { tensor } from '../core/tensor.ts'
import { run } from '../lang/interpret.ts'
import { cardAt } from './card.ts'
import { ledgerOf, phaseOf, walkLength } from './ledger.ts'
import { atLevel, carried } from './levels.ts'
import { marksAt } from './marks.ts'
import { plainSentence, sentenceAt } from './sentence.ts'
import { stripAt } from './strip/strip.ts'
import { learned } from './testing/learned.ts'

const plain = { maximize: false, decay: false, momentum: false, dampening: false, nesterov: false, first: true }

const pass = run(`import torch
w = torch.tensor([1.0, -2.0], requires_grad=True)
x = torch.tensor([2.0, 3.0])
loss = (w * x).sum()
loss.backward()
`).episodes[0]!.trace
const gradient = ledgerOf(pass).gradient[0]!
const byHand = learned(pass, 0, sgd(plain), { lr: 0.5 }, gradient)
const zeros = tensor([0, 0], [2], 'float32')
const byAdam = learned(
  pass,
  0,
  adam({ maximize: false, decay: false, decoupled: false, amsgrad: false }),
  {
    exp_avg: zeros,
    exp_avg_sq: zeros,
    beta1: 0.5,
    '1 - beta1': 0.5,
    beta2: 0.75,
    '1 - beta2': 0.25,
    bias_correction2_sqrt: 0.5,
    eps: 0,
    step_size: 2,
  },
  gradient,
)

const rowsOf = (trace: typeof pass, cursor: number) =>
  cardAt(trace, cursor).rows.map(({ label, parts }) => `${label}: ${parts.map((part) => part.plain).join(' = ')}`)

test('a step of gradient descent is one step after the pass, with symbols, numbers and the new value', () => {
  expect(byHand.steps.length).toBe(pass.steps.length + 1)
  expect(walkLength(byHand)).toBe(pass.steps.length)
  expect(byHand.steps.map(phaseOf).at(-1)).toBe('update')
  expect(cardAt(byHand, byHand.steps.length)).toMatchObject({ title: 'SGD: w', note: 'In PyTorch γ is lr.' })
  expect(rowsOf(byHand, byHand.steps.length)).toEqual([
    'update: w ← w − γ · ∂loss/∂w = (1, −2) − 0.5 · (2, 3) = (0, −3.5)',
  ])
  expect(plainSentence(sentenceAt(byHand, byHand.steps.length))).toBe(
    'SGD changes w: w ← w − γ · ∂loss/∂w = (1, −2) − 0.5 · (2, 3) = (0, −3.5).',
  )
})

test('Adam has a step for each of its lines, and each reads what the lines before have left', () => {
  const first = pass.steps.length + 1
  expect([0, 1, 2, 3].map((i) => cardAt(byAdam, first + i).title)).toEqual([
    'Adam: m for w',
    'Adam: v for w',
    'Adam: s for w',
    'Adam: w',
  ])
  expect([0, 1, 2, 3].flatMap((i) => rowsOf(byAdam, first + i))).toMatchInlineSnapshot(`
    [
      "what is kept: m ← β₁ · m + (1 − β₁) · ∂loss/∂w = 0.5 · (0, 0) + 0.5 · (2, 3) = (1, 1.5)",
      "what is kept: v ← β₂ · v + (1 − β₂) · ∂loss/∂w ∘ ∂loss/∂w = 0.75 · (0, 0) + 0.25 · (2, 3) ∘ (2, 3) = (1, 2.25)",
      "on the way: s ← √(v)/√(1 − β₂ᵗ) + ε = √((1, 2.25))/0.5 + 0 = (2, 3)",
      "update: w ← w − γ/(1 − β₁ᵗ) · m/s = (1, −2) − 2 · (1, 1.5)/(2, 3) = (0, −3)",
    ]
  `)
})

test('the first sentence counts the steps of the update too', () => {
  expect(plainSentence(sentenceAt(byAdam, 0))).toMatch(/2 forward steps, then 3 backward steps, then 4 update steps/)
})

describe('the picture', () => {
  test('the parameter holds its new value from the line on that changes it, and is what the step is about', () => {
    const values = (trace: typeof pass, cursor: number) => marksAt(trace, cursor).nodes[0]!
    const end = byAdam.steps.length
    expect(values(byAdam, end - 1)).toMatchObject({ value: '1 −2', state: 'now' })
    expect(values(byAdam, end)).toMatchObject({ value: '0 −3', state: 'now', gradient: '2 3' })
    expect(values(byHand, byHand.steps.length).value).toBe('0 −3.5')
  })

  test('written out in numbers it has the same steps, and the moment is kept from level to level', () => {
    const scalars = atLevel(byAdam, 'scalar')!
    expect(scalars.steps.filter(({ kind }) => kind === 'update')).toHaveLength(4)
    const end = scalars.steps.length
    expect(
      frameAt(scalars, end)
        .values.slice(0, 2)
        .map((value) => value!.data[0]),
    ).toEqual([0, -3])
    expect(
      marksAt(scalars, end)
        .nodes.slice(0, 2)
        .map(({ state }) => state),
    ).toEqual(['now', 'now'])
    for (let back = 0; back < 4; back++) expect(carried(byAdam, byAdam.steps.length - back, scalars)).toBe(end - back)
    expect(carried(scalars, end - 4, byAdam)).toBe(byAdam.steps.length - 4)
    expect(rowsOf(scalars, end)).toEqual(rowsOf(byAdam, byAdam.steps.length))
    const tex = cardAt(scalars, end)
      .rows.flatMap(({ parts }) => parts.map((part) => part.tex))
      .join(' ')
    expect(tex).not.toContain('node=')
  })
})

test('a gradient that was held before, or clipped, is called w.grad', () => {
  const clipped = learned(pass, 0, sgd(plain), { lr: 0.5 }, tensor([0.2, 0.3], [2], 'float32'))
  expect(rowsOf(clipped, clipped.steps.length)).toEqual([
    'update: w ← w − γ · w.grad = (1, −2) − 0.5 · (0.2, 0.3) = (0.9, −2.15)',
  ])
})

test('an update of a vector is shown entry by entry, with the digits in which it differs', () => {
  const strip = stripAt(byHand, byHand.steps.length)!
  const text = (piece: (typeof strip.pieces)[number]) =>
    piece.kind === 'sign' ? piece.text : `${piece.label.plain}(${piece.rows!.flat().map((cell) => cell.text)})`
  expect([text(strip.result), strip.sign, ...strip.pieces.map(text)].join(' ')).toBe(
    'w(0,−3.5) ← w(1,−2) − 0.5 · ∂loss/∂w(2,3)',
  )
  expect(strip.opened(1)?.plain).toBe('−2 − 0.5 · 3 = −3.5')
  const steps = byAdam.steps.flatMap((step, n) => (step.kind === 'update' ? [n + 1] : []))
  const lines = steps.map((n) => {
    const { result, sign, pieces } = stripAt(byAdam, n)!
    return [text(result), sign, ...pieces.map(text)].join(' ')
  })
  expect(lines).toEqual([
    'm(1,1.5) ← 0.5 · m(0,0) + 0.5 · ∂loss/∂w(2,3)',
    'v(1,2.25) ← 0.75 · v(0,0) + 0.25 · ∂loss/∂w(2,3) ∘ ∂loss/∂w(2,3)',
    's(2,3) ← √ ( v(1,2.25) ) ÷ 0.5 + 0',
    'w(0,−3) ← w(1,−2) − 2 · m(1,1.5) ÷ s(2,3)',
  ])
})

test('an update of a single number has no strip', () => {
  const { episodes } = run(`import torch
w = torch.tensor(1.0, requires_grad=True)
opt = torch.optim.SGD([w], lr=0.1)
(w * 2).backward()
opt.step()
`)
  const { trace } = episodes[0]!
  expect(trace.steps.at(-1)?.kind).toBe('update')
  expect(stripAt(trace, trace.steps.length)).toBeNull()
})
