import { expect, test } from 'vitest'
import { interpret } from '../core/rule.ts'
import { scalar, type Tensor } from '../core/tensor.ts'
import type { Step } from '../core/trace.ts'
import { evaluateUpdate } from '../core/update.ts'
import { run as runFor } from '../lang/interpret.ts'
import type { Options } from '../lang/run.ts'
import { cardAt } from './card.ts'
import { nothingFound, weigh } from './testing/formula-truth.ts'
import { plainArithmetic } from './testing/learned.ts'
import { symbolValues } from './update.ts'

/** Runs a program with time enough on a machine that does other things too. */
const run = (source: string, options: Options = {}) => runFor(source, { timeLimitMs: 60_000, ...options })

const program = (optimizer: string): string => `import torch
w = torch.tensor([[0.5, -1.0], [0.25, 2.0]], requires_grad=True)
b = torch.zeros(2, requires_grad=True)
x = torch.tensor([[1.0, 2.0], [0.5, -1.0], [3.0, 0.0]])
opt = torch.optim.${optimizer}
for epoch in range(4):
    opt.zero_grad()
    loss = ((x @ w + b) ** 2).mean()
    loss.backward()
    opt.step()
`

const byHand = `import torch
w = torch.tensor([1.0, -2.0], requires_grad=True)
v = torch.zeros(2)
for step in range(4):
    loss = ((w - 3) ** 2).sum()
    loss.backward()
    with torch.no_grad():
        v = 0.9 * v + w.grad
        w -= 0.1 * v
        w *= 0.99
    w.grad = None
`

const optimizers = [
  'SGD([w, b], lr=0.1)',
  'SGD([w, b], lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01)',
  'Adam([w, b], lr=0.1)',
  'Adam([w, b], lr=0.1, amsgrad=True)',
  'AdamW([w, b], lr=0.1)',
  'RMSprop([w, b], lr=0.1, centered=True, momentum=0.9)',
  'Adagrad([w, b], lr=0.1)',
  'Adadelta([w, b])',
]

const isUpdate = (step: Step) => step.kind === 'update'

test.each(optimizers)(
  '%s: every line of every step is the rule’s value, and the next pass begins with it',
  (optimizer) => {
    const { episodes, error } = run(program(optimizer))
    expect(error).toBeNull()
    expect(episodes).toHaveLength(4)
    episodes.forEach(({ trace }, pass) => {
      const steps = trace.steps.filter(isUpdate)
      expect(steps.length).toBeGreaterThanOrEqual(2)
      expect(new Set(steps.map(({ node }) => trace.graph.nodes[node]!.name))).toEqual(new Set(['w', 'b']))
      for (const { update, line } of steps) {
        const values = update.before.map((value) => value ?? undefined)
        const found = evaluateUpdate(update.rule, values, plainArithmetic)[line]!
        expect(found.data).toEqual(update.after[line]!.data)
        expect(update.at).toBe(10)
      }
      for (const [i, { node, update, line }] of steps.entries()) {
        const last = steps[i + 1]?.node !== node
        const next = episodes[pass + 1]?.trace.graph.nodes.find(({ name }) => name === trace.graph.nodes[node]!.name)
        if (last && next !== undefined) expect(update.after[line]!.data).toEqual(next.value.data)
      }
    })
  },
)

test.each([...optimizers.map(program), byHand])('every formula of an update comes to its numbers (%#)', (source) => {
  const found = nothingFound()
  for (const { trace } of run(source).episodes)
    trace.steps.forEach((step, n) => {
      if (step.kind !== 'update') return
      // the signs of a rule, as γ and m, stand for no node: its numbers are weighed
      for (const { parts } of cardAt(trace, n + 1).rows) weigh(trace, parts.slice(1), found, `step ${n}`)
    })
  expect(found.mistakes).toEqual([])
  expect(found.equations).toBeGreaterThan(0)
})

test('what the program does by hand is what its formula says', () => {
  const { episodes, error } = run(byHand)
  expect(error).toBeNull()
  for (const { trace } of episodes) {
    const steps = trace.steps.filter(isUpdate)
    expect(steps).toHaveLength(2)
    for (const step of steps) {
      const values = symbolValues(step)
      const found = interpret<Tensor>(step.update.rule.lines[0]!.from, {
        arg: (index) => values[index]!,
        output: () => scalar(0),
        flow: () => scalar(0),
        constant: (value) => scalar(value, 'float32'),
        apply: plainArithmetic.apply,
      })
      expect(found.data).toEqual(step.update.after[0]!.data)
    }
  }
})

test('a pass late in a long run has the same steps as one at its beginning', () => {
  const source = `import torch
import torch.nn as nn
torch.manual_seed(0)
x = torch.linspace(0, 1, 6).reshape(6, 1)
model = nn.Sequential(nn.Linear(1, 3), nn.Tanh(), nn.Linear(3, 1))
opt = torch.optim.Adam(model.parameters(), lr=0.01)
for epoch in range(400):
    opt.zero_grad()
    loss = ((model(x) - x ** 2) ** 2).mean()
    loss.backward()
    opt.step()
`
  const late = run(source, { timeLimitMs: 60_000, keepFrom: 380 }).episodes
  expect(late).toHaveLength(16)
  for (const { trace } of late) expect(trace.steps.filter(isUpdate)).toHaveLength(16)
})
