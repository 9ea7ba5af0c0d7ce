import { broadcastOffsets } from '../elementwise.ts'
import { accumulated, stridedOffsets, taken } from '../offsets.ts'
import type { Attr, Attrs, Builder, Cells, Op } from '../op.ts'
import { apply, flow } from '../rule.ts'
import { dimsLost, sumsOver } from '../summation.ts'
import { promote, sameShape, sizeOf, storage, stridesOf, type Tensor, withShape } from '../tensor.ts'

/** A list of numbers among the attributes. Throws where there is none. */
export function numbers(attr: Attr | undefined): readonly number[] {
  if (!Array.isArray(attr)) throw new Error('expected a list of numbers among the attributes')
  return attr.map((entry) => (typeof entry === 'number' ? entry : Number.NaN))
}

/** The entries of each group added up one after the other; `groups` gives the group of each entry. */
export function addedUp(cells: Cells, groups: ArrayLike<number>, count: number, build: Builder): Cells {
  const sums = new Array<number | undefined>(count).fill(undefined)
  cells.forEach((cell, i) => {
    const before = sums[groups[i]!]
    sums[groups[i]!] = before === undefined ? cell : build.op('add', [before, cell])
  })
  return sums.map((sum) => sum ?? build.constant(0))
}

/** The cells of a tensor with those of a part put in, or added, at `offsets`. */
export function replaced(cells: Cells, part: Cells, offsets: ArrayLike<number>, add: boolean, build: Builder): Cells {
  const result = [...cells]
  part.forEach((cell, i) => {
    const at = offsets[i]!
    result[at] = add ? build.op('add', [result[at]!, cell]) : cell
  })
  return result
}

/** attrs: `dim0`, `dim1`, the two dimensions that change places. */
export const transpose: Op = {
  gradFn: 'Transpose',
  notation: () => ({ kind: 'transposed' }),
  forward: ([x], attrs) => {
    const [p, q] = [Number(attrs['dim0']), Number(attrs['dim1'])]
    const swap = <T>(list: readonly T[]): T[] =>
      list.map((entry, i) => (i === p ? list[q]! : i === q ? list[p]! : entry))
    const shape = swap(x!.shape)
    return taken(x!, stridedOffsets(shape, swap(stridesOf(x!.shape)), 0), shape)
  },
  rule: ({ attrs }) => ({ kind: 'linear', pulls: [apply('transpose', [flow], attrs)] }),
  expansion: 'moves',
  samples: [
    { shapes: [[2, 3]], attrs: { dim0: 0, dim1: 1 } },
    { shapes: [[2, 3, 2]], attrs: { dim0: 0, dim1: 2 } },
  ],
}

/** attrs: `shape`, of the same size. */
export const reshape: Op = {
  gradFn: 'Reshape',
  notation: () => ({ kind: 'call', tex: '\\operatorname{reshape}', plain: 'reshape' }),
  forward: ([x], attrs) => withShape(x!, numbers(attrs['shape'])),
  rule: ({ shapes }) => ({ kind: 'linear', pulls: [apply('reshape', [flow], { shape: shapes[0]! })] }),
  expansion: 'moves',
  samples: [
    { shapes: [[2, 3]], attrs: { shape: [3, 2] } },
    { shapes: [[]], attrs: { shape: [1, 1] } },
  ],
}

/** attrs: `shape`, to which the argument broadcasts. */
export const expand: Op = {
  gradFn: 'Expand',
  notation: () => ({ kind: 'ones' }),
  forward: ([x], attrs) => {
    const shape = numbers(attrs['shape'])
    return taken(x!, broadcastOffsets(x!.shape, shape), shape)
  },
  rule: ({ shapes }) => ({ kind: 'linear', pulls: [apply('sum_to', [flow], { shape: shapes[0]! })] }),
  expansion: 'moves',
  samples: [
    { shapes: [[2, 1]], attrs: { shape: [3, 2, 2] } },
    { shapes: [[]], attrs: { shape: [2, 3] } },
  ],
}

/** Sums over the axes along which `shape` was broadcast: the adjoint of expand. attrs: `shape`. */
export const sum_to: Op = {
  gradFn: 'SumToSize',
  notation: ({ shapes, shape }) => (sameShape(shapes[0]!, shape) ? { kind: 'same' } : { kind: 'sum', over: 'samples' }),
  forward: ([x], attrs) => {
    const shape = numbers(attrs['shape'])
    if (sameShape(x!.shape, shape)) return x!
    const data = sumsOver(x!, dimsLost(x!.shape, shape))
    return data === null ? accumulated(x!, broadcastOffsets(shape, x!.shape), shape) : { dtype: x!.dtype, shape, data }
  },
  rule: ({ shapes }) => ({ kind: 'linear', pulls: [apply('expand', [flow], { shape: shapes[0]! })] }),
  expansion: ([cells], { shapes, attrs }, build) => {
    const offsets = broadcastOffsets(numbers(attrs['shape']), shapes[0]!)
    return addedUp(cells!, offsets, sizeOf(numbers(attrs['shape'])), build)
  },
  samples: [
    { shapes: [[3, 2, 2]], attrs: { shape: [2, 1] } },
    { shapes: [[2, 3]], attrs: { shape: [] } },
  ],
}

