import { stridedOffsets, taken } from '../offsets.ts'
import type { Attr, Op } from '../op.ts'
import { remembered } from '../remember.ts'
import { apply, flow } from '../rule.ts'
import { promote, sizeOf, storage, stridesOf, type Tensor } from '../tensor.ts'
import { numbers } from './shape.ts'

const named = (name: string): Op['notation'] => {
  const notation = { kind: 'call', tex: `\\operatorname{${name}}`, plain: name } as const
  return () => notation
}

/** The dimensions in another order: dimension `dims[i]` of the argument is dimension i of the result. attrs: `dims`. */
export const permute: Op = {
  gradFn: 'Permute',
  notation: named('permute'),
  forward: ([x], attrs) => {
    const dims = numbers(attrs['dims'])
    const strides = stridesOf(x!.shape)
    const shape = dims.map((dim) => x!.shape[dim]!)
    return taken(
      x!,
      stridedOffsets(
        shape,
        dims.map((dim) => strides[dim]!),
        0,
      ),
      shape,
    )
  },
  rule: ({ attrs }) => {
    const dims = numbers(attrs['dims'])
    return { kind: 'linear', pulls: [apply('permute', [flow], { dims: dims.map((_, axis) => dims.indexOf(axis)) })] }
  },
  expansion: 'moves',
  samples: [
    { shapes: [[2, 3, 4]], attrs: { dims: [2, 0, 1] } },
    { shapes: [[2, 3]], attrs: { dims: [1, 0] } },
  ],
}

/** The elements in reverse order along some dimensions. attrs: `dims`. */
export const flip: Op = {
  gradFn: 'Flip',
  notation: named('flip'),
  forward: ([x], attrs) => {
    const dims = numbers(attrs['dims'])
    const strides = stridesOf(x!.shape)
    const start = dims.reduce((at, dim) => at + (x!.shape[dim]! - 1) * strides[dim]!, 0)
    const turned = strides.map((stride, axis) => (dims.includes(axis) ? -stride : stride))
    return taken(x!, stridedOffsets(x!.shape, turned, start), x!.shape)
  },
  rule: ({ attrs }) => ({ kind: 'linear', pulls: [apply('flip', [flow], attrs)] }),
  expansion: 'moves',
  samples: [
    { shapes: [[3]], attrs: { dims: [0] } },
    { shapes: [[2, 3, 2]], attrs: { dims: [0, 2] } },
  ],
}

const rolledOffsets = remembered(
  (shape: readonly number[], shifts: readonly number[], dims: readonly number[]) => `${shape};${shifts};${dims}`,
  (shape, shifts, dims): Int32Array => {
    const strides = stridesOf(shape)
    const offsets = Int32Array.from({ length: sizeOf(shape) }, (_, i) => i)
    return offsets.map((i) =>
      dims.reduce((at, dim, n) => {
        const [extent, stride] = [shape[dim]!, strides[dim]!]
        const place = Math.floor(i / stride) % extent
        const from = (((place - shifts[n]!) % extent) + extent) % extent
        return at + (from - place) * stride
      }, i),
    )
  },
  (offsets) => offsets.length,
)

/** The elements moved on along some dimensions; those that fall off the end come back in at the front. attrs: `shifts`, `dims`, no dimension twice. */
export const roll: Op = {
  gradFn: 'Roll',
  notation: named('roll'),
  forward: ([x], { shifts, dims }) => taken(x!, rolledOffsets(x!.shape, numbers(shifts), numbers(dims)), x!.shape),
  rule: ({ attrs: { shifts, dims } }) => ({
    kind: 'linear',
    pulls: [apply('roll', [flow], { shifts: numbers(shifts).map((shift) => -shift), dims: dims! })],
  }),
  expansion: 'moves',
  samples: [
    { shapes: [[4]], attrs: { shifts: [1], dims: [0] } },
    { shapes: [[2, 3]], attrs: { shifts: [1, -5], dims: [0, 1] } },
  ],
}

/** The shape with a 1 before every dimension, so that each can be repeated on its own. */
const spaced = (shape: readonly number[], rank: number): number[] => [
  ...new Array<number>(2 * (rank - shape.length)).fill(1),
  ...shape.flatMap((extent) => [1, extent]),
]

const repeatedOffsets = remembered(
  (shape: readonly number[], times: readonly number[]) => `${shape};${times}`,
  (shape, times): Int32Array => {
    const wide = spaced(shape, times.length)
    const strides = stridesOf(wide).map((stride, axis) => (axis % 2 === 0 ? 0 : stride))
    return stridedOffsets(
      wide.map((extent, axis) => (axis % 2 === 0 ? times[axis / 2]! : extent)),
      strides,
      0,
    )
  },
  (offsets) => offsets.length,
)

