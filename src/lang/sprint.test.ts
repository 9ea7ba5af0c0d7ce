import { expect, test } from 'vitest'
import { randomSource } from '../core/testing/random.ts'
import { run } from './interpret.ts'

const head = `import torch
from torch import nn
import torch.nn.functional as F
torch.manual_seed(1)
X = torch.linspace(-1, 1, 20).reshape(-1, 1)
Y = X ** 3
net = nn.Sequential(nn.Linear(1, 4), nn.Tanh(), nn.Linear(4, 1))
`
const sgd = `${head}opt = torch.optim.SGD(net.parameters(), lr=0.1)\n`
const adam = `${head}opt = torch.optim.Adam(net.parameters(), lr=0.02)\n`
const training = `    opt.zero_grad()
    loss = F.mse_loss(net(X), Y)
    loss.backward()
    opt.step()
`
const loop = `for epoch in range(120):\n${training}`
const end = 'print(epoch, loss, net[0].weight, net[2].bias.grad)\n'

/** Loops that begin as a sprint, and what ends one, goes on beside it, or looks back at it. */
const programs: Readonly<Record<string, string>> = {
  'nothing else': `${sgd}${loop}${end}`,
  'sums and lists of losses': `${adam}losses, total, count, smooth = [], 0, 0, 1.0
${loop}    losses.append(loss.item())
    total += loss.item()
    count += 1
    smooth = 0.9 * smooth + 0.1 * loss.item()
${end}print(len(losses), losses[-3:], total / count, smooth)
`,
  'the best loss, and an early end': `${adam}best = 1e9
${loop}    if loss.item() < best:
        best = loss.item()
        kept = net[0].weight.detach().clone()
    if loss.item() < 0.06:
        break
${end}print(best, kept)
`,
  'another learning rate on the way': `${sgd}${loop}    if epoch == 70:
        opt.param_groups[0]['lr'] = 0.01
${end}`,
  'another optimizer on the way': `${sgd}${loop}    if epoch == 70:
        opt = torch.optim.Adam(net.parameters(), lr=0.01)
${end}`,
  'a parameter that stops learning': `${adam}${loop}    if epoch == 70:
        net[0].weight.requires_grad_(False)
${end}`,
  'a parameter that is set by hand': `${sgd}${loop}    if epoch == 70:
        with torch.no_grad():
            net[0].weight.zero_()
${end}`,
  'another layer on the way': `${sgd}${loop}    if epoch == 70:
        net[1] = nn.Sigmoid()
${end}`,
  'other data on the way': `${sgd}${loop}    if epoch % 40 == 39:
        X = X * 0.9
${end}`,
  'two groups and weight decay': `${head}opt = torch.optim.AdamW([{'params': net[0].parameters(), 'lr': 0.05}, {'params': net[2].parameters()}], lr=0.01, weight_decay=0.1, amsgrad=True)
${loop}${end}`,
  'a group that is not trained': `${head}opt = torch.optim.SGD(net[2].parameters(), lr=0.1, momentum=0.9, nesterov=True)
for epoch in range(120):
    net.zero_grad()
    loss = F.mse_loss(net(X), Y)
    loss.backward()
    opt.step()
${end}`,
  'gradients that nobody resets': `${head}opt = torch.optim.SGD(net[2].parameters(), lr=0.01)
${loop}    if epoch % 10 == 9:
        net.zero_grad()
${end}`,
  'gradients reset at the end': `${adam}for epoch in range(120):
    loss = F.mse_loss(net(X), Y)
    loss.backward()
    opt.step()
    if epoch == 90:
        print(net[0].weight.grad)
    opt.zero_grad()
${end}`,
  'a scheduler': `${sgd}s = torch.optim.lr_scheduler.StepLR(opt, 40, 0.5)
${loop}    s.step()
${end}`,
  'a step of the program’s own': `${head}class Mine(torch.optim.SGD):
    def step(self):
        self.calls = getattr(self, 'calls', 0) + 1
        super().step()
opt = Mine(net.parameters(), lr=0.1)
${loop}${end}print(opt.calls)
`,
  'a reset of the program’s own': `${head}class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.f, self.resets = nn.Linear(1, 1), 0
    def forward(self, x):
        return self.f(x)
    def zero_grad(self):
        self.resets += 1
        super().zero_grad()
net = Net()
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(120):
    net.zero_grad()
    loss = F.mse_loss(net(X), Y)
    loss.backward()
    opt.step()
print(net.resets, loss, net.f.weight)
`,
  'an error on the way': `${sgd}try:
    for epoch in range(120):
        opt.zero_grad()
        loss = F.mse_loss(net(X), Y)
        loss.backward()
        opt.step()
        if 1 / (70 - epoch) > 5:
            pass
except ZeroDivisionError as e:
    print(e)
${end}`,
  'a name that is not there': `${sgd}${loop}    if epoch > 90 - 0 * loss.item():
        if epoch > limit:
            pass
${end}`,
  'what was kept on the way': `${sgd}kept, alias = [], net[0].weight
shared = net[0].weight.detach()
${loop}    if epoch % 30 == 5:
        kept.append(loss)
        kept.append(net[0].weight.grad)
        old = net[0].weight.clone()
${end}print(kept, alias, shared, old)
`,
  'batches, the last one smaller': `${adam}for epoch in range(20):
    total = 0.0
    for i in range(0, 20, 3):
        x, y = X[i:i + 3], Y[i:i + 3]
        opt.zero_grad()
        loss = F.mse_loss(net(x), y)
        loss.backward()
        opt.step()
        total += loss.item() * 3
    print(total, i, x, y)
${end}`,
  'batches of every kind': `${sgd}for epoch in range(10):
    for i in range(12):
        x = X[i:]
        x, y = X[:i - 20], Y[:-20 + i] if False else Y[:i]
        x, y = X[-20:4], Y[:4]
        opt.zero_grad()
        loss = F.mse_loss(net(x), y)
        loss.backward()
        opt.step()
${end}`,
  'batches from the end, and all of the data': `${sgd}for epoch in range(100):
    x, y = X[-8:-4], Y[12:16]
    opt.zero_grad()
    loss = F.mse_loss(net(x), y)
    loss.backward()
    opt.step()
    if epoch == 60:
        X = X * 2
    if epoch == 80:
        X = X.double().float()
${end}print(x, y)
`,
  'a loop in a function': `${sgd}def fit(n):
    for k in range(n):
        opt.zero_grad()
        out = F.mse_loss(net(X), Y)
        out.backward()
        opt.step()
    return out, k
for n in (3, 40, 40):
    print(fit(n))
print(net[0].weight)
`,
  'a loop over a list that grows': `${sgd}rates = list(range(60))
for rate in rates:
    opt.zero_grad()
    loss = F.mse_loss(net(X), Y)
    loss.backward()
    opt.step()
    if rate == 50:
        rates.append(7)
print(len(rates), rate, loss, net[0].weight)
`,
  'a loop over what the program makes': `${sgd}def numbers():
    for i in range(90):
        yield net[0].weight.sum().item()
for seen in numbers():
    opt.zero_grad()
    loss = F.mse_loss(net(X), Y)
    loss.backward()
    opt.step()
print(seen, loss)
`,
  'the loss before, looked at first': `${sgd}loss = torch.tensor(9.0)
for epoch in range(120):
    if loss.item() < 0.08:
        print(epoch)
    opt.zero_grad()
    loss = F.mse_loss(net(X), Y)
    loss.backward()
    opt.step()
${end}`,
  'names that the net reads': `${sgd}scale = 1.0
def model(x):
    return net(x) * scale
for epoch in range(120):
    opt.zero_grad()
    loss = F.mse_loss(model(X), Y)
    loss.backward()
    opt.step()
    scale = 1.0 + 0.001 * epoch
${end}`,
  'a name that the net reads and the loop reckons with': `${sgd}scale = 1.0
def model(x):
    return net(x) * scale
for epoch in range(120):
    opt.zero_grad()
    loss = F.mse_loss(model(X), Y)
    loss.backward()
    opt.step()
    scale = 1.0 + epoch // 60
${end}`,
  'gradients that are reset for some time': `${head}opt = torch.optim.SGD(net[2].parameters(), lr=0.01)
${loop}    if epoch < 60:
        net[0].zero_grad()
${end}print(net[0].weight.grad)
`,
  'data that changes in two turns after each other': `${sgd}others = [X * 0.9, X * 0.8]
${loop}    if epoch // 2 == 35:
        X = others[epoch - 70]
${end}`,
  'a loader, the last batch smaller': `${adam}from torch.utils.data import DataLoader, TensorDataset
loader = DataLoader(TensorDataset(X, Y), batch_size=3, shuffle=True)
for epoch in range(12):
    total, n = 0.0, 0
    for x, y in loader:
        opt.zero_grad()
        loss = F.mse_loss(net(x), y)
        loss.backward()
        opt.step()
        total += loss.item()
        n += 1
    print(total / n, x, y)
${`print(loss, net[0].weight)`}
`,
  'a loader whose data the program makes': `${sgd}from torch.utils.data import DataLoader, Dataset
class Data(Dataset):
    def __len__(self):
        return 20
    def __getitem__(self, i):
        return X[i] + 0 * net[0].weight.detach()[0], Y[i]
for epoch in range(10):
    for x, y in DataLoader(Data(), batch_size=4):
        opt.zero_grad()
        loss = F.mse_loss(net(x), y)
        loss.backward()
        opt.step()
print(loss, net[0].weight)
`,
  'a list of batches, one of another type': `${sgd}batches = [(X[i:i + 4], Y[i:i + 4]) for i in range(0, 20, 4)] * 12
batches[40] = (X[:4].double().float(), Y[:4])
batches[47] = (X[:3], Y[:3])
batches[52] = (net(X[:4]).detach() * 0 + X[:4], Y[4:8])
for x, y in batches:
    opt.zero_grad()
    loss = F.mse_loss(net(x), y)
    loss.backward()
    opt.step()
print(loss, x, y, net[0].weight)
`,
  'a number of the loop that the net reads': `${sgd}for k in [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 1, 1]:
    opt.zero_grad()
    loss = F.mse_loss(net(X) * k, Y)
    loss.backward()
    opt.step()
print(loss, k, net[0].weight)
`,
  'what happens between two loops': `${adam}for epoch in range(14):
    for i in range(0, 20, 4):
        x, y = X[i:i + 4], Y[i:i + 4]
        opt.zero_grad()
        loss = F.mse_loss(net(x), y)
        loss.backward()
        opt.step()
    if epoch == 6:
        net[0].weight.data *= 0.5
    if epoch == 7:
        print(net[0].weight.sum().item(), net[2].bias.grad)
    if epoch == 8:
        opt.param_groups[0]['lr'] = 0.001
    if epoch == 9:
        X = X * 0.9
    if epoch == 10:
        net[1] = nn.ReLU()
    if epoch == 12:
        opt = torch.optim.SGD(net.parameters(), lr=0.1)
${end.replace('epoch, ', '')}`,
  'a loop that breaks, and begins again': `${sgd}for epoch in range(12):
    for i in range(20):
        opt.zero_grad()
        loss = F.mse_loss(net(X), Y)
        loss.backward()
        opt.step()
        if i == epoch + 3:
            break
    Z = X * 2
print(i, Z[0], loss, net[0].weight)
`,
  'a state that is saved and loaded': `${adam}${loop}    if epoch == 60:
        saved = opt.state_dict()
        weights = {k: v.clone() for k, v in net.state_dict().items()}
    if epoch == 90:
        net.load_state_dict(weights)
        opt.load_state_dict(saved)
${end}print(opt.state_dict()['state'][0]['step'])
`,
}

