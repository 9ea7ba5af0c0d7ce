import { expect, test } from 'vitest'
import { run } from './interpret.ts'
import type { Options } from './run.ts'

test('a program without backward() has one forward episode: what it computed last', () => {
  const { episodes, backwards } = run('import torch\nx = torch.tensor(2.0)\ny = x * 3\nz = y + 1\n')
  expect(backwards).toBe(0)
  expect(episodes.map(({ kind, line }) => [kind, line])).toEqual([['forward', 4]])
  expect(episodes[0]!.trace.steps.map(({ kind }) => kind)).toEqual(['value', 'value'])
})

test('a program without tensors has no episode', () => {
  expect(run('x = 1\nprint(x)\n')).toMatchObject({ episodes: [], stdout: '1\n', error: null, variables: [] })
})

test('an error keeps what happened before it', () => {
  const source =
    'import torch\nw = torch.tensor(1.0, requires_grad=True)\n(w * 2).backward()\nprint("so far")\nprint(w.grda)\nw = 1\n'
  const { episodes, stdout, error, variables } = run(source)
  expect(episodes).toHaveLength(1)
  expect(stdout).toBe('so far\n')
  expect(error).toMatchObject({ type: 'AttributeError', message: "'Tensor' object has no attribute 'grda'", line: 5 })
  expect(source.slice(error!.span!.from, error!.span!.to)).toBe('w.grda')
  expect(error!.hint).toMatch(/\.$/)
  expect(variables.map(({ name }) => name)).toEqual(['w'])
})

test('a program that ends in an error before backward() shows what it computed', () => {
  const { episodes, error } = run('import torch\nx = torch.ones(2)\ny = x * 2\ny @ torch.ones(3)\n')
  expect(error!.line).toBe(4)
  expect(episodes.map(({ kind, line }) => [kind, line])).toEqual([['forward', 3]])
})

const kept = (loop: string, options: Options = {}): readonly unknown[] => {
  const source = `import torch\nw = torch.tensor(1.0, requires_grad=True)\ni = 0\n${loop}`
  const { episodes, firstKept, backwards, error } = run(
    source.replaceAll('STEP', '(w * w).backward(); i += 1'),
    options,
  )
  expect(error).toBeNull()
  return [firstKept, episodes.length, backwards]
}

test('the first 16 backward passes are kept, or 4 where it is clear from the start that there will be more, and all are counted', () => {
  expect(kept('for n in range(16):\n    STEP\n')).toEqual([0, 16, 16])
  expect(kept('while i < 250:\n    STEP\n')).toEqual([0, 16, 250])
  expect(kept('for n in range(250):\n    STEP\n')).toEqual([0, 4, 250])
  expect(kept('for epoch in [0] * 50:\n    for n in range(5):\n        STEP\n')).toEqual([0, 4, 250])
})

test('a pass that is wanted is kept with those after it, also the first', () => {
  expect(kept('for n in range(250):\n    STEP\n', { keepFrom: 0 })).toEqual([0, 16, 250])
  expect(kept('for n in range(250):\n    STEP\n', { keepFrom: 7 })).toEqual([7, 16, 250])
})

test('what is kept has no gap: nothing is, after a pass that was let go', () => {
  expect(kept('for n in range(250):\n    STEP\nSTEP\n')).toEqual([0, 4, 251])
  expect(kept('STEP\nSTEP\nfor n in range(250):\n    STEP\n')).toEqual([0, 4, 252])
})

test('a gradient given to backward() is a weighted sum in the graph', () => {
  const { episodes, variables } = run(
    'import torch\nw = torch.tensor([1.0, 2.0], requires_grad=True)\ny = w * w\ny.backward(torch.tensor([1.0, 10.0]))\n',
  )
  expect(Array.from(variables[0]!.grad!.data)).toEqual([2, 40])
  expect(episodes[0]!.trace.graph.nodes.flatMap((node) => (node.kind === 'op' ? [node.op] : []))).toContain('sum')
})

test('two bindings of one leaf, old and new, both reach its gradient', () => {
  const { variables } = run(`import torch
w = torch.tensor(3.0, requires_grad=True)
y = w + 2
with torch.no_grad():
    w -= 1
z = y + w
z.backward()
z2 = w * 1
z2.backward()
`)
  expect(variables[0]!.grad!.data[0]).toBe(3)
})

test('a run is plain data', () => {
  const result = run(
    'import torch\nw = torch.tensor([1.0], requires_grad=True)\n(w * w).sum().backward()\nprint(w.grad)\nx\n',
  )
  expect(structuredClone(result)).toEqual(result)
})