/** The whole tensor laid side by side. attrs: `times`, for each dimension how often; more of them than dimensions add dimensions in front. */
export const repeat: Op = {
  gradFn: 'Repeat',
  notation: named('repeat'),
  forward: ([x], attrs) => {
    const times = numbers(attrs['times'])
    const lead = times.length - x!.shape.length
    const shape = times.map((n, axis) => n * (x!.shape[axis - lead] ?? 1))
    return taken(x!, repeatedOffsets(x!.shape, times), shape)
  },
  rule: ({ shapes, attrs }) => {
    const times = numbers(attrs['times'])
    const [shape] = shapes
    const wide = spaced(shape!, times.length).map((extent, axis) => (axis % 2 === 0 ? times[axis / 2]! : extent))
    const copies = apply('reshape', [flow], { shape: wide })
    const sum = apply('sum', [copies], { dims: times.map((_, axis) => 2 * axis), keepdim: false })
    return { kind: 'linear', pulls: [apply('reshape', [sum], { shape: shape! })] }
  },
  expansion: 'moves',
  samples: [
    { shapes: [[3]], attrs: { times: [2] } },
    { shapes: [[2, 3]], attrs: { times: [2, 1, 3] } },
    { shapes: [[]], attrs: { times: [2] } },
  ],
}

/** Tensors one after the other along a dimension. attrs: `dim`. */
export const cat: Op = {
  gradFn: 'Cat',
  notation: named('cat'),
  forward: (args, attrs) => joined(args, Number(attrs['dim'])),
  rule: ({ shapes, attrs }) => {
    const dim = Number(attrs['dim'])
    let from = 0
    const pulls = shapes.map((shape) => {
      const index: Attr[] = shape.slice(0, dim).map((extent) => [0, extent, 1])
      index.push([from, from + shape[dim]!, 1])
      from += shape[dim]!
      return apply('index', [flow], { index })
    })
    return { kind: 'linear', pulls }
  },
  expansion: 'moves',
  samples: [
    { shapes: [[2], [3], [1]], attrs: { dim: 0 } },
    {
      shapes: [
        [2, 1],
        [2, 3],
      ],
      attrs: { dim: 1 },
    },
  ],
}

function joined(args: readonly Tensor[], dim: number): Tensor {
  const total = args.reduce((n, arg) => n + arg.shape[dim]!, 0)
  const shape = args[0]!.shape.map((extent, axis) => (axis === dim ? total : extent))
  const inner = sizeOf(shape.slice(dim + 1))
  const outer = sizeOf(shape.slice(0, dim))
  const dtype = args.map((arg) => arg.dtype).reduce(promote)
  const data = storage(dtype, sizeOf(shape))
  let from = 0
  for (const arg of args) {
    const block = arg.shape[dim]! * inner
    for (let row = 0; row < outer; row++)
      data.set(arg.data.subarray(row * block, (row + 1) * block), row * total * inner + from)
    from += block
  }
  return { dtype, shape, data }
}

const triangle = (name: 'tril' | 'triu', keeps: (below: number, diagonal: number) => boolean): Op => {
  const inside = (shape: readonly number[], attr: Attr | undefined, i: number): boolean => {
    const columns = shape.at(-1)!
    return keeps((i % columns) - (Math.floor(i / columns) % shape.at(-2)!), Number(attr))
  }
  return {
    gradFn: name === 'tril' ? 'Tril' : 'Triu',
    notation: named(name),
    forward: ([x], { diagonal }) => {
      const data = storage(x!.dtype, x!.data.length)
      for (let i = 0; i < data.length; i++) if (inside(x!.shape, diagonal, i)) data[i] = x!.data[i]!
      return { dtype: x!.dtype, shape: x!.shape, data }
    },
    rule: ({ attrs }) => ({ kind: 'linear', pulls: [apply(name, [flow], attrs)] }),
    expansion: ([cells], { shape, attrs }, build) =>
      cells!.map((cell, i) => (inside(shape, attrs['diagonal'], i) ? cell : build.constant(0))),
    samples: [
      { shapes: [[3, 3]], attrs: { diagonal: 0 } },
      { shapes: [[2, 2, 3]], attrs: { diagonal: 1 } },
    ],
  }
}

/** The lower triangle of the last two dimensions, zeros above it. attrs: `diagonal`, how far above the main one it reaches. */
export const tril = triangle('tril', (above, diagonal) => above <= diagonal)
/** The upper triangle of the last two dimensions, zeros below it. attrs: `diagonal`, how far above the main one it begins. */
export const triu = triangle('triu', (above, diagonal) => above >= diagonal)
