import { expect, test } from 'vitest'
import { run } from './interpret.ts'

/** What a program prints, and its error. Where PyTorch 1.13, which writes the golden files, differs from current versions, these tests say what current ones do. */
const outputOf = (source: string): string => {
  const { stdout, error } = run(`import torch\nfrom torch import nn\n${source}`, { timeLimitMs: 20_000 })
  return error === null ? stdout : `${stdout}${error.type}: ${error.message}`
}

test('zero_grad() sets gradients to None', () => {
  const source = `
layer = nn.Linear(1, 1)
layer(torch.ones(1)).sum().backward()
torch.optim.SGD(layer.parameters(), lr=0.1).zero_grad()
print(layer.weight.grad, layer.bias.grad)
layer(torch.ones(1)).sum().backward()
layer.zero_grad()
print(layer.weight.grad)`
  expect(outputOf(source)).toBe('None None\nNone\n')
})

test('a ModuleList shows equal neighbours once', () => {
  expect(outputOf('print(nn.ModuleList([nn.ReLU(), nn.Linear(1, 2), nn.Linear(1, 2), nn.Linear(1, 2)]))')).toBe(
    'ModuleList(\n  (0): ReLU()\n  (1-3): 3 x Linear(in_features=1, out_features=2, bias=True)\n)\n',
  )
})

test('an optimizer shows its groups with their settings in alphabetical order', () => {
  expect(outputOf('print(torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1, momentum=0.9))')).toBe(
    `SGD (
Parameter Group 0
    dampening: 0
    differentiable: False
    foreach: None
    fused: None
    lr: 0.1
    maximize: False
    momentum: 0.9
    nesterov: False
    weight_decay: 0
)
`,
  )
  expect(outputOf('print(torch.optim.Adam([torch.zeros(1, requires_grad=True)]))')).toContain(
    '    betas: (0.9, 0.999)\n',
  )
})

test('Softplus counts its settings as floats', () => {
  expect(outputOf('print(nn.Softplus(), nn.Softplus()(torch.tensor([0.0])))')).toBe(
    'Softplus(beta=1.0, threshold=20.0) tensor([0.6931])\n',
  )
})

test('parameters are called by their paths in the graph', () => {
  const source = `
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(1, 1, bias=False)
    def forward(self, x):
        return self.hidden(x)
model = Net()
layer = nn.Linear(1, 1, bias=False)
chain = nn.Sequential(nn.Linear(1, 1, bias=False))
chain(layer(model(torch.ones(1)))).sum().backward()`
  const { episodes } = run(`import torch\nfrom torch import nn\n${source}`)
  const names = episodes[0]!.trace.graph.nodes.flatMap((node) =>
    node.kind === 'leaf' && node.requiresGrad ? [node.name] : [],
  )
  expect(names.sort()).toEqual(['chain.0.weight', 'hidden.weight', 'layer.weight'])
})

test('a saturated sigmoid gives BCELoss a gradient that is a number', () => {
  const source = `
z = torch.tensor([40.0, -120.0], requires_grad=True)
nn.BCELoss()(torch.sigmoid(z), torch.tensor([0.0, 1.0])).backward()
print(z.grad)`
  expect(outputOf(source)).toBe('tensor([0., -0.])\n')
})
