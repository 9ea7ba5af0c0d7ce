import { expect, test } from 'vitest'
import { run } from './interpret.ts'

const head = `import torch
import math, random
from torch import nn
import torch.nn.functional as F
torch.manual_seed(1)
X = torch.linspace(-1, 1, 8).reshape(-1, 1)
Y = X ** 3
s, t = torch.tensor(2.0), torch.tensor([3.0])
net = nn.Sequential(nn.Linear(1, 2), nn.Tanh(), nn.Linear(2, 1))
opt = torch.optim.SGD(net.parameters(), lr=0.1)
`

/** A loop with one training step; what `before` defines, and what the body does besides. */
const training = (loss: string, after: readonly string[] = [], before = '', first: readonly string[] = []): string => {
  const body = [...first, 'opt.zero_grad()', `loss = ${loss}`, 'loss.backward()', 'opt.step()', ...after]
  return `${head}${before}for e in range(44):\n${body.map((line) => `    ${line}\n`).join('')}print(loss, net[0].weight)\n`
}
const mse = 'F.mse_loss(net(X), Y)'
const model = (body: string, head = 'x'): string => `def model(${head}):\n${body.replace(/^/gm, '    ')}\n`
const called = 'F.mse_loss(model(X), Y)'
const late = (statement: string): readonly string[] => ['if e == 30:', `    ${statement}`]

