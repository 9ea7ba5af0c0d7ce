import { expect, test } from 'vitest'
import { gradientsOf } from '../core/mutants/mutant.ts'
import { item } from '../core/tensor.ts'
import { wrongTraces } from '../scene/mistaken.ts'
import { edited } from './edited.ts'
import { find, nodeNamed } from './figures.ts'
import {
  changed,
  type Figure,
  gradient,
  literal,
  local,
  minus,
  over,
  plus,
  share,
  tangent,
  times,
  value,
} from './prose.ts'
import { runOf, scopeOf, sourceOf } from './testing/runs.ts'

/** A number of the lecture: what it is, how it is asked, what it must be, and after how many decimals the lecture rounds it, if it does. */
type Row = readonly [
  what: string,
  figure: Figure,
  expected: number | readonly number[] | readonly (readonly number[])[],
  decimals?: number,
]

/** Checks rows of numbers against one pass of a program. */
function table(title: string, source: string, pass: number, rows: readonly Row[]): void {
  const scope = scopeOf(source, pass)
  test.each(rows.map((row) => [row[0], row] as const))(`${title}: %s`, (_, [, figure, expected, decimals]) => {
    const found = find(figure, scope)
    const wanted = [expected].flat(2)
    expect(found?.tensor.data.length).toBe(wanted.length)
    wanted.forEach((number, i) => {
      expect(found!.tensor.data[i]).toBeCloseTo(number, decimals ?? 4)
    })
  })
}

const chain = sourceOf('chain-rule', 'main')
const near = (x: number) => changed('x', literal(x), value('z'))

table('chain-rule', chain, 0, [
  ['f1', value('f'), 2],
  ['f2', value('g'), 4],
  ['f3', value('z'), 2],
  ['b1: dz/dg', local('z', 'g'), 0.5],
  ['b2: dg/df', local('g', 'f'), 4],
  ['b3: df/dx', local('f', 'x'), 3],
  ['b4: dz/dx', gradient('x'), 6],
  ['b4: product', times(times(local('z', 'g'), local('g', 'f')), local('f', 'x')), 6],
  ['check: central difference', over(minus(near(1.01), near(0.99)), literal(0.02)), 6, 3],
  ['nudge: dz for dx = 0.01', minus(near(1.01), near(1)), 0.06, 2],
  ['forward mode', tangent('z', { of: 'x' }), 6],
  ['wrong: g′(x)', times(times(local('z', 'g'), times(literal(2), value('x'))), local('f', 'x')), 3],
  ['wrong: no half', times(local('g', 'f'), local('f', 'x')), 12],
  ['wrong: added', plus(plus(local('z', 'g'), local('g', 'f')), local('f', 'x')), 7.5],
  ['wrong: no 3', times(local('z', 'g'), local('g', 'f')), 2],
  ['E04: the spare wheel', gradient('z'), 1],
])

/** The weights of the first passes of a program. */
function walk(program: string, weights: readonly number[], losses: readonly number[] = []): void {
  table(`gradient-descent, ${program}`, sourceOf('gradient-descent', program), 0, [
    ...weights.map((expected, pass): Row => [`w after ${pass} steps`, value('w', { pass }), expected]),
    ...losses.map((expected, pass): Row => [`J after ${pass} steps`, value('J', { pass }), expected, 2]),
  ])
}

walk('half', [-1, 1, 2, 2.5], [8, 2, 0.5])
walk('one', [-1, 3, 3])
walk('two', [-1, 7, -1, 7], [8, 8, 8, 8])
walk('more', [-1, 7.4, -1.84, 8.324], [8, 9.68, 11.71, 14.17])
walk('steep', [-1, 7, -1, 7])

const curvature = minus(changed('w', plus(value('w'), literal(1)), gradient('w')), gradient('w'))
table('gradient-descent', sourceOf('gradient-descent', 'half'), 0, [
  ['the rate that arrives, 1/J″', over(literal(1), curvature), 1],
  ['the safe rate, 2/J″', over(literal(2), curvature), 2],
])
table('gradient-descent, steep', sourceOf('gradient-descent', 'steep'), 0, [['curvature', curvature, 4]])

const neuron = sourceOf('delta-rule', 'main')
const tracked = edited(neuron, [
  [
    'torch.tensor(2.0), torch.tensor(-1.0)',
    'torch.tensor(2.0, requires_grad=True), torch.tensor(-1.0, requires_grad=True)',
  ],
])

