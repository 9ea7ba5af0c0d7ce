import { describe, expect, test } from 'vitest'
import { nearest } from '../torch/nearest.ts'
import { forgotten, usualImports } from './forgotten.ts'
import { run } from './interpret.ts'

const errorOf = (source: string) => run(source).error
const hintOf = (source: string): string | undefined => errorOf(source)?.hint

test.each([...usualImports])('%s is had by the line that is advised for it: %s', (name, line) => {
  expect(run(`${line}\n${name}\n`).error).toBe(null)
})

describe('a name that was not imported', () => {
  test.each([
    ['nn.Linear(2, 1)', 'Import it first: from torch import nn.'],
    ['torch.tensor(1.0)', 'Import it first: import torch.'],
    ['F.relu(1)', 'Import it first: import torch.nn.functional as F.'],
    ['optim.SGD([], lr=0.1)', 'Import it first: from torch import optim.'],
    ['math.sqrt(2)', 'Import it first: import math.'],
    ['random.random()', 'Import it first: import random.'],
    ['DataLoader([])', 'Import it first: from torch.utils.data import DataLoader.'],
    ['TensorDataset()', 'Import it first: from torch.utils.data import TensorDataset.'],
    ['import torch\nnn.Linear(2, 1)', 'Import it first: from torch import nn.'],
    ['Dataset()', 'Import it first: from torch.utils.data import Dataset.'],
  ])('%s', (line, hint) => {
    const name = /^\w+/.exec(line.replace('import torch\n', ''))?.[0]
    expect(errorOf(line)).toMatchObject({ type: 'NameError', message: `name '${name}' is not defined`, hint })
  })
  test('what is not here at all is said to be so, with what to use', () => {
    expect(hintOf('np.array([1])')).toMatch(/NumPy is not here: torch\.tensor/)
    expect(hintOf('plt.plot([1])')).toMatch(/print the numbers/)
    expect(forgotten('alpha')).toBe(null)
  })
})

const model = `import torch
from torch import nn, optim
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(2, 3)
    def forward(self, x):
        return self.hidden(x).sum()
    def scaled(self, factor):
        return factor
class Point:
    def __init__(self):
        self.weight = 1
    def norm(self):
        return weight
net = Net()
optimizer = optim.SGD(net.parameters(), lr=0.1)
losses = []
loss = net(torch.ones(1, 2))
`

describe('a misspelled name', () => {
  test.each([
    ['loses.append(1)', 'losses'],
    ['prnt(1)', 'print'],
    ['optimzer.step()', 'optimizer'],
    ['loss.backwards()', 'backward'],
    ['loss.requires_gard', 'requires_grad'],
    ['loss.requires_gard = True', 'requires_grad'],
    ['torch.tensr(1.0)', 'tensor'],
    ['nn.Linaer(2, 1)', 'Linear'],
    ['optimizer.zero_grads()', 'zero_grad'],
    ['optimizer.setp()', 'step'],
    ['net.foward(1)', 'forward'],
    ['net.hiden', 'hidden'],
    ['Point().wieght', 'weight'],
    ['Point().norm()', 'self.weight'],
    ['losses.apend(1)', 'append'],
    ['"a".uper()', 'upper'],
    ['({}).itms()', 'items'],
    ['randn(2)', 'torch.randn'],
    ['Linear(2, 1)', 'nn.Linear'],
    ['LayerNorm(2)', 'nn.LayerNorm'],
    ['optim.SGD(net.parameters(), lrr=0.1)', 'lr'],
    ['torch.zeros(2, requires_gradd=True)', 'requires_grad'],
    ['net.scaled(facto=1)', 'factor'],
    ['from torch import optin', 'optim'],
    ['from torch.utils.data import Dataloader', 'DataLoader'],
    ['import torchh', 'torch'],
  ])('%s', (line, meant) => {
    const hint = hintOf(`${model}${line}\n`)
    expect(hint?.startsWith(`Did you mean '${meant}'?`), hint).toBe(true)
  })
  test('that is like no other gets no suggestion', () => {
    for (const line of ['qqqqq', 'loss.qqqqq', 'torch.qqqqq', 'net.qqqqq', 'None.grad', 'k = 1\nj'])
      expect(hintOf(`${model}${line}\n`)).not.toMatch(/Did you mean/)
  })
  test('may be held by an except, which keeps its advice', () => {
    expect(hintOf(`${model}try:\n    loss.backwards()\nexcept AttributeError as e:\n    raise e\n`)).toMatch(
      /'backward'/,
    )
  })
})

test('the nearest name is at most a third of its letters away; names with an underscore are for those who ask for one', () => {
  expect(nearest('lsos', ['lost', 'loss'])).toBe('loss')
  expect(nearest('x', ['y', 'xyz'])).toBe(null)
  expect(nearest('x', ['X'])).toBe('X')
  expect(nearest('step', ['step', '_step'])).toBe(null)
  expect(nearest('_stp', ['_step'])).toBe('_step')
  expect(nearest('a'.repeat(50), ['a'.repeat(49)])).toBe(null)
})
