import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Hyperparameter,
  type HyperparameterKind,
  hyperparametersOf,
  isWhole,
  withText,
  writtenValue,
} from './hyperparameters.ts'

/** What is found in a program: `kind label=value`, and ×n where it is written n times. */
const found = (source: string): readonly string[] =>
  hyperparametersOf(source).map(
    ({ kind, label, named, value, places }) =>
      `${kind}${named || label !== kind ? ` ${label}` : ''}=${value}${places.length > 1 ? ` ×${places.length}` : ''}`,
  )

const regression = `import torch
from torch import nn

torch.manual_seed(0)
X = torch.linspace(-2, 2, 100).reshape(-1, 1)
Y = X ** 2 + 0.1 * torch.randn(100, 1)
model = nn.Sequential(nn.Linear(1, 8), nn.ReLU(), nn.Linear(8, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
loss_fn = nn.MSELoss()
for epoch in range(10_000):
    optimizer.zero_grad()
    loss = loss_fn(model(X), Y)
    loss.backward()
    optimizer.step()
`

const byHand = (update: string, before = ''): string => `import torch
w = torch.tensor(1.0, requires_grad=True)
b = torch.tensor(0.0, requires_grad=True)
${before}
for step in range(50):
    loss = (w * 2 + b - 1) ** 2
    loss.backward()
    with torch.no_grad():
        ${update}
    w.grad = None
`

const asClass = `import torch, random
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset
SEED = 3
random.seed(SEED)
torch.manual_seed(SEED)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(2, 16)
        self.norm = nn.BatchNorm1d(16)
        self.fc2 = nn.Linear(16, 16)
        self.fc3 = nn.Linear(16, 2)
learning_rate, n_epochs = 1e-3, 20
model = Net()
loader = DataLoader(TensorDataset(X, Y), batch_size=10, shuffle=True)
optimizer = torch.optim.SGD(model.parameters(), learning_rate, momentum=0.9)
for epoch in range(1, n_epochs + 1):
    for x, y in loader:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
`

test('the lecture’s regression has four, and its eight hidden units are one number in two places', () => {
  expect(found(regression)).toEqual(['learning rate lr=0.01', 'hidden units=8 ×2', 'epochs=10000', 'seed=0'])
})

test('a class, names for numbers, a loader, and two hidden layers that happen to be as wide', () => {
  expect(found(asClass)).toEqual([
    'learning rate learning_rate=0.001',
    'hidden units hidden units 1=16 ×3',
    'hidden units hidden units 2=16 ×2',
    'batch size=10',
    'epochs n_epochs=20',
    'seed SEED=3',
  ])
})

test.each<readonly [string, string, readonly string[]]>([
  ['a literal', byHand('w -= 0.1 * w.grad'), ['learning rate=0.1', 'epochs=50']],
  [
    'the same literal twice',
    byHand('w -= 0.1 * w.grad\n        b -= 0.1 * b.grad'),
    ['learning rate=0.1 ×2', 'epochs=50'],
  ],
  [
    'two literals: the first',
    byHand('w -= 0.1 * w.grad\n        b -= 0.2 * b.grad'),
    ['learning rate=0.1', 'epochs=50'],
  ],
  ['a name', byHand('w -= eta * w.grad', 'eta = 0.5'), ['learning rate eta=0.5', 'epochs=50']],
  ['the gradient first', byHand('w -= w.grad * lr', 'lr = 1.'), ['learning rate lr=1', 'epochs=50']],
  ['data', byHand('w.data -= lr * w.grad.data', 'lr = 0.5'), ['learning rate lr=0.5', 'epochs=50']],
  ['a difference', byHand('w.data = w.data - lr * w.grad', 'lr = .5'), ['learning rate lr=0.5', 'epochs=50']],
  ['an entry', byHand('w[0] -= 0.5 * w.grad[0]'), ['learning rate=0.5', 'epochs=50']],
  ['sub_', byHand('w.sub_(0.5 * w.grad)'), ['learning rate=0.5', 'epochs=50']],
  ['a gradient by hand', byHand('w -= alpha * dw', 'alpha = 1e-1'), ['learning rate alpha=0.1', 'epochs=50']],
  ['a name given twice', byHand('w -= lr * w.grad', 'lr = 0.5\nlr = 0.1'), ['epochs=50']],
  ['a name that is computed', byHand('w -= lr * w.grad', 'lr = 0.5 / 2'), ['epochs=50']],
  ['a name that changes', byHand('w -= lr * w.grad\n        lr *= 0.9', 'lr = 0.5'), ['epochs=50']],
  ['a negative one', byHand('w -= -0.1 * w.grad'), ['learning rate=-0.1', 'epochs=50']],
  ['a negative one by its name', byHand('w -= lr * w.grad', 'lr = - 1e-3'), ['learning rate lr=-0.001', 'epochs=50']],
  ['a regularizer is no step', byHand('loss = loss + 0.1 * w.grad'), ['epochs=50']],
])('a learning rate of an update by hand: %s', (_, source, names) => {
  expect(found(source)).toEqual(names)
})