table('delta-rule', tracked, 0, [
  ['w0x0', value('p0'), -1],
  ['w1x1', value('p1'), 2],
  ['w2x2', value('p2'), -1],
  ['f1: f', value('f'), 0],
  ['f2: ŷ', value('y_hat'), 0.5],
  ['f3: J', value('J'), 0.125],
  ['b1: ∂J/∂J', gradient('J'), 1],
  ['b2: ∂J/∂ŷ', gradient('y_hat'), -0.5],
  ['local slope of J', local('J', 'y_hat'), -0.5],
  ['b3: ∂ŷ/∂f', local('y_hat', 'f'), 0.25],
  ['b4: δ', gradient('f'), -0.125],
  ['∂J/∂(w0x0)', gradient('p0'), -0.125],
  ['∂J/∂(w1x1)', gradient('p1'), -0.125],
  ['∂J/∂(w2x2)', gradient('p2'), -0.125],
  ['b5: ∂J/∂w0', gradient('w0'), -0.125],
  ['b6: ∂J/∂w1', gradient('w1'), -0.25],
  ['b7: ∂J/∂w2', gradient('w2'), 0.125],
  ['∂J/∂x1', gradient('x1'), -0.125],
  ['∂J/∂x2', gradient('x2'), -0.125],
  ['formula for i = 1', times(times(local('J', 'y_hat'), local('y_hat', 'f')), value('x1')), -0.25],
  ['wrong: no slope', times(local('J', 'y_hat'), value('x2')), 0.5],
  ['wrong: no half', times(literal(2), gradient('w2')), 0.25],
])

table('delta-rule, training', sourceOf('delta-rule', 'training'), 1, [
  ['u: w0', value('w0'), -0.9],
  ['u: w1', value('w1'), 1.2],
  ['u: w2', value('w2'), 0.9],
  ['f′: f', value('f'), 0.6],
  ['f′: ŷ', value('y_hat'), 0.6457, 4],
  ...[0.125, 0.0628, 0.0367, 0.0249, 0.0186, 0.0147].map(
    (expected, pass): Row => [`J after ${pass} steps`, value('J', { pass }), expected, 4],
  ),
])

const weights = (pass: number, expected: readonly number[]): Row[] =>
  expected.map((number, i) => [`E14, loss ${pass}: ∂J/∂w${i}`, gradient(`w${i}`, { pass }), number])
table('delta-rule, losses', sourceOf('delta-rule', 'losses'), 0, [
  ...weights(0, [-0.125, -0.25, 0.125]),
  ...weights(1, [-0.25, -0.5, 0.25]),
  ...weights(2, [-0.5, -1, 0.5]),
])

table('delta-rule, confident', sourceOf('delta-rule', 'confident'), 0, [
  ['ŷ', value('y_hat'), 0.99],
  ['σ′', local('y_hat', 'f'), 0.0099],
  ['δ of half the squared error', gradient('f', { pass: 0 }), 0.0098],
  ['δ of cross-entropy', gradient('f', { pass: 1 }), 0.99],
])

const branches = sourceOf('branches', 'main')
const cancelled = (figure: Figure) => changed('w3', literal(-1.5), figure)

table('branches', branches, 0, [
  ['f1: a', value('a'), 2],
  ['f2: b', value('b'), 6],
  ['f3: c', value('c'), -2],
  ['f4: w4b', times(value('w4'), value('b')), 6],
  ['f4: w5c', times(value('w5'), value('c')), -4],
  ['f4: ŷ', value('y_hat'), 2],
  ['e', value('e'), -2],
  ['f5: J', value('J'), 2],
  ['b0: seed', gradient('J'), 1],
  ['b1: ∂J/∂ŷ', gradient('y_hat'), -2],
  ['b2: ∂J/∂b', gradient('b'), -2],
  ['b3: ∂J/∂c', gradient('c'), -4],
  ['b4: into the bucket of a from b', share('b', 'a'), -6],
  ['b5: into the bucket of a from c', share('c', 'a'), 4],
  ['b5: the bucket closes', gradient('a'), -2],
  ['b6: ∂J/∂w1', gradient('w1'), -4],
  ['b7: ∂J/∂w2', gradient('w2'), -4],
  ['b8: ∂J/∂w3', gradient('w3'), -8],
  ['b9: ∂J/∂w4', gradient('w4'), -12],
  ['b10: ∂J/∂w5', gradient('w5'), 4],
  ['b11: ∂J/∂x', gradient('x'), -2],
  ['wrong: multiplied', times(share('b', 'a'), share('c', 'a')), -24],
  ['wrong: averaged', over(plus(share('b', 'a'), share('c', 'a')), literal(2)), -1],
  ['w3 = −1.5: J', cancelled(value('J')), 8],
  ['w3 = −1.5: through b', cancelled(share('b', 'a')), -12],
  ['w3 = −1.5: through c', cancelled(share('c', 'a')), 12],
  ['w3 = −1.5: ∂J/∂w1', cancelled(gradient('w1')), 0],
])