interface Strided {
  readonly shape: readonly number[]
  readonly strides: readonly number[]
  readonly start: number
}

function stridedBy(shape: readonly number[], index: Attr | undefined): Strided {
  const entries = Array.isArray(index) ? index : []
  const all = stridesOf(shape)
  const kept: number[] = []
  const strides: number[] = []
  let start = 0
  for (let axis = 0; axis < shape.length; axis++) {
    const entry = entries[axis]
    const stride = all[axis]!
    if (typeof entry === 'number') start += entry * stride
    else {
      const [from, to, step] = entry === undefined ? [0, shape[axis]!, 1] : numbers(entry)
      start += from! * stride
      kept.push(Math.max(0, Math.ceil((to! - from!) / step!)))
      strides.push(step! * stride)
    }
  }
  return { shape: kept, strides, start }
}

/** Whether the elements of a view lie one after the other. */
function isPiece({ shape, strides }: Strided): boolean {
  let step = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== step) return false
    step *= shape[axis]!
  }
  return true
}

/** The view that an `index` attribute takes of a tensor: a number selects and drops its dimension, [start, stop, step] slices it. */
export function viewOf(shape: readonly number[], index: Attr | undefined) {
  const view = stridedBy(shape, index)
  return { shape: view.shape, offsets: stridedOffsets(view.shape, view.strides, view.start) }
}

/** attrs: `index`, one entry for each leading dimension: a number (select) or [start, stop, step] (slice). */
export const index: Op = {
  gradFn: 'Select',
  notation: ({ attrs }) => ({ kind: 'entry', index: attrs['index'] ?? [] }),
  forward: ([x], attrs) => {
    const view = stridedBy(x!.shape, attrs['index'])
    const { shape, strides, start } = view
    if (!isPiece(view)) return taken(x!, stridedOffsets(shape, strides, start), shape)
    return { dtype: x!.dtype, shape, data: x!.data.slice(start, start + sizeOf(shape)) }
  },
  rule: ({ shapes, attrs }) => ({ kind: 'linear', pulls: [apply('scatter', [flow], { ...attrs, shape: shapes[0]! })] }),
  expansion: 'moves',
  samples: [
    { shapes: [[3]], attrs: { index: [1] } },
    {
      shapes: [[3, 4]],
      attrs: {
        index: [
          [0, 3, 2],
          [1, 4, 1],
        ],
      },
    },
    { shapes: [[3, 4]], attrs: { index: [2] } },
  ],
}

/** Puts a tensor back where `index` took it from, zeros elsewhere: the adjoint of index. attrs: `index`, `shape`. */
export const scatter: Op = {
  gradFn: 'Scatter',
  notation: ({ attrs }) => ({ kind: 'placed', index: attrs['index'] ?? [] }),
  forward: ([x], attrs) => {
    const shape = numbers(attrs['shape'])
    return accumulated(x!, viewOf(shape, attrs['index']).offsets, shape)
  },
  rule: ({ attrs }) => ({ kind: 'linear', pulls: [apply('index', [flow], { index: attrs['index'] ?? [] })] }),
  expansion: ([cells], { shape, attrs }, build) => {
    const { offsets } = viewOf(shape, attrs['index'])
    const from = new Map(Array.from(offsets, (place, i) => [place, cells![i]!]))
    return Array.from({ length: sizeOf(shape) }, (_, place) => from.get(place) ?? build.constant(0))
  },
  samples: [
    {
      shapes: [[2, 3]],
      attrs: {
        index: [
          [0, 3, 2],
          [1, 4, 1],
        ],
        shape: [3, 4],
      },
    },
  ],
}

/** Tensors of one shape along a new dimension. attrs: `dim`. */
export const stack: Op = {
  gradFn: 'Stack',
  notation: () => ({ kind: 'list' }),
  forward: (args, attrs) => stacked(args, attrs),
  rule: ({ shapes, shape, attrs }) => {
    const dim = Number(attrs['dim'])
    const whole = (axis: number): Attr => [0, shape[axis]!, 1]
    const at = (i: number): Attr => Array.from({ length: dim + 1 }, (_, axis) => (axis === dim ? i : whole(axis)))
    return { kind: 'linear', pulls: shapes.map((_, i) => apply('index', [flow], { index: at(i) })) }
  },
  expansion: 'moves',
  samples: [
    { shapes: [[2], [2], [2]], attrs: { dim: 0 } },
    {
      shapes: [
        [2, 3],
        [2, 3],
      ],
      attrs: { dim: 1 },
    },
    { shapes: [[], []], attrs: { dim: 0 } },
  ],
}

function stacked(args: readonly Tensor[], attrs: Attrs): Tensor {
  const dim = Number(attrs['dim'])
  const [first] = args
  const shape = [...first!.shape.slice(0, dim), args.length, ...first!.shape.slice(dim)]
  const block = sizeOf(first!.shape.slice(dim))
  const dtype = args.map((arg) => arg.dtype).reduce(promote)
  const data = storage(dtype, sizeOf(shape))
  args.forEach((arg, i) => {
    for (let j = 0; j < arg.data.length; j++)
      data[(Math.floor(j / block) * args.length + i) * block + (j % block)] = arg.data[j]!
  })
  return { dtype, shape, data }
}
