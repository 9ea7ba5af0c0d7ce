import { expect, test } from 'vitest'
import { run } from './interpret.ts'

const printed = (source: string): string => {
  const { stdout, error } = run(source)
  expect(error).toBeNull()
  return stdout
}

test('an object without __repr__ is shown with its class and an address of its own', () => {
  const [a, b, again] = printed(
    'class Net:\n    pass\na, b = Net(), Net()\nprint(a)\nprint(b)\nprint(repr(a))\n',
  ).split('\n')
  expect(a).toMatch(/^<__main__\.Net object at 0x[0-9a-f]+>$/)
  expect(b).toMatch(/^<__main__\.Net object at 0x[0-9a-f]+>$/)
  expect(a).not.toBe(b)
  expect(again).toBe(a)
})

test('functions, methods and generators are shown by their names', () => {
  const source = `class Net:
    def forward(self): yield 1
def outer():
    def inner(): pass
    return inner
net = Net()
print(outer(), net.forward, net.forward(), len, Net.forward)
`
  expect(printed(source).replaceAll(/0x[0-9a-f]+/g, '@')).toBe(
    '<function outer.<locals>.inner at @> <bound method Net.forward of <__main__.Net object at @>> <generator object at @> <built-in function len> <function Net.forward at @>\n',
  )
})

test.each([
  ['import numpy as np', 'torch.tensor'],
  ['import matplotlib.pyplot as plt', 'print'],
  ['import torchvision', 'torch.randn'],
  ['open("data.csv")', 'write the numbers into the program'],
  ['input("x? ")', 'write the value into the program'],
  ['class A(list): pass', 'attribute'],
  ['class A:\n    def f(self): return self.x\nA().f()', '__init__'],
  ['raise ValueError("no")', 'the condition before it'],
  ['x = [1]\nx.push(2)', 'spelling'],
  ['{"a": 1}["b"]', 'no such key'],
])('after %s a hint says what to do: %s', (source, part) => {
  const { error } = run(`${source}\n`)
  expect(error?.hint).toContain(part)
  expect(error?.hint).toMatch(/\.$/)
})

test('a program that sets no seed gets the same random numbers in each run', () => {
  const source = 'import random\nprint(random.random(), random.gauss(0, 1))\n'
  expect(printed(source)).toBe(printed(source))
})

test('sleeping takes no time', () => {
  expect(printed('import time\ntime.sleep(1000)\nprint(time.time() > 0)\n')).toBe('True\n')
})

test('an error that was caught and raised again keeps the place where it came from', () => {
  const source = 'def f():\n    return [1][5]\ntry:\n    f()\nexcept IndexError as e:\n    x = 1\n    raise e\n'
  const { error } = run(source)
  expect(error).toMatchObject({ type: 'IndexError', line: 2 })
  expect(source.slice(error!.span!.from, error!.span!.to)).toBe('[1][5]')
})

test('a misfit of shapes that finally passes on is still told as data', () => {
  const { error } = run('import torch\ntry:\n    torch.ones(2) @ torch.ones(3)\nfinally:\n    print("done")\n')
  expect(error?.misfit?.operands.map(({ text }) => text)).toEqual(['torch.ones(2)', 'torch.ones(3)'])
})

test('an attribute that a class hides from others keeps its name inside', () => {
  expect(
    printed(
      'class A:\n    def __init__(self): self.__x = 1\n    def get(self): return self.__x\nprint(A().get(), A()._A__x)\n',
    ),
  ).toBe('1 1\n')
})

test('a loop in a method counts as a loop of the program', () => {
  const source =
    'class A:\n    def f(self):\n        try:\n            for i in range(2): pass\n        finally:\n            pass\n'
  expect(run(source).control).toEqual({ loops: true, branches: false })
})
