import { expect, test } from 'vitest'
import { scalar } from '../core/tensor.ts'
import type { Trace } from '../core/trace.ts'
import { run } from '../lang/interpret.ts'
import { checkOf } from './check.ts'

const traceOf = (line: string, x: number): Trace =>
  run(`import torch\nx = torch.tensor(${x.toFixed(1)}, requires_grad=True)\ny = ${line}\ny.backward()\n`).episodes[0]!
    .trace

/** The trace with other amounts flowing back. */
const wrong = (trace: Trace, amount: number): Trace => ({
  ...trace,
  steps: trace.steps.map((step) => (step.kind === 'contribution' ? { ...step, amount: scalar(amount) } : step)),
})

test('lecture scene S25: at ReLU’s kink the slope measured is the mean of both sides: a false alarm', () => {
  const { lamp, rows } = checkOf(traceOf('torch.relu(x)', 0))
  expect(lamp).toBe('amber')
  expect(rows).toMatchObject([{ autograd: 0, verdict: 'kink' }])
  expect(rows[0]!.central).toBeCloseTo(0.5, 6)
})

test('a kink does not excuse a gradient that is no slope of either side', () => {
  expect(checkOf(wrong(traceOf('torch.relu(x)', 0), 2)).lamp).toBe('red')
  expect(checkOf(wrong(traceOf('torch.relu(x)', 0), 1)).lamp).toBe('amber')
})

test('a wrong gradient is found however small the gradients are', () => {
  const tiny = traceOf('x * x * 0.00001', 1)
  expect(checkOf(tiny).lamp).toBe('green')
  expect(checkOf(wrong(tiny, 0)).lamp).toBe('red')
})

test('where the output jumps there is no slope to agree with', () => {
  expect(checkOf(traceOf('torch.sign(x) + x', 0))).toMatchObject({ lamp: 'amber', rows: [{ verdict: 'kink' }] })
  expect(checkOf(traceOf('torch.sign(x) + x', 1)).lamp).toBe('green')
})
