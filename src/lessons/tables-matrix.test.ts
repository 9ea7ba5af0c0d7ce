import { describe, expect, test } from 'vitest'
import { run } from '../lang/interpret.ts'
import type { Run } from '../lang/run.ts'
import { find } from './figures.ts'
import {
  bucket,
  count,
  type Figure,
  gradient,
  literal,
  minus,
  plus,
  share,
  size,
  tangent,
  times,
  value,
} from './prose.ts'
import { runOf, sourceOf } from './testing/runs.ts'

// The step scripts of the matrix form, softmax, the two modes, tensors and zero_grad, beyond the rows of their tables.

function numbersOf(result: Run, figure: Figure, pass: number): readonly number[] | null {
  const found = find(figure, { passes: result.episodes.map(({ trace }) => trace), pass })
  return found === null ? null : Array.from(found.tensor.data)
}

/** A row: lesson, program, pass, what is read and in which words, and the script's numbers. */
type Row = readonly [
  lesson: string,
  program: string,
  pass: number,
  what: string,
  figure: Figure,
  expected: readonly number[],
]

const entryWise = times(times(value('p'), minus(literal(1), value('p'))), gradient('p'))

const rows: readonly Row[] = [
  ['delta-recursion', 'main', 0, 'W2 in all', size('W2'), [6]],
  ['delta-recursion', 'main', 0, 'W2 rows', size('W2', 0), [3]],
  ['delta-recursion', 'main', 0, 'W2 columns', size('W2', 1), [2]],
  ['delta-recursion', 'outputs', 0, 'the first output alone', gradient('W1'), [2, -1, 4, -2]],
  ['delta-recursion', 'outputs', 1, 'the second output alone', gradient('W1'), [1, 1, 2, 2]],
  ['delta-recursion', 'outputs', 2, 'the errors', gradient('y_hat'), [2, 1]],
  ['delta-recursion', 'outputs', 2, 'delta', gradient('f1'), [5, -1]],
  ['delta-recursion', 'outputs', 2, 'the loss', gradient('W1'), [5, -1, 10, -2]],
  ['delta-recursion', 'folded', 0, 'before the drop', gradient('with_one'), [0, 1, 1]],
  ['delta-recursion', 'folded', 0, 'row zero dropped', gradient('a1'), [1, 1]],
  ['delta-recursion', 'folded', 0, 'masked', gradient('f1'), [1, 0]],
  ['delta-recursion', 'folded', 0, 'the output', value('y'), [2]],
  ['softmax', 'pieces', 0, 'exponentials', value('exps'), [1, 2, 5]],
  ['softmax', 'pieces', 0, 'their sum', value('total'), [8]],
  ['softmax', 'pieces', 0, 'shares', value('p'), [1 / 8, 2 / 8, 5 / 8]],
  ['softmax', 'pieces', 0, 'delta', gradient('z'), [0.125, -0.75, 0.625]],
  ['softmax', 'target', 0, 'p − y', minus(value('p'), value('y')), [0.125, -0.75, 0.625]],
  ['softmax', 'target', 0, 'entry by entry', entryWise, [0, -0.75, 0]],
  ['modes', 'main', 0, 'first to x1', share('y', 'x1'), [3]],
  ['modes', 'main', 0, 'then to x1', share('v', 'x1'), [2]],
  ['modes', 'main', 0, 'to x2', share('v', 'x2'), [2]],
  ['modes', 'main', 0, 'forward passes', count('parameters'), [2]],
  ['modes', 'main', 0, 'central differences', times(count('parameters'), literal(2)), [4]],
  ['modes', 'regressor', 0, 'forward passes', count('parameters'), [33]],
  ['modes', 'regressor', 0, 'reverse passes', size('J'), [1]],
  ['modes', 'regressor', 0, 'central differences', times(count('parameters'), literal(2)), [66]],
  ['modes', 'regressor', 0, 'one-sided differences', plus(count('parameters'), literal(1)), [34]],
  ['modes', 'fan', 0, 'forward passes', size('x'), [1]],
  ['modes', 'fan', 0, 'reverse passes', size('y'), [100]],
  ['modes', 'fan', 0, 'central differences', times(size('x'), literal(2)), [2]],
  ['modes', 'even', 0, 'forward passes', size('x'), [100]],
  ['modes', 'even', 0, 'reverse passes', size('y'), [100]],
  ['modes', 'even', 0, 'central differences', times(size('x'), literal(2)), [200]],
  ['modes', 'classic', 0, 'forward by x1', tangent('y', { of: 'x1' }), [5.5]],
  ['modes', 'classic', 0, 'forward by x2', tangent('y', { of: 'x2' }), [1.7163]],
  ['tensor', 'tracked', 0, 'the output', value('y'), [1]],
  ['tensor', 'zeros', 0, 'the output', value('y'), [0]],
  ['tensor', 'product', 0, 'what flows through a', gradient('a'), [1]],
  ...[6, 10.8, 13.44, 13.392].map((held, pass): Row => ['zero-grad', 'kept', pass, 'the bucket', bucket('w'), [held]]),
]

