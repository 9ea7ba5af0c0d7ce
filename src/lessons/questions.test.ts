import { expect, test } from 'vitest'
import type { Trace } from '../core/trace.ts'
import { run } from '../lang/interpret.ts'
import { agreesWith, parsedAnswer } from '../scene/answer.ts'
import { forwardLength } from '../scene/ledger.ts'
import { type Question, questionAt, questionOf } from '../scene/question.ts'
import { questionKinds } from '../scene/quiz.ts'
import { seeded } from '../scene/seeded.ts'
import { judged } from '../scene/verdict.ts'
import { examples } from './examples.ts'

/** Programs in which mistakes can be made that the examples leave no room for. */
const more = [
  `import torch
W = torch.tensor([[1.0, -2.0], [0.5, 3.0]], requires_grad=True)
b = torch.tensor([0.5, -4.0], requires_grad=True)
x = torch.tensor([1.0, 2.0])
t = torch.tensor([0.0, 1.0])
h = torch.relu(W @ x + b)
p = torch.tanh(W @ h) * b
J = ((p + h - t) ** 2).mean()
J.backward()`,
  `import torch
x = torch.tensor(0.7, requires_grad=True)
y = x / (1 + torch.exp(-x)) - torch.sqrt(x) * torch.maximum(x, x * x)
y.backward()
y2 = x.sin() + 2 * x
y2.backward()`,
]
const traces: readonly (readonly [string, Trace])[] = [
  ...examples.map(({ id, source }) => [id, source] as const),
  ...more.map((source, i) => [`more ${i + 1}`, source] as const),
].flatMap(([id, source]) => {
  const { episodes, error } = run(source)
  expect(error).toBeNull()
  return episodes.map(({ trace }, i) => [`${id}, pass ${i + 1}`, trace] as const)
})

const everyQuestion = (trace: Trace): Question[] =>
  trace.steps.flatMap((_, n) =>
    questionKinds.flatMap((kind) =>
      [0, 0.4, 0.99].flatMap((where, seed) => questionOf(trace, n, kind, where, seeded(seed)) ?? []),
    ),
  )

const truthOf = (question: Question): string => String(question.truth)

test.each(traces)(
  'every question about %s: the truth is right, each mistake is named, no two choices are equal',
  (_, trace) => {
    const questions = everyQuestion(trace)
    expect(questions.length).toBeGreaterThan(0)
    for (const question of questions) {
      const at = `step ${question.step}, ${question.kind}: ${question.prompt}`
      expect(judged(trace, question, truthOf(question)).kind, at).toBe('right')
      for (const { mutant, answer } of question.mistaken) {
        const verdict = judged(trace, question, String(answer))
        expect(verdict.kind, `${at} ${mutant.id} says ${answer}`).toBe('mistake')
        if (verdict.kind !== 'mistake') continue
        const first = question.mistaken.find((other) =>
          typeof answer === 'number' && typeof other.answer === 'number'
            ? agreesWith(answer, other.answer)
            : other.answer === answer,
        )
        expect(verdict.mutant.id, at).toBe(first?.mutant.id)
        expect(verdict.first, at).not.toBeNull()
      }
      if (question.form === 'choice') {
        const texts = question.choices.map(({ plain }) => plain)
        expect(new Set(texts).size, at).toBe(texts.length)
        expect(texts.length, at).toBeGreaterThan(1)
        expect(texts.length, at).toBeLessThanOrEqual(5)
        expect(texts, at).toContain(question.truth)
      }
    }
  },
)

test('every mistake and every kind is asked about somewhere, and each mistake is named by its own answer', () => {
  const named = new Set<string>()
  const kinds = new Set<string>()
  for (const [, trace] of traces)
    for (const question of everyQuestion(trace)) {
      kinds.add(question.kind)
      for (const { answer } of question.mistaken) {
        const verdict = judged(trace, question, String(answer))
        if (verdict.kind === 'mistake') named.add(verdict.mutant.id)
      }
    }
  expect([...kinds].sort()).toEqual([...questionKinds].sort())
  expect([...named].sort()).toEqual(
    [
      'no-loss',
      'no-slope',
      'overwrites',
      'sign',
      'skips-a-path',
      'sum-or-mean',
      'too-early',
      'transposed',
      'updated-weight',
      'wrong-point',
    ].sort(),
  )
})

test('the same quiz asks the same questions, another seed others, and only the kinds it names', () => {
  const all = (seed: number, kinds = questionKinds.filter(() => true)) =>
    traces.flatMap(([, trace]) => trace.steps.map((_, n) => questionAt(trace, n, { kinds, seed })))
  expect(all(1)).toEqual(all(1))
  expect(all(1)).not.toEqual(all(2))
  expect(new Set(all(3, ['local', 'zero']).flatMap((question) => question?.kind ?? []))).toEqual(
    new Set(['local', 'zero']),
  )
})

test('no question is asked about the forward pass', () => {
  for (const [, trace] of traces)
    for (let n = 0; n < forwardLength(trace); n++)
      expect(questionAt(trace, n, { kinds: questionKinds, seed: 1 })).toBeNull()
})

test.each([
  ['-3/16', -0.1875],
  ['−0,5', -0.5],
  [' 2e-3 ', 0.002],
  ['1×10^-3', 0.001],
  ['+4', 4],
  ['.5', 0.5],
  ['6.', 6],
  ['', null],
  ['a', null],
  ['1/0', null],
  ['1/2/3', null],
  ['--1', null],
])('%s is read as %s', (text, value) => {
  expect(parsedAnswer(text)).toBe(value)
})

test('an answer is right to four significant digits', () => {
  expect(agreesWith(0.3333, 1 / 3)).toBe(true)
  expect(agreesWith(0.6666, 2 / 3)).toBe(true)
  expect(agreesWith(0.333, 1 / 3)).toBe(false)
  expect(agreesWith(-0.5, 0.5)).toBe(false)
  expect(agreesWith(0, 0)).toBe(true)
  expect(agreesWith(0.001, 0)).toBe(false)
  expect(agreesWith(12346, 12345)).toBe(true)
  expect(agreesWith(1.2346e-7, 1.2345e-7)).toBe(true)
})
