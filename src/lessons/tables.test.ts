import { expect, test } from 'vitest'
import { find, type Scope } from './figures.ts'
import { lessons } from './lecture.ts'
import { bucket, changed, type Figure, gradient, literal, local, tangent, value } from './prose.ts'
import { scopeOf, sourceOf } from './testing/runs.ts'

// The numbers of the lecture's tables, typed here once, against what the lessons' own programs give.

/** A row: the lesson, its program and pass, what is read, and the table's numbers. */
type Row = readonly [
  lesson: string,
  program: string,
  pass: number,
  figures: Readonly<Record<string, readonly [Figure, number | readonly number[]]>>,
]

const v = (of: string, expected: number | readonly number[]) => [value(of), expected] as const
const g = (of: string, expected: number | readonly number[]) => [gradient(of), expected] as const

/** z, then g and g′ at it, for each activation. */
const gallery: readonly (readonly [
  program: string,
  points: readonly (readonly [z: number, y: number, slope: number])[],
])[] = [
  [
    'linear',
    [
      [-2, -2, 1],
      [-1, -1, 1],
      [0, 0, 1],
      [0.5, 0.5, 1],
      [1, 1, 1],
      [2, 2, 1],
    ],
  ],
  [
    'sigmoid',
    [
      [-2, 0.1192, 0.105],
      [-1, 0.2689, 0.1966],
      [0, 0.5, 0.25],
      [0.5, 0.6225, 0.235],
      [1, 0.7311, 0.1966],
      [2, 0.8808, 0.105],
    ],
  ],
  [
    'tanh',
    [
      [-2, -0.964, 0.0707],
      [-1, -0.7616, 0.42],
      [0, 0, 1],
      [0.5, 0.4621, 0.7864],
      [1, 0.7616, 0.42],
      [2, 0.964, 0.0707],
    ],
  ],
  [
    'relu',
    [
      [-2, 0, 0],
      [-1, 0, 0],
      [0, 0, 0],
      [0.5, 0.5, 1],
      [1, 1, 1],
      [2, 2, 1],
    ],
  ],
  [
    'leaky',
    [
      [-2, -0.2, 0.1],
      [-1, -0.1, 0.1],
      [0.5, 0.5, 1],
      [1, 1, 1],
      [2, 2, 1],
    ],
  ],
  [
    'elu',
    [
      [-2, -0.8647, 0.1353],
      [-1, -0.6321, 0.3679],
      [0, 0, 1],
      [0.5, 0.5, 1],
      [1, 1, 1],
      [2, 2, 1],
    ],
  ],
  [
    'maxout',
    [
      [-2, 3, -1],
      [-1, 2, -1],
      [0, 1, -1],
      [0.5, 0.5, -1],
      [2, 1, 1],
    ],
  ],
  [
    'sign',
    [
      [-2, -1, 0],
      [-1, -1, 0],
      [0.5, 1, 0],
      [1, 1, 0],
      [2, 1, 0],
    ],
  ],
]

