import { groupsOf, reducedShape } from '../groups.ts'
import type { Attr, Builder, Cells, Context, Op } from '../op.ts'
import { apply, constant, type Expr, flow, minus, over, times, y } from '../rule.ts'
import { sumsOver } from '../summation.ts'
import { sizeOf, storage, type Tensor } from '../tensor.ts'
import { addedUp, numbers } from './shape.ts'

const countOf = ({ shapes, attrs }: Context): number =>
  numbers(attrs['dims']).reduce((n, dim) => n * shapes[0]![dim]!, 1)

function groupSums(x: Tensor, dims: readonly number[], count: number): Float64Array {
  const groups = groupsOf(x.shape, dims)
  const sums = new Float64Array(count)
  for (let i = 0; i < groups.length; i++) sums[groups[i]!]! += x.data[i]!
  return sums
}

function reduce(x: Tensor, dimsAttr: Attr | undefined, keep: boolean, scale: (n: number) => number): Tensor {
  const dims = numbers(dimsAttr)
  const shape = reducedShape(x.shape, dims, keep)
  const sums = sumsOver(x, dims) ?? groupSums(x, dims, sizeOf(shape))
  const factor = scale(dims.reduce((n, dim) => n * x.shape[dim]!, 1))
  const dtype = x.dtype === 'bool' ? 'int64' : x.dtype
  const data = storage(dtype, sums.length)
  for (let i = 0; i < data.length; i++) data[i] = factor === 1 ? sums[i]! : sums[i]! / factor
  return { dtype, shape, data }
}

/** What a reduction's gradient looks like before it is scaled: the upstream number copied to every element it was made from. */
export const copied = (context: Context): Expr => spread(flow, context)

/** Something of a reduction's shape, copied to every element that was reduced. attrs: `dims`, `keepdim`. */
export function spread(e: Expr, { shapes, attrs }: Context): Expr {
  const [shape] = shapes
  const kept = reducedShape(shape!, numbers(attrs['dims']), true)
  const column = kept.every((size) => size === 1) ? e : apply('reshape', [e], { shape: kept })
  return apply('expand', [attrs['keepdim'] === true ? e : column], { shape: shape! })
}

/** The entries of each group added up. */
const sums = (cells: Cells, { shapes, attrs }: Context, build: Builder): Cells => {
  const dims = numbers(attrs['dims'])
  return addedUp(cells, groupsOf(shapes[0]!, dims), sizeOf(reducedShape(shapes[0]!, dims, true)), build)
}

const reductions = [
  { shapes: [[2, 3]], attrs: { dims: [0, 1], keepdim: false } },
  { shapes: [[2, 3]], attrs: { dims: [1], keepdim: false } },
  { shapes: [[2, 3, 2]], attrs: { dims: [0, 2], keepdim: true } },
  { shapes: [[]], attrs: { dims: [], keepdim: false } },
]

const axesOf = ({ shapes, attrs }: Context): string =>
  numbers(attrs['dims']).length === shapes[0]!.length ? '' : numbers(attrs['dims']).join(',')

/** attrs: `dims`, the dimensions summed over; `keepdim`. */
export const sum: Op = {
  gradFn: 'Sum',
  notation: (context) => ({ kind: 'sum', over: axesOf(context) }),
  forward: ([x], attrs) => reduce(x!, attrs['dims'], attrs['keepdim'] === true, () => 1),
  rule: (context) => ({ kind: 'linear', pulls: [copied(context)] }),
  expansion: ([cells], context, build) => sums(cells!, context, build),
  samples: reductions,
}

/** attrs: `dims`, `keepdim`. */
export const mean: Op = {
  gradFn: 'Mean',
  notation: () => ({ kind: 'call', tex: '\\operatorname{mean}', plain: 'mean' }),
  forward: ([x], attrs) => reduce(x!, attrs['dims'], attrs['keepdim'] === true, (n) => n),
  rule: (context) => ({ kind: 'linear', pulls: [over(copied(context), constant(countOf(context)))] }),
  expansion: ([cells], context, build) => {
    const count = countOf(context)
    const totals = sums(cells!, context, build)
    return count === 1 ? totals : totals.map((total) => build.op('div', [total, build.constant(count)]))
  },
  samples: reductions,
}

/** Not element-wise: every output depends on every input along `dim`, so the whole Jacobian diag(p) − p pᵀ is used. attrs: `dim`. */
export const softmax: Op = {
  gradFn: 'Softmax',
  notation: () => ({ kind: 'call', tex: '\\operatorname{softmax}', plain: 'softmax' }),
  forward: ([x], attrs) => {
    const dims = x!.shape.length === 0 ? [] : [Number(attrs['dim'])]
    const groups = groupsOf(x!.shape, dims)
    const peaks = new Float64Array(x!.data.length).fill(Number.NEGATIVE_INFINITY)
    const totals = new Float64Array(x!.data.length)
    const data = storage(x!.dtype, x!.data.length)
    const powers = new Float64Array(x!.data.length)
    for (let i = 0; i < data.length; i++) peaks[groups[i]!] = Math.max(peaks[groups[i]!]!, x!.data[i]!)
    // In the steps and the order of PyTorch, each rounded: what is divided by is its reciprocal.
    const rounded = x!.dtype === 'float32' ? Math.fround : (value: number): number => value
    for (let i = 0; i < data.length; i++) {
      powers[i] = rounded(Math.exp(rounded(x!.data[i]! - peaks[groups[i]!]!)))
      totals[groups[i]!] = rounded(totals[groups[i]!]! + powers[i]!)
    }
    for (let i = 0; i < data.length; i++) data[i] = powers[i]! * rounded(1 / totals[groups[i]!]!)
    return { dtype: x!.dtype, shape: x!.shape, data }
  },
  rule: ({ shapes, attrs }) => {
    const dims = shapes[0]!.length === 0 ? [] : [Number(attrs['dim'])]
    const shared = apply('sum', [times(flow, y)], { dims, keepdim: true })
    const both = times(y, minus(flow, shared))
    return { kind: 'general', pulls: [both], pushes: [both] }
  },
  expansion: ([cells], { shapes, attrs }, build) => {
    const dims = shapes[0]!.length === 0 ? [] : [Number(attrs['dim'])]
    const groups = groupsOf(shapes[0]!, dims)
    const weights = cells!.map((cell) => build.op('exp', [cell]))
    const totals = addedUp(weights, groups, sizeOf(reducedShape(shapes[0]!, dims, true)), build)
    return weights.map((weight, i) => build.op('div', [weight, totals[groups[i]!]!]))
  },
  samples: [
    { shapes: [[3]], attrs: { dim: 0 } },
    { shapes: [[2, 3]], attrs: { dim: 1 } },
  ],
}
