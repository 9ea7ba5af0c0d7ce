import { expect, test } from 'vitest'
import { Binding, notate, type Written } from '../core/notation.ts'
import { run } from '../lang/interpret.ts'
import { cardAt } from './card.ts'
import { plainSentence, sentenceAt } from './sentence.ts'

const traces = (program: string) => run(`import torch\n${program}\n`).episodes.map(({ trace }) => trace)
const equations = (trace: ReturnType<typeof traces>[number], cursor: number) =>
  cardAt(trace, cursor).rows.map(({ parts }) => parts.map(({ plain }) => plain).join(' = '))

test('a small number keeps its power of ten together under an exponent and below a bar', () => {
  const [square] = traces('x = torch.tensor(0.0001, requires_grad=True)\ny = x ** 2\ny.backward()')
  expect(equations(square!, 1)).toEqual(['y = x² = (1×10⁻⁴)² = 1×10⁻⁸'])
  const [inverse] = traces('x = torch.tensor(0.0001, requires_grad=True)\ny = 1 / x\ny.backward()')
  expect(equations(inverse!, 1)).toEqual(['y = 1/x = 1/(1×10⁻⁴) = 10000'])
})

test('a dot product as a factor says which product comes first', () => {
  const shown = (product: string) => {
    const vectors =
      'a = torch.tensor([1.0, 0.0], requires_grad=True)\nb = torch.tensor([1.0, 0.0])\nc = torch.tensor([0.0, 1.0])'
    const [trace] = traces(`${vectors}\nq = ${product}\nq.sum().backward()`)
    return equations(trace!, 2).join()
  }
  expect(shown('(a @ b) * c')).toContain('q = (a · b) · c')
  expect(shown('a * (b @ c)')).toContain('q = a · (b · c)')
})

test('a choice as a term stands in parentheses', () => {
  const letter = (plain: string): Written => ({ tex: plain, plain, binding: Binding.atom, rank: 0 })
  const choice = notate({ kind: 'cases' }, [letter('m'), letter('p'), letter('q')], 0)
  expect(notate({ kind: 'infix', symbol: '+' }, [choice, letter('x')], 0).plain).toBe('(p if m, otherwise q) + x')
})

test('transposing other axes does not undo a transposition', () => {
  const [trace] = traces(
    'X = torch.ones(2, 3, 4, requires_grad=True)\nY = X.transpose(0, 1).transpose(1, 2)\nY.sum().backward()',
  )
  expect(equations(trace!, 2)[0]).not.toMatch(/^Y = X =/)
})

test('a seed is added to what the leaf already held', () => {
  const [, second] = traces('x = torch.tensor(3.0, requires_grad=True)\nx.backward()\nx.backward()')
  expect(plainSentence(sentenceAt(second!, 1))).toContain('now holds 1 + 1 = 2 and is complete')
  expect(equations(second!, 1)).toEqual(['∂x/∂x = 1', 'x.grad = held + ∂x/∂x = 1 + 1 = 2'])
})
