import { expect, test } from 'vitest'
import { run } from '../lang/interpret.ts'
import { misfitScene } from './misfit.ts'

const head = `import torch
import torch.nn.functional as F
x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
W1 = torch.ones(1, 3)
W2 = torch.ones(4, 5)
v = torch.ones(3)
b = torch.ones(2)
`

const sceneOf = (line: string) => misfitScene(run(`${head}${line}\n`).error!.misfit!)

test('a product that does not fit shows both matrices, and measures the columns of the left against the rows of the right', () => {
  const { blocks, sign, clash, why } = sceneOf('x @ W1')
  expect([sign, clash]).toEqual(['@', '3 ≠ 1'])
  expect(blocks.map(({ name, side, counted }) => [name, side, counted])).toEqual([
    ['x', 'top', '3 columns'],
    ['W1', 'left', '1 row'],
  ])
  expect(blocks[0].sizes).toEqual([
    { size: 2, clashes: false },
    { size: 3, clashes: true },
  ])
  expect(blocks[0].block.rows?.map((row) => row.map(({ text }) => text))).toEqual([
    ['1', '2', '3'],
    ['4', '5', '6'],
  ])
  expect(why).toContain('columns of the left must equal the rows of the right')
})

test.each([
  ['x @ W1', ['x @ W1.T: 2×3 times 3×1 → 2×1']],
  ['x @ x', ['x @ x.T: 2×3 times 3×2 → 2×2', 'x.T @ x: 3×2 times 2×3 → 3×3']],
  ['x @ W1.T.T', ['x @ W1.T: 2×3 times 3×1 → 2×1']],
  ['x.T @ W1.T', ['x @ W1.T: 2×3 times 3×1 → 2×1']],
  ['x @ W2', []],
  ['v @ x', ['v @ x.T: 3 times 3×2 → 2', 'x @ v: 2×3 times 3 → 2']],
  ['(x + 1) @ W1', ['(x + 1) @ W1.T: 2×3 times 3×1 → 2×1']],
  ['x @ v @ W1', []],
  ['torch.dot(v, b)', []],
  ['x + b', ['x + b.unsqueeze(1): 2×3 with 2×1 → 2×3', 'x.T + b: 3×2 with 2 → 3×2']],
  ['v + b', []],
  ['x @ v + v', []],
  ['F.linear(x, W1.T)', ['F.linear(x, W1): 2×3 times (1×3)ᵀ → 2×1']],
  ['F.linear(x, W2)', []],
  [
    'x - torch.ones(2)',
    ['x - torch.ones(2).unsqueeze(1): 2×3 with 2×1 → 2×3', 'x.T - torch.ones(2): 3×2 with 2 → 3×2'],
  ],
  ['x += b', []],
])('what would fit instead of %s', (line, wanted) => {
  expect(sceneOf(line).cures.map(({ code, shapes }) => `${code}: ${shapes}`)).toEqual(wanted)
})

test('every cure runs, and has the shape it is said to have', () => {
  for (const line of [
    'x @ W1',
    'x @ x',
    'v @ x',
    'x @ b',
    'x + b',
    'x * x.T',
    'F.linear(x, W1.T)',
    '(x + 1) @ W1',
    'x - x @ b',
  ])
    for (const { code, shapes } of sceneOf(line).cures) {
      const { error, variables } = run(`${head}y = ${code}\n`)
      expect(error, code).toBeNull()
      const shape = variables.find(({ name }) => name === 'y')!.value.shape.join('×')
      expect(shapes.endsWith(`→ ${shape}`), `${code} is ${shape}, not ${shapes}`).toBe(true)
    }
})

test('a layer says that its weight is out × in, and stacks of matrices say their sizes without numbers', () => {
  expect(sceneOf('F.linear(x, W2)')).toMatchObject({ clash: '3 ≠ 5', why: expect.stringContaining('out × in') })
  const { blocks } = sceneOf('torch.ones(4, 2, 3) @ W1')
  expect(blocks.map(({ side, counted, block }) => [side, counted, block.rows === null])).toEqual([
    ['none', 'size 3', true],
    ['left', '1 row', false],
  ])
})

test('broadcasting says from which side sizes are counted', () => {
  const { blocks, why, sign } = sceneOf('x * torch.ones(3, 3)')
  expect([sign, ...blocks.map(({ side, counted }) => `${side} ${counted}`)]).toEqual([
    '*',
    'left 2 rows',
    'left 3 rows',
  ])
  expect(why).toContain('in dimension 2 from the right')
})
