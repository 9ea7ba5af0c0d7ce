import { expect, test } from 'vitest'
import type { Trace } from '../core/trace.ts'
import { run } from '../lang/interpret.ts'
import { cardAt } from './card.ts'
import { checkOf } from './check.ts'
import { tikzOf } from './copy/tikz.ts'
import { ownCode } from './formula.ts'
import { askable, derivationOf } from './ladder.ts'
import { atLevel, inForwardMode } from './levels.ts'
import { marksAt } from './marks.ts'
import { pathsOf } from './paths.ts'
import { pictureOf } from './picture.ts'
import { plotOf } from './plot.ts'
import { plainSentence, sentenceAt } from './sentence.ts'
import { stripAt } from './strip/strip.ts'
import { symbolicOf } from './symbolic.ts'
import { tableAt } from './table.ts'

const straightThrough = `import torch
class Hard(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z):
        ctx.save_for_backward(z)
        return (z >= 0).float()
    @staticmethod
    def backward(ctx, grad_output):
        (z,) = ctx.saved_tensors
        return grad_output * (z.abs() <= 1).float()
z = torch.tensor([-2.0, 0.5], requires_grad=True)
out = Hard.apply(z)
J = (out * torch.tensor([1.0, 3.0])).sum()
J.backward()
`
const scalarHard = straightThrough.replace('[-2.0, 0.5]', '0.5').replace('torch.tensor([1.0, 3.0])', '3.0')
const clipped = `import torch
w = torch.tensor(2.0, requires_grad=True)
h = w * 3
def clip(grad):
    return grad.clamp(-1.0, 1.0)
h.register_hook(clip)
J = h * h
J.backward()
`

function traceOf(source: string): Trace {
  const { episodes, error } = run(source)
  expect(error).toBeNull()
  return episodes[0]!.trace
}

const sentences = (trace: Trace): string[] => trace.steps.map((_, n) => plainSentence(sentenceAt(trace, n + 1)))

test('a node with a backward of its own says so, and no rule is claimed', () => {
  const trace = traceOf(straightThrough)
  expect(sentences(trace)).toContainEqual(
    "out hands on to z, as the program's own code says: Hard.backward returned (0, 3).",
  )
  const n = trace.steps.findIndex((step) => step.kind === 'contribution' && trace.graph.nodes[step.to]!.name === 'z')
  const { rows, note } = cardAt(trace, n + 1)
  expect(rows[0]!.parts.map(({ plain }) => plain)).toEqual([
    'Hard.backward(∂J/∂out)',
    'Hard.backward((1, 3))',
    '(0, 3)',
  ])
  expect(note).toBe(
    "Hard.backward is code of the program's own. No rule says what it hands on: this is what it returned.",
  )
  expect(ownCode(trace)).toEqual(['Hard.backward'])
})

test('the check says that code of the program may differ from the slope', () => {
  const check = checkOf(traceOf(straightThrough))
  expect(check.lamp).toBe('amber')
  expect(check.rows.map(({ autograd, central, verdict }) => [autograd, central, verdict])).toEqual([
    [0, 0, 'agrees'],
    [3, 0, 'own'],
  ])
})

test('a hook stands in the picture as what it is', () => {
  const trace = traceOf(clipped)
  expect(sentences(trace).join('\n')).toContain("as the program's own code says: clip returned 1.")
  expect(checkOf(trace).rows).toMatchObject([{ autograd: 3, verdict: 'own' }])
})

test.each([straightThrough, scalarHard, clipped])(
  'every view of a graph with code of its own can be drawn',
  (source) => {
    const trace = traceOf(source)
    expect(atLevel(trace, 'neuron')).toBeNull()
    expect(atLevel(trace, 'scalar')).toBeNull()
    expect(pictureOf(trace, null)).toBeDefined()
    for (let cursor = 0; cursor <= trace.steps.length; cursor++) {
      expect(() => [
        cardAt(trace, cursor),
        sentenceAt(trace, cursor),
        stripAt(trace, cursor),
        marksAt(trace, cursor),
      ]).not.toThrow()
      expect(() => [tikzOf(trace, cursor, null), tableAt(trace, cursor, 8)]).not.toThrow()
    }
    trace.graph.nodes.forEach((_, node) => {
      expect([pathsOf(trace, node), symbolicOf(trace, { node, entry: 0 })]).toEqual([null, null])
      expect(() => plotOf(trace, node)).not.toThrow()
    })
    expect(askable(trace).flatMap((node) => derivationOf(trace, node)).length).toBeGreaterThan(0)
    const ahead = inForwardMode(trace, { node: trace.graph.nodes.findIndex((node) => node.requiresGrad), entry: 0 })!
    for (let cursor = 0; cursor <= ahead.steps.length; cursor++)
      expect([cardAt(ahead, cursor), sentenceAt(ahead, cursor), stripAt(ahead, cursor)]).toHaveLength(3)
  },
)