const told = (source: string, plans: boolean, options = {}) => {
  const { stdout, error, variables, losses, backwards, prints } = run(source, {
    timeLimitMs: 60_000,
    plans,
    ...options,
  })
  return { stdout, error, variables, losses, backwards, prints }
}

test.each(Object.entries(programs))('%s: a sprint leaves what every turn by itself leaves', (_, source) => {
  const wanted = told(source, false)
  expect(told(source, true)).toEqual(wanted)
  expect(told(source, true, { keepFrom: 1_000_000 })).toEqual(wanted)
})

test('a pass in the middle of a sprint is shown as it is without one', () => {
  for (const name of [
    'sums and lists of losses',
    'batches, the last one smaller',
    'gradients reset at the end',
  ] as const) {
    const [fast, slow] = [true, false].map((plans) =>
      run(programs[name]!, { timeLimitMs: 60_000, plans, keepFrom: 71, stopWhenKept: true }),
    )
    expect(fast!.episodes.length).toBeGreaterThan(10)
    expect(fast!.episodes).toEqual(slow!.episodes)
  }
})

const before = [
  '',
  'if epoch == 41:\n        X = X * 0.7',
  'x, y = X[epoch % 7:epoch % 7 + 9], Y[epoch % 7:epoch % 7 + 9]',
]
const after = [
  'losses.append(loss.item())',
  'total += loss.item() / 3',
  'count -= 1',
  'last = loss.item()',
  'if epoch % 17 == 3:\n        print(epoch, loss.item(), net[2].bias)',
  'if epoch == 50:\n        continue',
  'if epoch == 77:\n        break',
  'if epoch % 20 == 1:\n        kept = loss',
  'if epoch == 33:\n        opt.param_groups[0]["lr"] *= 0.5',
  'if epoch == 44:\n        net[0].weight.data *= 0.5',
  'if total > 2:\n        total = 0',
  'opt.zero_grad()',
  'losses.append(total * count)',
]
const optimizers = [
  'SGD(net.parameters(), lr=0.1)',
  'SGD(net.parameters(), lr=0.05, momentum=0.8)',
  'Adam(net.parameters())',
  'RMSprop(net.parameters())',
  'Adagrad(net.parameters(), lr=0.1)',
]

test('loops put together by chance have the same numbers with and without sprints', () => {
  const random = randomSource(5)
  const choose = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  for (let i = 0; i < 24; i++) {
    const first = choose(before)
    const data = first.startsWith('x') ? 'net(x), y' : 'net(X), Y'
    const lines = [
      first,
      'opt.zero_grad()',
      `loss = F.mse_loss(${data})`,
      'loss.backward()',
      'opt.step()',
      choose(after),
      choose(after),
      choose(after),
    ]
    const source = `${head}opt = torch.optim.${choose(optimizers)}
losses, total, count, last, kept = [], 0, 5, None, None
for epoch in range(90):
${lines.map((line) => `    ${line}\n`).join('')}print(losses[-4:], len(losses), total, count, last, kept)
${end}`
    const wanted = told(source, false)
    expect(told(source, true), source).toEqual(wanted)
    expect(told(source, true, { keepFrom: 1_000_000 }), source).toEqual(wanted)
  }
})
