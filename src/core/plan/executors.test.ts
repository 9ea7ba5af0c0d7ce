import { expect, test, vi } from 'vitest'
import type { Attrs, OpName, Sample } from '../op.ts'
import { ops } from '../registry.ts'
import { type Dtype, type Tensor, tensor } from '../tensor.ts'
import { randomSource, randomTensor } from '../testing/random.ts'
import { Deferred } from './deferred.ts'
import { kernels } from './kernels.ts'
import { apart, type Executor, type Loop, Planner } from './planner.ts'
import { relationOf } from './relations.ts'
import { compiled } from './wasm/compile.ts'
import { multiplier } from './wasm/product.ts'

const names = Object.keys(ops) as OpName[]

/** Shapes that the samples of an op leave out: rows, columns, scalars and sizes around the width of a vector. */
const binaryShapes: readonly (readonly [readonly number[], readonly number[]])[] = [
  [[7], [7]],
  [[39], [39]],
  [[8, 5], [5]],
  [[3, 23], [23]],
  [
    [3, 23],
    [3, 1],
  ],
  [
    [8, 5],
    [8, 1],
  ],
  [
    [3, 1],
    [1, 9],
  ],
  [[], [13]],
  [
    [4, 3, 8],
    [3, 1],
  ],
  [
    [1, 8],
    [5, 8],
  ],
  [
    [2, 3, 4],
    [3, 4],
  ],
]
const more: Partial<Record<OpName, readonly Sample[]>> = {
  matmul: [1, 2, 3, 4, 5, 8, 9].flatMap((m) =>
    [1, 3, 4, 7, 8].flatMap((n) =>
      [1, 2, 6, 13, 21].map((k) => ({
        shapes: [
          [m, k],
          [k, n],
        ],
      })),
    ),
  ),
  linear: [
    { shapes: [[10, 8], [1, 8], [1]] },
    { shapes: [[10, 8], [20, 8], [20]] },
    { shapes: [[9, 5], [8, 5], [8]] },
    { shapes: [[9, 1], [6, 1], [6]] },
    { shapes: [[9, 6], [1, 6], [1]] },
    { shapes: [[5], [3, 5]] },
  ],
  transpose: [{ shapes: [[5, 9]], attrs: { dim0: 1, dim1: 0 } }],
  sum: [
    { shapes: [[5, 9]], attrs: { dims: [0], keepdim: true } },
    { shapes: [[2, 5, 9]], attrs: { dims: [1, 2], keepdim: false } },
    { shapes: [[2, 5, 9]], attrs: { dims: [1], keepdim: false } },
    ...[7, 8, 31, 100, 515].map((size) => ({ shapes: [[2, size]], attrs: { dims: [1], keepdim: false } })),
    ...[3, 4, 9, 33].map((size) => ({ shapes: [[100, size]], attrs: { dims: [0], keepdim: false } })),
  ],
  mean: [
    { shapes: [[7, 3]], attrs: { dims: [0], keepdim: false } },
    { shapes: [[100, 1]], attrs: { dims: [0, 1], keepdim: false } },
  ],
  sum_to: [
    { shapes: [[100, 8]], attrs: { shape: [8] } },
    { shapes: [[100, 1]], attrs: { shape: [1] } },
    { shapes: [[6, 5]], attrs: { shape: [5] } },
    { shapes: [[6, 5]], attrs: { shape: [6, 1] } },
    { shapes: [[6, 5]], attrs: { shape: [1, 5] } },
    { shapes: [[2, 6, 5]], attrs: { shape: [6, 1] } },
  ],
  expand: [{ shapes: [[5]], attrs: { shape: [6, 5] } }],
  where: [{ shapes: [[9], [9], [9]] }, { shapes: [[4, 5], [5], []] }],
  pow: [{ shapes: [[9], []] }],
  exp: [{ shapes: [[515]] }],
  tanh: [{ shapes: [[515]] }],
  sigmoid: [{ shapes: [[515]] }],
  weighted_sum: [{ shapes: [[9], [], [9]] }, { shapes: [[], [4, 5], [4, 5]] }, { shapes: [[3], [3], [], [3]] }],
}

const special = [0, -0, 1, -1, 2, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-40, 3e38]

/** The results of eight turns of a loop that applies one op to other numbers each time. */
function turns(executor: Executor | null, op: OpName, inputs: readonly (readonly Tensor[])[], attrs: Attrs) {
  const planner = new Planner(new Map(), executor)
  const loop: Loop = { id: 1, held: () => [] }
  const bits: number[][] = []
  let deferred = 0
  for (const args of inputs) {
    planner.turn(loop)
    const result = planner.compute(op, args, attrs)
    if (result instanceof Deferred) deferred++
    bits.push(Array.from(result.data))
  }
  planner.leave(loop)
  return { bits, deferred }
}

