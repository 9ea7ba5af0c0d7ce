import { expect, test } from 'vitest'
import type { Expr } from '../core/rule.ts'
import type { UpdateRule } from '../core/update.ts'
import { run as runFor } from './interpret.ts'
import type { Options, Progress } from './run.ts'

/** Runs a program with time enough on a machine that does other things too. */
const run = (source: string, options: Options = {}) => runFor(source, { timeLimitMs: 60_000, ...options })

const training = (epochs: number): string => `import torch
w = torch.tensor(1.0, requires_grad=True)
for epoch in range(${epochs}):
    loss = (w - 3) ** 2
    loss.backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
    w.grad = None
    if epoch % 10 == 0:
        print(epoch, loss.item())
`

/** A clock that moves by so many milliseconds each time it is read. */
const clock = (by: number) => {
  let ms = 0
  return () => (ms += by)
}

test('every print is kept with its line, and the texts together are what was printed', () => {
  const { prints, stdout } = run('print(1)\n\nprint(2, end="")\nfor i in [3, 4]:\n    print(i)\n')
  expect(prints).toEqual([
    { line: 1, text: '1\n', backwards: 0 },
    { line: 3, text: '2', backwards: 0 },
    { line: 5, text: '3\n', backwards: 0 },
    { line: 5, text: '4\n', backwards: 0 },
  ])
  expect(stdout).toBe('1\n23\n4\n')
})

test('a print knows how many backward passes ran before it', () => {
  const { prints } = run(training(25))
  expect(prints.map(({ backwards }) => backwards)).toEqual([1, 11, 21])
})

test('the loss of every backward pass is kept, also of those whose graph is not', () => {
  const { losses, episodes, backwards, firstKept } = run(training(300))
  expect([losses.length, backwards, episodes.length, firstKept]).toEqual([300, 300, 4, 0])
  expect(losses[0]).toBe(4)
  for (const [pass, { trace }] of episodes.entries()) {
    const { graph } = trace
    expect(losses[pass]).toBe(graph.nodes[graph.output]!.value.data[0])
  }
})

test('a run that keeps from a later pass on shows the very same passes', () => {
  const early = run(training(50), { keepFrom: 12 })
  const late = run(training(50), { keepFrom: 21 })
  expect(late.firstKept).toBe(21)
  expect(late.episodes.slice(0, 7)).toEqual(early.episodes.slice(9))
  expect([late.losses, late.prints]).toEqual([early.losses, early.prints])
})

test('a run that ends with what it keeps ends without an error, also where the program never does', () => {
  const endless = training(1).replace('for epoch in range(1)', 'epoch = 1\nwhile True')
  const { error, episodes, firstKept, backwards } = run(endless, { keepFrom: 30, stopWhenKept: true })
  expect([error, episodes.length, firstKept, backwards]).toEqual([null, 16, 30, 47])
})

test('a run that is to keep what it never reaches keeps nothing', () => {
  expect(run(training(5), { keepFrom: 9 })).toMatchObject({ episodes: [], firstKept: 5, backwards: 5 })
})

test('progress is told at most every 50 ms, and its pieces are the whole', () => {
  const told: Progress[] = []
  const options = { timeLimitMs: 1e9, now: clock(40), onProgress: (progress: Progress) => void told.push(progress) }
  const { losses, prints } = run(training(1500), options)
  expect(told.length).toBeGreaterThan(2)
  for (const [i, { elapsedMs }] of told.entries())
    expect(elapsedMs - (told[i - 1]?.elapsedMs ?? 0)).toBeGreaterThanOrEqual(50)
  const pieces = told.flatMap((progress) => [...progress.losses])
  expect(pieces).toEqual([...losses].slice(0, pieces.length))
  expect(pieces).toHaveLength(told.at(-1)!.backwards)
  const texts = told.flatMap((progress) => progress.prints)
  expect(texts).toEqual(prints.slice(0, texts.length))
})

test('a program that shows signs of life runs on, and a quiet one is stopped', () => {
  const limits = { timeLimitMs: 1e9, quietLimitMs: 100 }
  expect(run(training(500), { ...limits, now: clock(20) }).error).toBeNull()
  expect(run('while True: pass', { ...limits, now: clock(20) }).error).toMatchObject({
    type: 'TimeoutError',
    message: 'the program ran longer than 0.1 seconds without a backward pass or a printed line and was stopped',
    line: 1,
  })
})

test('what the program does to its parameters between two passes is part of the first', () => {
  const { episodes } = run(training(3))
  const steps = episodes.map(({ trace }) => trace.steps.filter((step) => step.kind === 'update'))
  expect(steps.map(({ length }) => length)).toEqual([1, 1, 1])
  for (const [pass, [step]] of steps.entries()) {
    const { update, node } = step!
    expect(update).toMatchObject({ at: 7, rule: { optimizer: 'The program' } })
    const next = episodes[pass + 1]?.trace.graph.nodes[node]
    if (next !== undefined) expect(update.after[0]!.data).toEqual(next.value.data)
  }
})

