import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from './interpret.ts'

const head = `import torch
from torch import nn
import torch.nn.functional as F
torch.manual_seed(1)
X = torch.linspace(-1, 1, 20).reshape(-1, 1)
Y = X ** 3
`

/** Training programs whose loops repeat, change, or only seem to repeat. */
const programs: Readonly<Record<string, string>> = {
  'a layer and Adam': `${head}net = nn.Sequential(nn.Linear(1, 6), nn.ReLU(), nn.Linear(6, 1))
opt = torch.optim.Adam(net.parameters(), lr=0.02)
f = nn.MSELoss()
for epoch in range(120):
    opt.zero_grad()
    loss = f(net(X), Y)
    loss.backward()
    opt.step()
    if epoch % 25 == 0:
        print(epoch, loss.item(), net[0].weight.grad.sum().item())
print(net[0].weight, loss)
`,
  'gradients reset after the step': `${head}net = nn.Linear(1, 1)
opt = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
for epoch in range(100):
    pred = net(X)
    loss = F.mse_loss(pred, Y)
    loss.backward()
    opt.step()
    opt.zero_grad()
print(net.weight, net.bias, pred[:3], net.weight.grad)
`,
  'gradients that add up': `${head}net = nn.Linear(1, 1)
opt = torch.optim.SGD(net.parameters(), lr=0.01)
for epoch in range(90):
    loss = F.mse_loss(net(X), Y)
    loss.backward()
    if epoch % 3 == 2:
        opt.step()
        opt.zero_grad()
print(net.weight, net.bias, net.weight.grad)
`,
  minibatches: `${head}net = nn.Sequential(nn.Linear(1, 4), nn.Tanh(), nn.Linear(4, 1))
opt = torch.optim.SGD(net.parameters(), lr=0.1)
f = nn.MSELoss()
for epoch in range(12):
    total = 0.0
    for i in range(0, 20, 2):
        x, y = X[i:i + 2], Y[i:i + 2]
        opt.zero_grad()
        loss = f(net(x), y)
        loss.backward()
        opt.step()
        total += loss.item()
    print(epoch, total)
`,
  'a net that is changed on the way': `${head}net = nn.Sequential(nn.Linear(1, 4), nn.Tanh(), nn.Linear(4, 1))
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(140):
    opt.zero_grad()
    loss = F.mse_loss(net(X), Y)
    loss.backward()
    opt.step()
    if epoch == 60:
        net[1] = nn.ReLU()
    if epoch == 80:
        net[0].weight.requires_grad_(False)
    if epoch == 100:
        net[2].bias.data.fill_(0.25)
print(net[0].weight, net[2].bias, loss)
`,
  'data that changes on the way': `${head}net = nn.Linear(1, 1)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(120):
    if epoch % 40 == 39:
        X = X * 0.5
        opt.param_groups[0]['lr'] *= 0.5
    opt.zero_grad()
    loss = F.mse_loss(net(X), Y)
    loss.backward()
    opt.step()
print(net.weight, loss)
`,
  'old tensors that are kept': `${head}net = nn.Linear(1, 1)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
kept, best, least = [], None, 1e9
for epoch in range(120):
    opt.zero_grad()
    loss = F.mse_loss(net(X), Y)
    loss.backward()
    opt.step()
    if epoch % 30 == 5:
        kept.append(loss)
        kept.append(net.weight.grad)
        best = loss
    last = loss
print(kept, best, last)
`,
  'a loss that was differentiated': `${head}net = nn.Linear(1, 1)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(100):
    opt.zero_grad()
    loss = F.mse_loss(net(X), Y)
    loss.backward()
    opt.step()
print(loss.requires_grad, loss.is_leaf, loss.grad_fn.name())
loss.backward()
`,
  'dropout, whose mask is another one in every turn': `${head}net = nn.Sequential(nn.Linear(1, 8), nn.Dropout(0.5), nn.Linear(8, 1))
opt = torch.optim.SGD(net.parameters(), lr=0.05)
for epoch in range(80):
    opt.zero_grad()
    loss = F.mse_loss(net(X), Y)
    loss.backward()
    opt.step()
print(net[0].weight, loss)
`,
  'a schedule': `${head}net = nn.Linear(1, 1)
opt = torch.optim.AdamW(net.parameters(), lr=0.1)
schedule = torch.optim.lr_scheduler.StepLR(opt, step_size=20, gamma=0.5)
for epoch in range(90):
    opt.zero_grad()
    loss = F.mse_loss(net(X), Y)
    loss.backward()
    opt.step()
    schedule.step()
print(net.weight, loss, schedule.get_last_lr())
`,
  'descent by hand': `${head}w = torch.tensor([[0.3]], requires_grad=True)
b = torch.zeros(1, requires_grad=True)
for epoch in range(100):
    loss = ((X @ w + b - Y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        for p in [w, b]:
            p -= 0.1 * p.grad
            p.grad = None
print(w, b, loss)
`,
  'a net of the program, changed on the way': `${head}scale = 2.0
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(1, 5)
        self.second = nn.Linear(5, 1)
        self.gain = 1.5

    def hidden(self, x):
        return torch.tanh(self.first(x) * scale)

    def forward(self, x):
        h = self.hidden(x)
        return self.second(h) * self.gain

net = Net()
opt = torch.optim.Adam(net.parameters(), lr=0.02)
def objective(a, b):
    return ((a - b) ** 2).mean()
for epoch in range(160):
    loss = objective(net(X), Y)
    opt.zero_grad()
    loss.backward()
    opt.step()
    if epoch == 60:
        scale = 1.0
    if epoch == 80:
        net.gain = 0.5
    if epoch == 100:
        net.second = nn.Linear(5, 1)
        opt = torch.optim.SGD(net.parameters(), lr=0.1)
    if epoch == 120:
        objective = lambda a, b: (a - b).abs().mean()
    if epoch == 140:
        Net.hidden = lambda self, x: torch.relu(self.first(x))
print(net.first.weight, net.second.weight, loss)
`,
  'functions and parameters of the program': `${head}w1 = torch.randn(6, 1, requires_grad=True)
w2 = torch.randn(1, 6, requires_grad=True)
def net(x):
    a = F.relu(F.linear(x, w1))
    return F.linear(a, w2)
opt = torch.optim.Adam([w1, w2], lr=0.01)
for epoch in range(120):
    opt.zero_grad()
    loss = F.mse_loss(net(X), Y)
    loss.backward()
    opt.step()
    if epoch == 70:
        w2 = torch.ones(1, 6, requires_grad=True)
print(w1, w2, w2.grad, loss)
`,
  'another parameter under the same name': `${head}w = torch.tensor([[0.3]], requires_grad=True)
opt = torch.optim.SGD([w], lr=0.1)
for epoch in range(120):
    opt.zero_grad()
    loss = ((X @ w - Y) ** 2).mean()
    loss.backward()
    opt.step()
    if epoch == 60:
        w = torch.tensor([[-0.5]], requires_grad=True)
print(w, w.grad, loss)
`,
  'two names that part': `${head}net = nn.Linear(1, 1)
opt = torch.optim.SGD(net.parameters(), lr=0.05)
Z = X
for epoch in range(120):
    opt.zero_grad()
    loss = F.mse_loss(net(X), Z)
    loss.backward()
    opt.step()
    if epoch == 60:
        Z = Y
    if epoch == 90:
        X = X * 0.5
print(net.weight, loss)
`,
  'other data in a function': `${head}net = nn.Linear(1, 1)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
def objective():
    return F.mse_loss(net(X), Y)
for epoch in range(120):
    opt.zero_grad()
    loss = objective()
    loss.backward()
    opt.step()
    if epoch % 50 == 49:
        X = X * 0.5
print(net.weight, loss)
`,
  'a hook that comes late': `${head}net = nn.Linear(1, 1)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(100):
    if epoch == 60:
        handle = net.weight.register_hook(lambda g: g * 0.5)
    opt.zero_grad()
    loss = F.mse_loss(net(X), Y)
    loss.backward()
    opt.step()
print(net.weight, loss)
`,
}