/** What may change between two turns, or be asked of what a training step has left, although it did the same in the turns before. */
const programs: Readonly<Record<string, string>> = {
  'a parameter that begins to learn': training(
    mse,
    late('net[0].weight.requires_grad_(True)'),
    'net[0].weight.requires_grad_(False)\n',
  ),
  'data that begins to ask for a gradient': `${training(mse, late('X.requires_grad_(True)'))}print(X.grad)\n`,
  'data that gets a history': training(mse, late('X.mul_(w)'), 'w = torch.ones(1, requires_grad=True)\n'),
  'a number in a tensor that is replaced': training(`${mse} * math.log(s)`, late('s = torch.tensor(3.0)')),
  'a number in a tensor that is written to': training(`${mse} * math.log(s)`, late('s.fill_(3.0)')),
  'a length': training(`${mse} / len(Z)`, late('Z = torch.ones(9)'), 'Z = torch.ones(5)\n'),
  'whether two tensors are equal': training(`${mse} * torch.equal(s, r)`, late('s = s + 1'), 'r = s.clone()\n'),
  'places in data': training(
    'net(X).repeat(1, 2).gather(1, I).mean()',
    late('I = I + 1'),
    'I = torch.ones(8, 1).long()\n',
  ),
  'random numbers that nobody uses': `${training(called, [], model('n = torch.randn(3)\nreturn net(x)'))}print(torch.rand(1))\n`,
  'a random number that is often the same': training(
    `${mse} * torch.bernoulli(p).sum()`,
    [],
    'p = torch.full((1,), 0.8)\n',
  ),
  'random numbers of Python': `${training(called, [], model('n = random.random()\nreturn net(x)'))}print(random.random())\n`,
  'a seed': training(called, ['n = torch.rand(1)'], model('g = torch.manual_seed(3)\nreturn net(x)')),
  'a print in a function': training(called, [], model("n = print('x')\nreturn net(x)")),
  'an attribute of a function': `${training(called, [], `${model("n = setattr(model, 'n', model.n + 1)\nreturn net(x)")}model.n = 0\n`)}print(model.n)\n`,
  'a tensor that a parameter holds from the start': training(
    called,
    late('s.fill_(0.5)'),
    model('return net(x) * k', 'x, k=s'),
  ),
  'a list that a parameter holds from the start': `${training(called, [], `log = []\n${model('n = k.append(1)\nreturn net(x)', 'x, k=log')}`)}print(len(log))\n`,
  'another forward pass for a class of PyTorch': training(mse, late('nn.Tanh.forward = lambda self, x: torch.relu(x)')),
  'another type of numbers': training(
    '(((net(X) - Y) ** 2).sum(0) / (torch.ones(1) * 8)).sum()',
    late('torch.set_default_dtype(torch.float64)'),
  ),
  'an op that writes over data': `${training(mse, late('X = X - 0.5'), 'net = nn.Sequential(nn.ReLU(inplace=True), nn.Linear(1, 1))\nopt = torch.optim.SGD(net.parameters(), lr=0.1)\n')}print(X._version)\n`,
  'the gradient before': training(
    '(w * t).sum()',
    late('t = torch.tensor([5.0])'),
    'w = torch.ones(1, requires_grad=True)\n(w * t).sum().backward()\nopt = torch.optim.SGD([w], lr=0.01)\n',
    ['m = w.grad * 3'],
  ).replace('print(loss', 'print(m, loss'),
  'a second pass in a function': training(
    called,
    [],
    `ps = tuple(net.parameters())\n${model('g = G(net(x), ps, torch.ones_like(x))\nreturn net(x)')}G = torch.autograd.grad\n`,
  ),
  'a part of data that is written to': training('F.mse_loss(net(V), U)', late('X[1] = 7'), 'V, U = X[:5], Y[:5]\n'),
  'a view that is written to': `${training('F.mse_loss(net(x), Y)', [], '', ['x = X.view(8, 1)'])}x[0] = 9\nprint(X)\n`,
  'numbers of a parameter before the step': `${training(mse, [], '', ['w = net[0].weight.detach()'])}print(w)\n`,
  'two names of the same numbers': `${training('F.mse_loss(p, Y) + 0.1 * d.mean()', [], '', ['p = net(X)', 'd = p.detach()'])}d[0] = 5\nprint(p, d)\n`,
  'how a result lies in memory': `${training('(p - 1).sum()', [], '', ['p = net(X.repeat(1, 1)).t()'])}print(p.stride())\n`,
  'a pass through what is not freed': `${training('(w + t).sum()', [], 'w = torch.ones(1, requires_grad=True)\nopt = torch.optim.SGD([w], lr=0.1)\n')}loss.backward()\nprint(w.grad)\n`,
  'a walk through the graph': `${training(mse)}f = loss.grad_fn
while f.next_functions:
    print(f.name())
    f = f.next_functions[0][0]
    if f is None:
        break
`,
  'gradients that were kept': `${training(mse, ['kept.append(net[0].weight.grad)'], 'kept = []\n')}print(kept[20] * 2)\n`,
  'how often a parameter was changed': `${training(mse, [], 'old = (net[0].weight ** 2).sum()\n')}print(net[0].weight._version)\nold.backward()\n`,
  'a function that is called with other nets': `${head}other = nn.Linear(1, 1)
opt = torch.optim.SGD([*net.parameters(), *other.parameters()], lr=0.1)
def fit(net, scale):
    for e in range(24):
        opt.zero_grad()
        loss = F.mse_loss(net(X) * scale, Y)
        loss.backward()
        opt.step()
    print(loss)
fit(net, 1.0)
fit(other, 1.0)
fit(other, 2.0)
`,
  'a global name behind another one': `${head}k = 1.0
def outer():
    k = 100.0
    def fit():
        global k
        for e in range(40):
            opt.zero_grad()
            loss = F.mse_loss(net(X), Y)
            loss.backward()
            opt.step()
            k += 1
    fit()
outer()
print(k)
`,
  'more entries than fit': training(mse, ['losses.append(loss.item())'], "big, losses = 'x' * 3_999_960, []\n"),
}

const told = (source: string, options = {}) => {
  const { episodes, variables, modules, losses, prints, error } = run(source, { timeLimitMs: 60_000, ...options })
  return { episodes, variables, modules, losses, prints, error }
}

test.each(Object.entries(programs))('%s: the same where training steps are passed over', (_, source) => {
  const wanted = told(source, { plans: false, keepFrom: 1_000_000 })
  expect(wanted.error?.type).not.toBe('SystemError')
  expect(wanted.losses.length).toBeGreaterThan(30)
  expect(told(source, { keepFrom: 1_000_000 })).toEqual(wanted)
})

test('a pass is shown with what it was made from in turns that were passed over', () => {
  const source = training(`${mse} * (1 + before)`, ['before = loss.detach()'], 'before = torch.tensor(1.0)\n')
  const [fast, slow] = [true, false].map((plans) => told(source, { plans, keepFrom: 40, stopWhenKept: true }))
  expect(slow!.episodes.length).toBeGreaterThan(2)
  expect(fast).toEqual(slow)
})

test('a pass is shown with the lines on which parts of data were taken again', () => {
  const source = programs['a part of data that is written to']!
  expect(told(source, { keepFrom: 38 })).toEqual(told(source, { keepFrom: 38, plans: false }))
})