const rows: readonly Row[] = [
  ['legend', 'main', 0, { p: v('p', 6), 'p/w': [local('p', 'w'), 2], 'p/x': [local('p', 'x'), 3] }],
  ...gallery.flatMap(([program, points]) =>
    points.map(
      ([z, y, slope]): Row => [
        'activations',
        program,
        0,
        {
          [`y(${z})`]: [changed('z', literal(z), value('y')), y],
          [`slope(${z})`]: [changed('z', literal(z), gradient('z')), slope],
        },
      ],
    ),
  ),
  ['activations', 'softmax', 0, { p: v('p', [0.125, 0.25, 0.625]), row: g('z', [-0.03125, 0.1875, -0.15625]) }],
  [
    'sigmoid-derivative',
    'derivation',
    0,
    {
      start: v('start', 3 / 4),
      outer: v('outer', -9 / 16),
      inner: v('inner', -1 / 3),
      chain: v('chain', 3 / 16),
      fraction: v('fraction', 3 / 16),
      split: v('split', 3 / 16),
      trick: v('trick', 3 / 16),
      short: v('short', 3 / 16),
    },
  ],
  [
    'sigmoid-derivative',
    'main',
    0,
    { slope: g('x', 3 / 16), twice: [changed('x', value('y_hat'), gradient('x')), 0.2179] },
  ],
  [
    'abs-two-relus',
    'main',
    0,
    {
      f1: v('f1', 2),
      f2: v('f2', -2),
      a1: v('a1', 2),
      a2: v('a2', 0),
      y: v('y', 2),
      x: g('x', 1),
      b1: g('b1', 1),
      w1: g('w1', 3),
      b2: g('b2', 0),
      w2: g('w2', 0),
    },
  ],
  [
    'abs-two-relus',
    'left',
    0,
    {
      f1: v('f1', -2),
      f2: v('f2', 2),
      y: v('y', 2),
      x: g('x', -1),
      b1: g('b1', 0),
      w1: g('w1', 0),
      b2: g('b2', 1),
      w2: g('w2', -1),
    },
  ],
  [
    'abs-two-relus',
    'main',
    0,
    {
      y: [changed('x', literal(0.5), value('y')), 0.5],
      x: [changed('x', literal(0.5), gradient('x')), -1],
      b2: [changed('x', literal(0.5), gradient('b2')), 1],
      w2: [changed('x', literal(0.5), gradient('w2')), 0.5],
    },
  ],
  [
    'abs-two-relus',
    'kink',
    0,
    { y: v('y', 0), x: g('x', 0), b1: g('b1', 0), w1: g('w1', 0), b2: g('b2', 0), w2: g('w2', 0) },
  ],
  ['abs-two-relus', 'spellings', 0, { a: [local('a', 'x'), 0], b: [local('b', 'x'), 0.5] }],
  ['abs-two-relus', 'root', 0, { x: g('x', Number.NaN) }],
  ['matrix-multiply', 'main', 0, { f: v('f', [-2, 4]), a: v('a', [0, 4]) }],
  ['matrix-multiply', 'stored', 0, { f: v('f', [-2, 4]), weight: v('weight', [1, 0, -1, 2, 1, 0]) }],
  ['forward-layers', 'main', 0, { f1: v('f1', [-2, 2, 3]), y: v('y_hat', [0.8808, 0.2689]) }],
  ['forward-layers', 'swapped', 0, { y: v('y_hat', [1, 0]) }],
  ...(
    [
      ['half', [-1, 1, 2, 2.5]],
      ['one', [-1, 3, 3, 3]],
      ['two', [-1, 7, -1, 7]],
      ['more', [-1, 7.4, -1.84, 8.324]],
    ] as const
  ).flatMap(([program, seen]) => seen.map((w, pass): Row => ['gradient-descent', program, pass, { w: v('w', w) }])),
  [
    'path',
    'main',
    0,
    {
      f1: v('f1', 2),
      y: v('y_hat', 3),
      e: v('e', -2),
      J: v('J', 2),
      gf1: g('f1', -3),
      gy: g('y_hat', -2),
      ge: g('e', -2),
      w2: g('w2', -4),
      w1: g('w1', -12),
      x: g('x', -1.5),
    },
  ],
  ['path', 'careful', 1, { w1: v('w1', 0.62), w2: v('w2', 1.54), J: v('J', 0.697144) }],
  ['path', 'greedy', 1, { y: v('y_hat', 12.92), J: v('J', 31.3632) }],
  [
    'path',
    'sigmoid',
    0,
    {
      a1: v('a1', 0.5),
      y: v('y_hat', 1),
      J: v('J', 2),
      w2: g('w2', -1),
      ga: g('a1', -4),
      gf: g('f1', -1),
      w1: g('w1', -2),
      x: g('x', 0),
    },
  ],
  [
    'delta-recursion',
    'main',
    0,
    {
      f1: v('f1', [1, 2, -1]),
      a1: v('a1', [1, 2, 0]),
      f2: v('f2', [3, 2]),
      a2: v('a2', [3, 2]),
      f3: v('f3', [1]),
      J: v('J', 2),
      d3: g('f3', [-2]),
      back2: g('a2', [-2, 2]),
      d2: g('f2', [-2, 2]),
      back1: g('a1', [-6, 2, 6]),
      d1: g('f1', [-6, 2, 0]),
      W3: g('W3', [-6, -4]),
      W2: g('W2', [-2, 2, -4, 4, 0, 0]),
      W1: g('W1', [-6, 2, 0, -12, 4, 0]),
      x: g('x', [-6, 2]),
    },
  ],
  ['delta-recursion', 'square', 0, { a: g('a', [5, -1]) }],
  ['delta-recursion', 'square', 1, { right: v('right', [5, -1]), wrong: v('wrong', [3, 3]) }],
  [
    'softmax',
    'target',
    0,
    {
      p: v('p', [0.125, 0.25, 0.625]),
      J: v('J', Math.log(4)),
      gp: g('p', [0, -4, 0]),
      delta: g('z', [0.125, -0.75, 0.625]),
    },
  ],
  ['softmax', 'separate', 0, { p: v('p', [1 / 2, 2 / 3, 5 / 6]), total: v('total', 2) }],
  [
    'modes',
    'main',
    0,
    {
      v: v('v', 3),
      y: v('y', 6),
      v1: [tangent('v', { of: 'x1' }), 1],
      y1: [tangent('y', { of: 'x1' }), 5],
      v2: [tangent('v', { of: 'x2' }), 1],
      y2: [tangent('y', { of: 'x2' }), 2],
      gv: g('v', 2),
      x1: g('x1', 5),
      x2: g('x2', 2),
    },
  ],
  ['modes', 'classic', 0, { y: v('y', 11.652), x1: g('x1', 5.5), x2: g('x2', 1.716) }],
  ['modes', 'regressor', 0, { parameters: [{ kind: 'count', what: 'parameters' }, 33] }],
  ['tensor', 'main', 0, { y: v('y', 1), w1: g('w1', 1), w2: g('w2', 0.5) }],
  ['tensor', 'tracked', 0, { x: g('x', 0) }],
  ['tensor', 'zeros', 0, { w1: g('w1', 0), w2: g('w2', 0.5) }],
  ...[6, 12, 18].map((held, pass): Row => ['zero-grad', 'main', pass, { held: [bucket('w'), held] }]),
  ...[3, 2.4, 1.92, 1.536].map((w, pass): Row => ['zero-grad', 'emptied', pass, { w: v('w', w) }]),
  ...[3, 2.4, 1.32, -0.024, -1.363, -2.43, -3.01].map((w, pass): Row => ['zero-grad', 'kept', pass, { w: v('w', w) }]),
]

