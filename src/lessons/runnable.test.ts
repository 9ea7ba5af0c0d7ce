import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { run } from '../lang/interpret.ts'
import { runnable, runnableProgram } from '../scene/copy/pytorch.ts'
import { examples, trainings } from './examples.ts'
import { lessons } from './lecture.ts'

const programs: readonly (readonly [string, string])[] = [
  ...examples.map(({ id, source }) => [id, source] as const),
  ...lessons.flatMap(({ id, programs: own }) =>
    Object.entries(own).map(([name, source]) => [`${id}.${name}`, source] as const),
  ),
]

/** The first Python that has PyTorch, or null. */
const python =
  ['python3', '/usr/bin/python3'].find((name) => spawnSync(name, ['-c', 'import torch']).status === 0) ?? null

/** Runs each copy, and prints what ends it where that does not end the program itself. */
const referee = `
import contextlib, io, json, sys, torch
torch.set_num_threads(1)
def ends(source):
    try:
        torch.manual_seed(0)
        with contextlib.redirect_stdout(io.StringIO()):
            exec(source, {'__name__': '__main__'})
        return None
    except BaseException as error:
        return f'{type(error).__name__}: {error}'
for source, copied in json.load(sys.stdin):
    error = ends(copied)
    print(json.dumps(None if error is None or error == ends(source) else error))
`

/** Whether all lines of a program stand in another, in their order. */
function isKept(source: string, copied: string): boolean {
  const lines = copied.split('\n')
  let at = 0
  return source
    .trimEnd()
    .split('\n')
    .every((line) => {
      at = lines.indexOf(line, at) + 1
      return at > 0
    })
}

test.each(programs)('%s runs as it is copied, for every pass, and no check fails', (_, source) => {
  const made = run(source)
  for (const episode of made.episodes.keys()) {
    const copied = runnableProgram(made, episode)
    expect(isKept(source, copied)).toBe(true)
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
    '    J = w * w; J.backward()',
    '    with torch.no_grad():',
    '        w -= 0.1 * w.grad',
    '    w.grad = None',
  ].join('\n')
  const copied = runnableProgram(run(source), 0)
  expect(copied).not.toContain('assert')
  expect(runnable(run(source), 0)).toMatchObject({
    checks: 0,
    why: 'No variable holds a number of backward pass 1 of 2 at the end, so nothing is checked.',
    advice: 'Go to the last pass, or write backward() on a line of its own, outside of functions.',
  })
  expect(copied).toContain('#   w of line 2, which has other numbers at the end')
})

test('a program that stops with an error says so', () => {
  const copied = runnableProgram(run('import torch\nx = torch.tensor(1.0)\nx.item(3)'), 0)
  expect(copied).toMatch(/# The program ends with TypeError in line 3, so nothing is checked behind it\.\n$/)
})

const training = [
  'import torch',
  'from torch import nn',
  'torch.manual_seed(1)',
  'net = nn.Linear(1, 1)',
  'optimizer = torch.optim.SGD(net.parameters(), lr=0.1)',
  'x = torch.tensor([[1.0], [2.0]])',
  'def error(y):',
  '    d = y - 1',
  '    return d',
  'if True:',
  '    pass',
  'else:',
  '    pass',
  'for epoch in range(40):',
  '    y = net(x)',
  '    y = y * 2',
  '    loss = (error(y) ** 2).mean()',
  '    optimizer.zero_grad()',
  '    loss.backward()',
  '    optimizer.step()',
].join('\n')

test('a pass in the middle of a training is checked where it runs: its parameters, their gradients and its variables', () => {
  const made = run(training, { keepFrom: 20 })
  const { text, checks, why } = runnable(made, 24)
  expect([checks, why]).toEqual([7, null])
  expect(text).toContain(
    `gradwalk_passes = 0
for epoch in range(40):
    y = net(x)
    y = y * 2
    loss = (error(y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    gradwalk_passes += 1
    if gradwalk_passes == 25:
        import torch
        assert torch.allclose(x, `,
  )
  for (const name of ['net.weight', 'net.weight.grad', 'net.bias', 'net.bias.grad', 'y', 'loss'])
    expect(text).toContain(`        assert torch.allclose(${name}, `)
  expect(text).toContain('#   d of line 8, which no variable is sure to hold there')
  expect(text).toMatch(/\nassert gradwalk_passes == 40\n# Not checked:/)
  expect(run(text).error).toBe(null)
  const wrong = text.replace(/(allclose\(net\.weight, torch\.tensor\(\[\[)/, '$19')
  expect(run(wrong).error?.type).toBe('AssertionError')
})

test('a name that is given something else before the backward pass is not checked there', () => {
  const source = training.replace('    optimizer.zero_grad()', '    y = y.detach() > 0')
  const { text } = runnable(run(source), 3)
  expect(text).not.toContain('(y, ')
  expect(text).toContain('assert torch.allclose(loss, ')
  expect(run(text).error).toBe(null)
})

test.each([
  ['in a function', training.replace('    loss.backward()', '    def go():\n        loss.backward()\n    go()')],
  [
    'with another beside it',
    training.replace('    loss.backward()', '    loss.backward(retain_graph=True)\n    loss.backward()'),
  ],
  ['behind another statement', training.replace('    loss.backward()', '    loss; loss.backward()')],
])('a backward pass %s is checked at the end', (_, source) => {
  const { text } = runnable(run(source), 3)
  expect(text.startsWith(source)).toBe(true)
  expect(run(text).error).toBe(null)
})

describe.runIf(python !== null)('where PyTorch is installed', () => {
  test('it finds no check that fails, at the first, a middle and the last pass, and one that must', {
    timeout: 240_000,
  }, () => {
    const copyAt = (name: string, source: string, pass: number) => {
      const made = run(source, { timeLimitMs: 60_000, keepFrom: pass })
      return { what: `${name}, pass ${pass}`, source, copied: runnableProgram(made, pass) }
    }
    const good = [
      ...[...programs, ['training', training] as const].flatMap(([name, source]) => {
        const last = Math.max(0, run(source).backwards - 1)
        return [...new Set([0, last >> 1, last])].map((pass) => copyAt(name, source, pass))
      }),
      ...trainings.map(({ id, source }) => copyAt(id, source, 50)),
    ]
    const last = good.find(({ what }) => what === 'training, pass 19')!
    const wrong = last.copied.replace('allclose(net.weight.grad, torch.tensor([[', '$&9')
    const copies = [...good, { ...last, copied: wrong }]
    const { stdout, stderr } = spawnSync(python ?? '', ['-c', referee], {
      input: JSON.stringify(copies.map(({ source, copied }) => [source, copied])),
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      env: { ...process.env, OMP_NUM_THREADS: '1', PYTHONWARNINGS: 'ignore' },
    })
    const answers = stdout.trim().split('\n')
    expect(answers.length, stderr).toBe(copies.length)
    const failed = copies.flatMap(({ what }, i) => (answers[i] === 'null' ? [] : [`${what}: ${answers[i]}`]))
    expect(failed).toEqual(['training, pass 19: "AssertionError: "'])
  })
})