test.each([
  ['w.data -= 0.1 * w.grad', 'w - 0.1 * g'],
  ['w.data = w.data - 0.1 * w.grad', 'w - 0.1 * g'],
  ['w.data.sub_(0.1 * w.grad)', 'w - 0.1 * g'],
  ['with torch.no_grad(): w.sub_(w.grad * 0.1)', 'w - g * 0.1'],
  ['with torch.no_grad(): w.copy_(w - 0.1 * w.grad)', null],
  ['with torch.no_grad(): w.mul_(0.5)', 'w * 0.5'],
])('an update written as %s is a step', (line, formula) => {
  const { episodes, error } = run(`import torch
w = torch.tensor([1.0, 2.0], requires_grad=True)
for step in range(2):
    ((w - 3) ** 2).sum().backward()
    ${line}
    w.grad = None
`)
  expect(error).toBeNull()
  const updates = episodes.map(({ trace }) => trace.steps.flatMap((step) => (step.kind === 'update' ? [step] : [])))
  expect(updates.map(({ length }) => length)).toEqual(formula === null ? [0, 0] : [1, 1])
  const [first] = updates[0]!
  if (first === undefined) return
  expect(first.update.after[0]!.data).toEqual(episodes[1]!.trace.graph.nodes[first.node]!.value.data)
  expect(written(first.update.rule)).toBe(formula)
})

test('a pass knows what the loops around it count', () => {
  const { episodes } = run(`import torch
w = torch.tensor(1.0, requires_grad=True)
def fit(rate):
    for i in range(2):
        (w * rate).backward()
for epoch in range(2):
    for name, x in [('a', torch.tensor(1.0))]:
        fit(0.1)
w.backward()
`)
  expect(episodes.map(({ turn }) => turn.map(({ name, text }) => `${name} = ${text}`).join(', '))).toEqual([
    "epoch = 0, name = 'a', i = 0",
    "epoch = 0, name = 'a', i = 1",
    "epoch = 1, name = 'a', i = 0",
    "epoch = 1, name = 'a', i = 1",
    '',
  ])
})

test('what was computed before the loop and needs no gradient is data to the passes in it', () => {
  const { episodes } = run(`import torch
X = 5 * torch.ones(3)
w = torch.tensor(1.0, requires_grad=True)
v = w * 2
for epoch in range(2):
    y = X * 2
    loss = ((v * X - y) ** 2).sum()
    loss.backward(retain_graph=True)
`)
  for (const { trace } of episodes) {
    const told = trace.graph.nodes.map((node) => `${node.name ?? '·'} ${node.kind === 'leaf' ? node.role : node.op}`)
    expect(told).toEqual([
      'X data',
      'w parameter',
      '· constant',
      'v mul',
      '· constant',
      'y mul',
      '· mul',
      '· sub',
      '· constant',
      '· pow',
      'loss sum',
    ])
  }
})

test('what happens after a pass that is not kept belongs to no other', () => {
  const { episodes } = run(training(150), { keepFrom: 120 })
  expect(episodes.map(({ trace }) => trace.steps.filter(({ kind }) => kind === 'update').length)).toEqual(
    episodes.map(() => 1),
  )
})

test('a velocity that the program keeps under a name is a symbol of the update', () => {
  const { episodes, error } = run(`import torch
w = torch.tensor(1.0, requires_grad=True)
v = torch.tensor(0.0)
for step in range(2):
    ((w - 3) ** 2).backward()
    with torch.no_grad():
        v = 0.9 * v + w.grad
        w -= 0.1 * v
    w.grad = None
`)
  expect(error).toBeNull()
  const [step] = episodes[1]!.trace.steps.filter((each) => each.kind === 'update')
  expect(step?.update.rule.symbols.map(({ role, plain }) => `${role} ${plain}`)).toEqual(['parameter w', 'state v'])
})

/** The right side of a rule's only line. */
function written({ symbols, lines }: UpdateRule): string {
  const text = (expr: Expr): string => {
    if (expr.kind === 'arg') return symbols[expr.index]!.plain
    if (expr.kind === 'constant') return `${Math.round(expr.value * 1e6) / 1e6}`
    const signs: Partial<Record<string, string>> = { sub: '-', mul: '*', add: '+' }
    return expr.kind === 'apply' ? expr.args.map(text).join(` ${signs[expr.op] ?? expr.op} `) : expr.kind
  }
  return text(lines[0]!.from)
}