test.each(names)('a plan computes %s to the bit, by plain kernels and compiled', (op) => {
  const random = randomSource(11)
  const isBinary = ops[op].samples.some(({ shapes }) => shapes.length === 2) && ops[op].forward.each !== undefined
  const compares = relationOf(op) !== undefined
  const samples: readonly Sample[] = [
    ...ops[op].samples,
    ...(more[op] ?? []),
    ...(isBinary || compares ? binaryShapes.map((shapes) => ({ shapes })) : []),
    ...(ops[op].forward.each !== undefined && !isBinary && !compares
      ? [9, 12, 39].map((size) => ({ shapes: [[size]] }))
      : []),
  ]
  for (const { shapes, attrs = {} } of samples)
    for (const dtype of ['float32', 'float64'] satisfies Dtype[]) {
      const inputs = Array.from({ length: 14 }, (_, turn) =>
        shapes.map((shape, slot) => {
          const { data } = randomTensor(random, shape, [-3, 3])
          const values = Array.from(data, (v, i) =>
            turn % 2 === 1 ? v : (special[(i + slot * 3) % special.length] ?? v),
          )
          if (op === 'where' && slot === 0)
            return tensor(
              values.map((v) => Number(v > 0)),
              shape,
              'bool',
            )
          if (op === 'pow' && slot === 1 && shape.length === 0) return tensor([[2, 1, 3, 0.5][turn % 4]!], shape, dtype)
          return tensor(values, shape, dtype)
        }),
      )
      const label = `${op} ${JSON.stringify(shapes)} ${JSON.stringify(attrs)} ${dtype}`
      const wanted = inputs.map((args) => Array.from(ops[op].forward(args, attrs).data))
      for (const executor of [kernels, compiled]) {
        const { bits, deferred } = turns(executor, op, inputs, attrs)
        expect(bits, `${label} by ${executor.name}`).toEqual(wanted)
        expect(deferred > 4, label).toBe(!apart(op))
      }
    }
})

/** How often a module is made of bytes while `body` runs; `refuse`: whether none is, as by a strict policy. */
function modulesMade(body: () => void, refuse = false): number {
  const { Module } = WebAssembly
  let made = 0
  vi.spyOn(WebAssembly, 'Module').mockImplementation(function compile(bytes) {
    if (refuse) throw new WebAssembly.CompileError('blocked by a policy')
    made++
    return new Module(bytes)
  })
  body()
  vi.restoreAllMocks()
  return made
}

const products = (size: number) => {
  const inputs = Array.from({ length: 14 }, (_, turn) =>
    [turn, 3].map((x) =>
      tensor(
        Array.from({ length: size }, (_, i) => x + i),
        [size],
      ),
    ),
  )
  const wanted = inputs.map((args) => Array.from(ops.mul.forward(args, {}).data))
  return { inputs, wanted }
}

test('compiled plans are compiled, once for all runs of a program', () => {
  const { inputs } = products(77)
  expect(modulesMade(() => turns(compiled, 'mul', inputs, {}))).toBe(1)
  expect(modulesMade(() => turns(compiled, 'mul', inputs, {}))).toBe(0)
  expect(modulesMade(() => turns(compiled, 'mul', products(78).inputs, {}))).toBe(1)
})

test('where a policy refuses to compile, plain kernels go on with the same numbers', () => {
  const { inputs, wanted } = products(79)
  expect(modulesMade(() => expect(turns(compiled, 'mul', inputs, {}).bits).toEqual(wanted), true)).toBe(0)
})

test('large matrices are multiplied to the bit as by plain loops', () => {
  const random = randomSource(9)
  const floats = (count: number): Float32Array => Float32Array.from({ length: count }, () => 4 * random() - 2)
  const multiply = multiplier()
  for (const [rows, inner, columns] of [
    [32, 784, 64],
    [64, 32, 784],
    [1, 5000, 17],
    [300, 301, 1],
    [301, 300, 1],
    [37, 41, 43],
    [50_000, 1, 2],
  ] as const) {
    const [left, right] = [floats(rows * inner), floats(inner * columns)]
    const sizes = { rows, inner, columns }
    const wanted = new Float32Array(rows * columns)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        for (let k = 0; k < inner; k++)
          wanted[i * columns + j]! += Math.fround(left[i * inner + k]! * right[k * columns + j]!)
    expect(multiply(left, right, sizes)).toBeNull()
    expect(multiply(left, right, sizes)).toEqual(wanted)
  }
  expect(multiply(floats(4), floats(4), { rows: 2, inner: 2, columns: 2 })).toBeNull()
})
