import { expect, test } from 'vitest'
import type { Leaf, Node } from '../core/graph.ts'
import { run } from './interpret.ts'

const nodesOf = (source: string): readonly Node[] => {
  const { episodes, error } = run(source)
  expect(error).toBeNull()
  return episodes.at(-1)!.trace.graph.nodes
}

const leavesOf = (source: string): readonly Leaf[] => nodesOf(source).filter((node) => node.kind === 'leaf')

/** The texts that the elements of a leaf come from. */
const texts = (source: string, leaf: Leaf): (string | null)[] =>
  leaf.literals.map((span) => span && source.slice(span.from, span.to))

const named = (source: string, name: string): Leaf => leavesOf(source).find((leaf) => leaf.name === name)!

test('each element of a written tensor knows its place in the text, sign included', () => {
  const source =
    'import torch\nw = torch.tensor([[1.0, -2.5], [- 3.0, (-4.0)]], requires_grad=True)\nw.sum().backward()\n'
  expect(texts(source, named(source, 'w'))).toEqual(['1.0', '-2.5', '- 3.0', '-4.0'])
})

test('a literal keeps its place through variables, lists, arguments, defaults and loops', () => {
  const source = `import torch
a = 7.0
values = [1.5, a]
def make(v, k=9.0):
    return torch.tensor([v, k, float(2)], requires_grad=True)
for v in values:
    w = make(v)
w.sum().backward()
`
  expect(texts(source, named(source, 'w'))).toEqual(['7.0', '9.0', '2'])
})

test('arithmetic on numbers drops the place', () => {
  const source =
    'import torch\nlr = 0.1\nw = torch.tensor([2.0 * 3.0, lr + 0.0, lr], requires_grad=True)\nw.sum().backward()\n'
  expect(texts(source, named(source, 'w'))).toEqual([null, null, '0.1'])
})

test('a Python number in tensor arithmetic is a constant leaf with its place', () => {
  const source = 'import torch\nx = torch.tensor(3.0, requires_grad=True)\ny = 2 * x ** -1.5\ny.backward()\n'
  const constants = leavesOf(source).filter((leaf) => leaf.role === 'constant')
  expect(constants.map((leaf) => texts(source, leaf))).toEqual([['-1.5'], ['2']])
  expect(constants.map((leaf) => leaf.value.dtype)).toEqual(['float32', 'float32'])
})

test('nodes carry the line and the first name they are given, inside functions too', () => {
  const source = `import torch
x = torch.tensor(2.0, requires_grad=True)
def square(v):
    s = v * v
    return s
y = square(x)
z, k = y + 1, 3
z2 = z
z.backward()
`
  const found = nodesOf(source).map(({ kind, name, line }) => [kind, name, line])
  expect(found).toEqual([
    ['leaf', 'x', 2],
    ['op', 's', 4],
    ['leaf', undefined, 7],
    ['op', 'z', 7],
  ])
})

test('a parameter updated in place is a new leaf of the same name without literals', () => {
  const source = `import torch
w = torch.tensor(1.0, requires_grad=True)
for i in range(2):
    J = w * w
    J.backward()
    with torch.no_grad():
        w -= 0.5 * w.grad
    w.grad = None
`
  const { episodes } = run(source)
  const leaves = episodes.map(({ trace }) => trace.graph.nodes[0]!)
  expect(leaves.map(({ name, value }) => [name, value.data[0]])).toEqual([
    ['w', 1],
    ['w', 0],
  ])
  expect(leaves.map((node) => node.kind === 'leaf' && node.literals[0] != null)).toEqual([true, false])
  expect(episodes.map(({ line }) => line)).toEqual([5, 5])
})

test('a second backward starts from the gradient that the leaf already holds', () => {
  const { episodes } = run(
    'import torch\nw = torch.tensor(3.0, requires_grad=True)\n(w * w).backward()\n(2 * w).backward()\n',
  )
  expect(episodes[0]!.trace.held.size).toBe(0)
  const { held, graph } = episodes[1]!.trace
  expect([...held].map(([index, { data }]) => [graph.nodes[index]!.name, data[0]])).toEqual([['w', 6]])
})

test('what needs no gradient is recorded too', () => {
  const source = `import torch
x = torch.tensor([1.0, 2.0])
w = torch.tensor([1.0, 1.0], requires_grad=True)
m = (x > 1).float()
with torch.no_grad():
    n = x * 3
(w * m * n).sum().backward()
`
  const ops = nodesOf(source).flatMap((node) => (node.kind === 'op' ? [[node.op, node.requiresGrad]] : []))
  expect(ops).toEqual([
    ['gt', false],
    ['convert', false],
    ['mul', false],
    ['mul', true],
    ['mul', true],
    ['sum', true],
  ])
})