test.each<readonly [string, string, readonly string[]]>([
  [
    'by name',
    'nn.Sequential(nn.Linear(in_features=1, out_features=8), nn.Linear(in_features=8, out_features=1))',
    ['hidden units=8 ×2'],
  ],
  ['one layer has none', 'nn.Sequential(nn.Linear(8, 8))', []],
  ['widths that do not meet', 'nn.Sequential(nn.Linear(1, 8), nn.Linear(4, 1))', []],
  ['all of one width', 'nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8))', ['hidden units=8 ×2']],
  ['two networks do not meet', 'nn.Sequential(nn.Linear(4, 2)), nn.Sequential(nn.Linear(2, 4))', []],
])('hidden units: %s', (_, network, names) => {
  expect(found(`model = ${network}\n`)).toEqual(names)
})

test('a width by its name: in layers, in a function, in a call, and in weights made by hand', () => {
  const layers = 'model = nn.Sequential(nn.Linear(1, h), nn.Tanh(), nn.Linear(h, h), nn.Tanh(), nn.Linear(h, 1))\n'
  expect(found(`h = 5\n${layers}`)).toEqual(['hidden units h=5'])
  expect(found(`h = 5\nh = 6\n${layers}`)).toEqual([])
  const network = (head: string) =>
    `class Net(nn.Module):\n    def __init__(self, ${head}):\n        self.a = nn.Linear(1, size)\n        self.b = nn.Linear(size, 1)\n`
  expect(found(`${network('size=7')}net = Net()\n`)).toEqual(['hidden units size=7'])
  expect(found(`${network('size: int = 7')}net = Net(size=9)\n`)).toEqual(['hidden units size=9'])
  expect(found(`${network('size')}width = 4\nnet = Net(width)\n`)).toEqual(['hidden units width=4'])
  expect(found(`${network('size')}one, two = Net(3), Net(4)\n`)).toEqual([])
  expect(found('hidden = 4\nW1 = torch.randn(hidden, 1, requires_grad=True)\nW2 = torch.randn(1, hidden)\n')).toEqual([
    'hidden units hidden=4',
  ])
})

test('what goes in and what comes out is no hidden width, also where it has the same name', () => {
  expect(found('n = 3\nmodel = nn.Sequential(nn.Linear(n, n), nn.ReLU(), nn.Linear(n, 1))\n')).toEqual([])
})

test('a program that is being typed is read as far as it goes', () => {
  expect(found(`${regression}print(loss.`)).toHaveLength(4)
  expect(found('import torch\nx = torch.tensor([1.0')).toEqual([])
  expect(found('')).toEqual([])
})

const programs = [regression, asClass, byHand('w -= 0.1 * w.grad\n        b -= 0.1 * b.grad')]
const choice = fc.constantFrom(
  ...programs.flatMap((source) => hyperparametersOf(source).map((each) => ({ source, each }))),
)

test('a value that is written at the places is the value of the program, and nothing else changes', () => {
  const shape = (list: readonly Hyperparameter[]) =>
    list.map(({ id, label, places }) => `${id} ${label} ${places.length}`)
  fc.assert(
    fc.property(
      choice,
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      fc.constantFrom(1, 0, -1),
      ({ source, each }, any, sign) => {
        const value = isWhole(each.kind) ? Math.ceil(any) : sign * Number(any.toPrecision(3)) + 0
        const changed = hyperparametersOf(withText(source, each, writtenValue(each, value)))
        expect(shape(changed)).toEqual(shape(hyperparametersOf(source)))
        for (const now of changed) {
          const before = hyperparametersOf(source).find(({ id }) => id === now.id)
          expect(now.value).toBe(now.id === each.id ? value : before?.value)
        }
      },
    ),
  )
})

test('numbers are written as someone would', () => {
  const like = (text: string, kind: HyperparameterKind = 'learning rate') => ({ text, kind })
  expect([0.01, 0.003, 1, 10, 1.2e-5].map((value) => writtenValue(like('1e-3'), value))).toEqual([
    '0.01',
    '0.003',
    '1.0',
    '10.0',
    '1.2e-5',
  ])
  expect([0, -1, -0.5, -1e-5].map((value) => writtenValue(like('0.1'), value))).toEqual([
    '0.0',
    '-1.0',
    '-0.5',
    '-1e-5',
  ])
  expect(writtenValue(like('1'), 2)).toBe('2')
  expect([16, 300, 20_000].map((value) => writtenValue(like('10_000', 'epochs'), value))).toEqual([
    '16',
    '300',
    '20_000',
  ])
  expect(writtenValue(like('10000', 'epochs'), 20_000)).toBe('20000')
})