const told = (source: string, plans: boolean, keepFrom = 0) => {
  const { stdout, error, variables, losses, backwards } = run(source, { timeLimitMs: 60_000, plans, keepFrom })
  return { stdout, error, variables, losses, backwards }
}

test.each(Object.entries(programs))('%s: the same to the bit with and without plans', (_, source) => {
  const wanted = told(source, false)
  expect(wanted.error?.type ?? 'none').toBe(source.endsWith('loss.backward()\n') ? 'RuntimeError' : 'none')
  expect(told(source, true)).toEqual(wanted)
  // Where nothing is kept for showing, plans begin with the first turns.
  expect(told(source, true, 1_000_000)).toEqual(wanted)
})

test('a pass that is shown after many that were not is the pass of a run without plans', () => {
  for (const name of ['a layer and Adam', 'minibatches', 'descent by hand'] as const) {
    const [fast, slow] = [true, false].map((plans) =>
      run(programs[name]!, { timeLimitMs: 60_000, plans, keepFrom: 70, stopWhenKept: true }),
    )
    expect(fast!.episodes.length).toBeGreaterThan(10)
    expect(fast!.episodes).toEqual(slow!.episodes)
  }
})

test.each(['src/lessons/training/1-regression.py', 'scripts/bench/training/minibatches.py'])(
  '%s has the same numbers with and without plans',
  (file) => {
    const text = readFileSync(join(import.meta.dirname, '../..', file), 'utf8')
    const source = text.replace('10_000', '500').replace('range(20)', 'range(5)')
    expect(told(source, true)).toEqual(told(source, false))
  },
)
