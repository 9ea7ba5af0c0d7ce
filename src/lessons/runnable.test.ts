import { expect, test } from 'vitest'
import { run } from '../lang/interpret.ts'
import { runnableProgram } from '../scene/copy/pytorch.ts'
import { examples } from './examples.ts'
import { lessons } from './lecture.ts'

const programs: readonly (readonly [string, string])[] = [
  ...examples.map(({ id, source }) => [id, source] as const),
  ...lessons.flatMap(({ id, programs: own }) =>
    Object.entries(own).map(([name, source]) => [`${id}.${name}`, source] as const),
  ),
]

test.each(programs)('%s runs as it is copied, for every pass, and no check fails', (_, source) => {
  const made = run(source)
  for (const episode of made.episodes.keys()) {
    const copied = runnableProgram(made, episode)
    expect(copied.startsWith(source.trimEnd())).toBe(true)
    expect(run(copied).error?.message).toBe(made.error?.message)
  }
})

test('the checks are of the values and gradients that variables hold at the end, and the rest is named', () => {
  const source = [
    'import torch',
    'x = torch.tensor([1.0, -2.0])',
    'w = torch.tensor([0.5, 0.25], requires_grad=True)',
    'y = x * w',
    'J = (y * y).sum()',
    'J.backward()',
  ].join('\n')
  expect(runnableProgram(run(source), 0).slice(source.length)).toBe(`

# The numbers that Gradwalk shows, checked by PyTorch.
import torch
assert torch.allclose(x, torch.tensor([1.0, -2.0], dtype=torch.float32), rtol=1e-4, atol=1e-6)
assert x.grad is None
assert torch.allclose(w, torch.tensor([0.5, 0.25], dtype=torch.float32), rtol=1e-4, atol=1e-6)
assert torch.allclose(w.grad, torch.tensor([1.0, 2.0], dtype=torch.float32), rtol=1e-4, atol=1e-6)
assert torch.allclose(y, torch.tensor([0.5, -0.5], dtype=torch.float32), rtol=1e-4, atol=1e-6)
assert torch.allclose(J, torch.tensor(0.5, dtype=torch.float32), rtol=1e-4, atol=1e-6)
# Not checked:
#   the gradient of y of line 4, which PyTorch does not keep
#   the gradient of J of line 5, which PyTorch does not keep
#   1 result without a name
`)
})

test('parameters of modules are reached through the variable that holds the module', () => {
  const source = [
    'import torch',
    'from torch import nn',
    'net = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())',
    'nn.init.constant_(net[0].weight, 0.5)',
    'nn.init.constant_(net[0].bias, 0.5)',
    'loss = net(torch.ones(1, 2)).sum()',
    'loss.backward()',
  ].join('\n')
  const copied = runnableProgram(run(source), 0)
  expect(copied).toContain('assert torch.allclose(net[0].weight, torch.tensor([[0.5, 0.5]], dtype=torch.float32)')
  expect(copied).toMatch(/assert torch\.allclose\(net\[0\]\.bias\.grad, torch\.tensor\(\[0\.149\d+\]/)
  expect(run(copied).error).toBe(null)
})

test('a program that draws random numbers without a seed is given the seed that the page begins with', () => {
  const source = 'import torch\nw = torch.randn(2, requires_grad=True)\n(w * w).sum().backward()'
  expect(
    runnableProgram(run(source), 0).startsWith(
      `# Random numbers begin here as they do on the page.\nimport torch\ntorch.manual_seed(0)\n\n${source}`,
    ),
  ).toBe(true)
  const own = source.replace('\n', '\ntorch.manual_seed(7)\n')
  expect(runnableProgram(run(own), 0).startsWith(own)).toBe(true)
})

test('a check that does not hold fails', () => {
  const made = run('import torch\nw = torch.tensor(3.0, requires_grad=True)\nJ = w * w\nJ.backward()')
  const copied = runnableProgram(made, 0)
  expect(
    run(
      copied.replace(
        'assert torch.allclose(w.grad, torch.tensor(6.0',
        'assert torch.allclose(w.grad, torch.tensor(6.01',
      ),
    ).error?.type,
  ).toBe('AssertionError')
})

test('what has changed since the shown pass is not checked', () => {
  const source = [
    'import torch',
    'w = torch.tensor(1.0, requires_grad=True)',
    'for i in range(2):',
    '    J = w * w',
    '    J.backward()',
    '    with torch.no_grad():',
    '        w -= 0.1 * w.grad',
    '    w.grad = None',
  ].join('\n')
  const copied = runnableProgram(run(source), 0)
  expect(copied).not.toContain('assert')
  expect(copied).toContain('#   w of line 2, which has other numbers at the end')
})

test('a program that stops with an error says so', () => {
  const copied = runnableProgram(run('import torch\nx = torch.tensor(1.0)\nx.item(3)'), 0)
  expect(copied).toMatch(/# The program ends with TypeError in line 3, so nothing is checked behind it\.\n$/)
})
