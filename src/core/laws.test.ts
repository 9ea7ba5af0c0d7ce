import { expect, test } from 'vitest'
import type { Context, OpName, Rule } from './op.ts'
import { ops } from './registry.ts'
import { a, apply, b, constant, type Expr, flow, over, times, y } from './rule.ts'
import { violations } from './testing/laws.ts'

const names = Object.keys(ops).filter((name): name is OpName => name in ops)
const seeds = [1, 2, 3, 4, 5]
const found = (op: OpName, ruleOf?: (context: Context) => Rule) =>
  ops[op].samples.flatMap((sample) => seeds.flatMap((seed) => violations(op, sample, seed, ruleOf)))

test.each(names.filter((name) => ops[name].samples.length > 0))(
  '%s: forward mode is the central difference, and reverse is its adjoint',
  (op) => {
    expect(found(op)).toEqual([])
  },
)

test('every op with a rule but the choice `where` (tested with its users) states samples', () => {
  const silent = names.filter((name) => ops[name].samples.length === 0)
  const numbers = silent.filter(
    (name) => ops[name].rule({ shapes: [[], [], []], shape: [], attrs: {} }).kind !== 'none',
  )
  expect(numbers.sort()).toEqual(['custom', 'hooked', 'where'])
})

const wrongPartials = (...partials: Expr[]): Rule => ({ kind: 'elementwise', partials })
const correct = (op: OpName, shapes: Context['shapes']): readonly Expr[] => {
  const rule = ops[op].rule({ shapes, shape: [], attrs: {} })
  return rule.kind === 'multilinear' ? rule.pulls : []
}
const planted: readonly [OpName, string, (context: Context) => Rule][] = [
  ['mul', 'each input gets itself instead of the other', () => wrongPartials(a, b)],
  ['sub', 'the sign of the second input is lost', () => wrongPartials(constant(1), constant(1))],
  ['div', 'the quotient rule without the minus', () => wrongPartials(over(constant(1), b), over(a, times(b, b)))],
  [
    'pow',
    'the exponent is not lowered',
    () => wrongPartials(times(b, apply('pow', [a, b])), times(y, apply('log', [a]))),
  ],
  ['sigmoid', 'sigma applied twice', () => wrongPartials(times(apply('sigmoid', [y]), constant(1)))],
  ['tanh', '1 − a² for 1 − y²', () => wrongPartials(apply('sub', [constant(1), times(a, a)]))],
  ['relu', 'the mask is forgotten', () => wrongPartials(constant(1))],
  [
    'softmax',
    'element by element, as if classes were apart',
    () => wrongPartials(times(y, apply('sub', [constant(1), y]))),
  ],
  ['mean', '1/n is forgotten', ({ shapes, attrs }) => ops.sum.rule({ shapes, attrs, shape: [] })],
  [
    'matmul',
    'a transpose is missing',
    ({ shapes }) => ({
      kind: 'multilinear',
      pulls:
        shapes[0]!.length === 1 && shapes[1]!.length === 1
          ? [times(flow, a), times(flow, b)]
          : correct('matmul', shapes),
    }),
  ],
]

test('ten planted wrong rules are caught, all ten', () => {
  const caught = planted.filter(([op, , rule]) => found(op, rule).length > 0)
  expect(planted).toHaveLength(10)
  expect(caught.map(([op, mistake]) => `${op}: ${mistake}`)).toEqual(
    planted.map(([op, mistake]) => `${op}: ${mistake}`),
  )
})