table('branches, cancelling', sourceOf('branches', 'cancelling'), 0, [
  ['J', value('J'), 8],
  ['∂J/∂w1', gradient('w1'), 0],
  ['∂J/∂w2', gradient('w2'), -8],
])

table('branches, direct', sourceOf('branches', 'direct'), 0, [
  ['E13: direct', local('J', 'a'), 4],
  ['E13: total', gradient('a'), 7],
])

const features = sourceOf('features', 'main')
table('features', features, 0, [
  ['f1: f', value('f'), [3, 5]],
  ['f2: a', value('a'), [3, 5]],
  ['f3: ŷ', value('y_hat'), 1],
  ['e', minus(value('y_hat'), value('y')), -2],
  ['f4: J', value('J'), 2],
  ['b1: δ of the output', gradient('y_hat'), -2],
  ['b2: ∂J/∂u', gradient('u'), [-6, -10]],
  ['b3: ReLU′', local('a', 'f'), [1, 1]],
  ['b3: δ of the hidden layer', gradient('f'), [-4, 2]],
  [
    'b4: ∂J/∂W',
    gradient('W'),
    [
      [-4, 2],
      [-8, 4],
    ],
  ],
  ['b5: ∂J/∂x', gradient('x'), [6, -4]],
  ['W21', gradient('W', { entry: [1, 0] }), -8],
  ['wrong: x1', gradient('W', { entry: [0, 0] }), -4],
  ['wrong: W22', gradient('W', { entry: [1, 1] }), 4],
  ['wrong: its own value', times(gradient('W', { entry: [1, 0] }), value('W', { entry: [1, 0] })), -16],
  ['wrong: index order', gradient('W', { entry: [0, 1] }), 2],
  ['x1 through unit 1', times(value('W', { entry: [0, 0] }), gradient('f', { entry: [0] })), 4],
  ['x1 through unit 2', times(value('W', { entry: [0, 1] }), gradient('f', { entry: [1] })), 2],
])

const samples = sourceOf('samples', 'main')
const brought = times(gradient('y_hat'), value('x'))
const from = (j: number) => times(gradient('y_hat', { entry: [j] }), value('x', { entry: [j] }))

table('samples', samples, 0, [
  ['f1–f4: ŷ', value('y_hat'), [2, 4, 6, 4]],
  ['f5–f8: e', value('e'), [-2, 1, -2, -1]],
  ['f9: J', value('J'), 5],
  ['e·x', brought, [-2, 2, -6, -2]],
  ['b1: bucket', from(0), -2],
  ['b2: bucket', plus(from(0), from(1)), 0],
  ['b3: bucket', plus(plus(from(0), from(1)), from(2)), -6],
  ['b4: bucket', gradient('w'), -8],
])

const losses: readonly (readonly [name: string, J: number, slope: number])[] = [
  ['½Σ', 5, -8],
  ['½mean', 1.25, -2],
  ['MSE', 2.5, -4],
]
losses.forEach(([name, loss, slope], pass) => {
  table(`samples, ${name}`, sourceOf('samples', 'three'), pass, [
    ['J', value('J'), loss],
    ['∂J/∂w', gradient('w'), slope],
    ['minimum', minus(value('w'), over(gradient('w'), curvature)), 44 / 18],
  ])
})

table('samples, curves', sourceOf('samples', 'curves'), 0, [
  ['E44: ½Σ', local('half_sum', 'w'), -8],
  ['E44: ½mean', local('half_mean', 'w'), -2],
  ['E44: MSE', local('mse', 'w'), -4],
])

table('samples, training', sourceOf('samples', 'training'), 1, [['u: w', value('w'), 2.4]])

/** What a planted mistake makes of a gradient. */
const mistaken = (source: string, mistake: string, of: string): number | null => {
  const { wrong } = wrongTraces(runOf(source).episodes[0]!.trace).find(({ mutant }) => mutant.id === mistake)!
  const found = gradientsOf(wrong)[nodeNamed(wrong, of)!]
  return found === undefined ? null : item(found)
}

test.each([
  ['wrong-point', chain, 'x', 12],
  ['overwrites', branches, 'a', 4],
  ['overwrites', branches, 'w1', 8],
  ['too-early', branches, 'a', -2],
  ['too-early', branches, 'w1', -12],
])('%s: the mistake makes the wrong gradient that the lesson tells', (mistake, source, of, expected) => {
  expect(mistaken(source, mistake, of)).toBeCloseTo(expected)
})