test.each(rows)('%s, program %s, pass %i: %s', (lesson, program, pass, _, figure, expected) => {
  const numbers = numbersOf(runOf(sourceOf(lesson, program)), figure, pass)
  expect(numbers?.length).toBe(expected.length)
  expected.forEach((number, i) => {
    expect(numbers![i]).toBeCloseTo(number, 4)
  })
})

describe('a number, zero, None', () => {
  const gradOf = (lesson: string, program: string, name: string) => {
    const found = runOf(sourceOf(lesson, program)).variables.find((variable) => variable.name === name)
    if (found?.value === undefined || !('grad' in found)) throw new Error(`no tensor ${name}`)
    return found.grad === null ? null : Array.from(found.grad.data)
  }

  test('who does not ask gets None, who asks gets a number, be it zero', () => {
    expect(gradOf('tensor', 'main', 'x')).toBeNull()
    expect(gradOf('tensor', 'zeros', 'x')).toBeNull()
    expect(gradOf('tensor', 'tracked', 'x')).toEqual([0])
    expect(gradOf('tensor', 'main', 'w1')).toEqual([1])
  })

  test('a product of a leaf is no leaf, in two lines or in one', () => {
    expect(gradOf('tensor', 'product', 'a')).toBeNull()
    const line =
      'import torch\na = 0.1 * torch.tensor(5.0, requires_grad=True)\ny = a * a\ny.backward()\nprint(a.grad)\n'
    expect(run(line).stdout).toBe('None\n')
  })
})

test.each([
  ['tensor', 'twice', 'Trying to backward through the graph a second time'],
  ['delta-recursion', 'square', 'size mismatch, got 2, 2x3,2'],
])('%s, program %s: ends in PyTorch’s error in its last line, after a first pass', (lesson, program, sentence) => {
  const { error, episodes, source } = runOf(sourceOf(lesson, program))
  expect(episodes.length).toBeGreaterThan(0)
  expect(error?.type).toBe('RuntimeError')
  expect(error?.message).toContain(sentence)
  expect(error?.line).toBe(source.trimEnd().split('\n').length)
})

describe('nobody empties the bucket', () => {
  /** Where the weight is after so many steps. */
  const after = (program: string, steps: number): number => {
    const { variables } = run(sourceOf('zero-grad', program).replace('range(8)', `range(${steps})`))
    const w = variables.find(({ name }) => name === 'w')
    if (w === undefined || !('grad' in w)) throw new Error('no tensor w')
    return w.value.data[0]!
  }

  test('is momentum one, step by step', () => {
    for (let steps = 0; steps < 20; steps++) expect(after('momentum', steps)).toBeCloseTo(after('kept', steps), 4)
  })

  test('and swings as widely after two hundred steps, where an emptied bucket has come to rest', () => {
    // w₊ − 2w + w₋ = −2γw is a cosine with cos ω = 1 − γ; two steps give its amplitude
    const cos = 1 - 0.1
    const amplitude = (program: string, steps: number) => {
      const [now, next] = [after(program, steps), after(program, steps + 1)]
      return Math.sqrt((now ** 2 + next ** 2 - 2 * now * next * cos) / (1 - cos ** 2))
    }
    for (const program of ['kept', 'momentum'])
      for (const steps of [0, 200]) expect(amplitude(program, steps), program).toBeCloseTo(3.08, 2)
    expect(Math.abs(after('emptied', 200))).toBeLessThan(1e-6)
  })
})
