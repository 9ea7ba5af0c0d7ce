import { expect, test } from 'vitest'
import { run } from './interpret.ts'

const head = `import torch
import torch.nn.functional as F
x = torch.ones(2, 3)
W1 = torch.ones(2, 1, requires_grad=True)
v = torch.ones(3)
b = torch.ones(2)
`

/** What of a misfit can be told in one line: what the two were to do, the operator, names, shapes and the axes that clash. */
function told(line: string): unknown {
  const misfit = run(`${head}${line}\n`).error?.misfit
  if (misfit === undefined) return null
  const { meeting, operator, operands, axes } = misfit
  return [meeting, operator, ...operands.map(({ text, value }) => `${text} ${value.shape.join('x')}`), axes]
}

test.each([
  ['x @ W1', ['product', '@', 'x 2x3', 'W1 2x1', [1, 0]]],
  ['x.T @ W1.T', ['product', '@', 'x.T 3x2', 'W1.T 1x2', [1, 0]]],
  ['torch.matmul(x, W1)', ['product', null, 'x 2x3', 'W1 2x1', [1, 0]]],
  ['x.mm(W1)', ['product', null, 'x 2x3', 'W1 2x1', [1, 0]]],
  ['v @ W1', ['product', '@', 'v 3', 'W1 2x1', [0, 0]]],
  ['x @ b', ['product', '@', 'x 2x3', 'b 2', [1, 0]]],
  ['torch.dot(v, b)', ['product', null, 'v 3', 'b 2', [0, 0]]],
  ['torch.ones(4, 2, 3) @ W1', ['product', '@', 'torch.ones(4, 2, 3) 4x2x3', 'W1 2x1', [2, 0]]],
  [
    'torch.ones(4, 2, 3) @ torch.ones(4, 2, 1)',
    ['product', '@', 'torch.ones(4, 2, 3) 4x2x3', 'torch.ones(4, 2, 1) 4x2x1', [2, 1]],
  ],
  ['x + b', ['entrywise', '+', 'x 2x3', 'b 2', [1, 0]]],
  ['x * x.T', ['entrywise', '*', 'x 2x3', 'x.T 3x2', [1, 1]]],
  ['(x @ v) - v', ['entrywise', '-', '(x @ v) 2', 'v 3', [0, 0]]],
  ['x @ v + v', ['entrywise', '+', 'x @ v 2', 'v 3', [0, 0]]],
  ['x > b', ['entrywise', null, 'x 2x3', 'b 2', [1, 0]]],
  ['torch.add(v, b, alpha=2)', ['entrywise', null, 'v 3', 'null 2', [0, 0]]],
  ['F.mse_loss(x, b)', ['entrywise', null, 'x 2x3', 'b 2', [1, 0]]],
  ['F.linear(x, W1)', ['layer', null, 'x 2x3', 'W1 2x1', [1, 1]]],
  ['F.linear(x, torch.ones(4, 3), b)', ['entrywise', null, 'null 2x4', 'b 2', [1, 0]]],
  ['x += b', ['entrywise', null, 'x 2x3', 'b 2', [1, 0]]],
])('two tensors that do not fit come as data with the error: %s', (line, wanted) => {
  expect(told(line)).toEqual(wanted)
})

test.each(['x @ v', 'x.undefined', 'torch.dot(x, v)', 'x.reshape(5)'])('%s is no misfit of two tensors', (line) => {
  expect(told(line)).toBeNull()
})

test('what stands at a misfit has the numbers of the moment, and crosses to the page as plain data', () => {
  const { error } = run(`${head}h = x * 2\nh @ W1\n`)
  expect(Array.from(error!.misfit!.operands[0].value.data)).toEqual([2, 2, 2, 2, 2, 2])
  expect(structuredClone(error)).toEqual(error)
})

test('a misfit in a function names what the function calls its tensors', () => {
  const { misfit } = run(`${head}def layer(h, W):\n    return h @ W\nlayer(x, W1)\n`).error!
  expect(misfit!.operands.map(({ text }) => text)).toEqual(['h', 'W'])
})