test.each(rows)('%s, program %s, pass %i: the table’s numbers are the engine’s', (lesson, program, pass, figures) => {
  const scope = scopeOf(sourceOf(lesson, program), pass)
  for (const [what, [figure, expected]] of Object.entries(figures)) {
    const found = find(figure, scope)
    expect(found, what).not.toBeNull()
    const numbers = Array.from(found!.tensor.data)
    const wanted = typeof expected === 'number' ? [expected] : expected
    expect(numbers.length, what).toBe(wanted.length)
    wanted.forEach((number, i) => {
      if (Number.isNaN(number)) expect(numbers[i], what).toBeNaN()
      else expect(Math.abs(numbers[i]! - number), `${what}: ${numbers[i]} for ${number}`).toBeLessThan(6e-4)
    })
  }
})

test.each([-3, -1, 0, 0.5, 1.0986123, 2.5])(
  'every line of the sigmoid’s derivation comes to its slope at x = %d',
  (x) => {
    const derivation = scopeOf(sourceOf('sigmoid-derivative', 'derivation'), 0)
    const at = (figure: Figure, scope: Scope): number => find(changed('x', literal(x), figure), scope)!.tensor.data[0]!
    const slope = at(gradient('x'), scopeOf(sourceOf('sigmoid-derivative', 'main'), 0))
    for (const line of ['chain', 'fraction', 'split', 'trick', 'short'])
      expect(at(value(line), derivation), line).toBeCloseTo(slope, 6)
  },
)

test('each erratum that these scenes touch is told once', () => {
  const told = lessons.flatMap(({ beats }) => beats.flatMap(({ slide }) => slide?.erratum ?? []))
  expect(new Set(told).size).toBe(told.length)
  for (const erratum of ['E01', 'E07', 'E14', 'E44']) expect(told).toContain(erratum)
})
