import { membersOf, reducedShape } from '../groups.ts'
import type { Attrs, Builder, Cells, Context, Op } from '../op.ts'
import { a, apply, constant, type Expr, flow, minus, over, power, times, y } from '../rule.ts'
import { type Dtype, sameShape, sizeOf, storage, type Tensor } from '../tensor.ts'
import { spread } from './reduce.ts'
import { numbers } from './shape.ts'

const floating = (dtype: Dtype): Dtype => (dtype === 'float64' ? 'float64' : 'float32')

/** One number for each group, from its elements. attrs: `dims`, `keepdim`. */
function each(x: Tensor, attrs: Attrs, measure: (members: Int32Array, data: Tensor['data']) => number): Tensor {
  const dims = numbers(attrs['dims'])
  const shape = reducedShape(x.shape, dims, attrs['keepdim'] === true)
  const dtype = floating(x.dtype)
  const data = storage(dtype, sizeOf(shape))
  membersOf(x.shape, dims).forEach((members, group) => {
    data[group] = measure(members, x.data)
  })
  return { dtype, shape, data }
}

/** What the squares are divided by: how many there are, less the correction. */
const divisor = ({ shapes, attrs }: Context): number => {
  const count = numbers(attrs['dims']).reduce((n, dim) => n * shapes[0]![dim]!, 1)
  return Math.max(0, count - Number(attrs['correction']))
}

function varianceOf(members: Int32Array, data: Tensor['data'], correction: number): number {
  let total = 0
  for (const i of members) total += data[i]!
  const middle = total / members.length
  let squares = 0
  for (const i of members) squares += (data[i]! - middle) ** 2
  return squares / Math.max(0, members.length - correction)
}

/** The elements less their mean. */
function centered(context: Context): Expr {
  const { dims, keepdim } = context.attrs
  return minus(a, spread(apply('mean', [a], { dims: dims!, keepdim: keepdim! }), context))
}

const summed = (e: Expr, { dims, keepdim }: Attrs): Expr => apply('sum', [e], { dims: dims!, keepdim: keepdim! })

function varianceCells(cells: Cells, context: Context, build: Builder): number[] {
  return membersOf(context.shapes[0]!, numbers(context.attrs['dims'])).map((members) => {
    const own = [...members].map((i) => cells[i]!)
    const add = (list: readonly number[]): number => list.reduce((p, q) => build.op('add', [p, q]))
    const middle = build.op('div', [add(own), build.constant(own.length)])
    const squares = own.map((cell) => {
      const difference = build.op('sub', [cell, middle])
      return build.op('mul', [difference, difference])
    })
    return build.op('div', [add(squares), build.constant(divisor(context))])
  })
}

const samples = [
  { shapes: [[2, 3]], attrs: { dims: [0, 1], keepdim: false, correction: 1 } },
  { shapes: [[2, 3]], attrs: { dims: [1], keepdim: false, correction: 0 } },
  { shapes: [[3, 2]], attrs: { dims: [0], keepdim: true, correction: 1 } },
]

/** The variance: the mean of the squares of what is left when the mean is taken off. attrs: `dims`, `keepdim`, `correction`, taken from the count. */
export const variance: Op = {
  gradFn: 'Var',
  notation: () => ({ kind: 'call', tex: '\\operatorname{var}', plain: 'var' }),
  forward: ([x], attrs) => each(x!, attrs, (members, data) => varianceOf(members, data, Number(attrs['correction']))),
  rule: (context) => {
    const slope = times(constant(2 / divisor(context)), centered(context))
    return {
      kind: 'general',
      pulls: [times(spread(flow, context), slope)],
      pushes: [summed(times(slope, flow), context.attrs)],
    }
  },
  expansion: ([cells], context, build) => varianceCells(cells!, context, build),
  samples,
}

/** 0 where the output is 0, as PyTorch has the slope of a root there. */
const unlessZero = (e: Expr): Expr => apply('where', [apply('eq', [y, constant(0)]), constant(0), e])

/** Whether a result is 0, where a root would have no slope; not asked where a cell stands for several results. */
const isZero = ({ data, shape }: Tensor, context: Context, i: number): boolean =>
  sameShape(shape, context.shape) && data[i] === 0

/** The standard deviation, the root of the variance. attrs: as of variance. */
export const deviation: Op = {
  gradFn: 'Std',
  notation: () => ({ kind: 'call', tex: '\\operatorname{std}', plain: 'std' }),
  forward: ([x], attrs) =>
    each(x!, attrs, (members, data) => Math.sqrt(varianceOf(members, data, Number(attrs['correction'])))),
  rule: (context) => {
    const slope = times(constant(1 / divisor(context)), centered(context))
    return {
      kind: 'general',
      pulls: [times(spread(unlessZero(over(flow, y)), context), slope)],
      pushes: [unlessZero(over(summed(times(slope, flow), context.attrs), y))],
    }
  },
  expansion: ([cells], context, build, { output }) =>
    varianceCells(cells!, context, build).map((cell, i) =>
      isZero(output, context, i) ? cell : build.op('sqrt', [cell]),
    ),
  samples,
}

function normOf(members: Int32Array, data: Tensor['data'], p: number): number {
  let total = 0
  for (const i of members) {
    const size = Math.abs(data[i]!)
    if (p === Number.POSITIVE_INFINITY) total = Number.isNaN(size) ? size : Math.max(total, size)
    else if (p === 0) total += Number(size !== 0)
    else total += p === 1 ? size : p === 2 ? size * size : size ** p
  }
  if (p === 2) return Math.sqrt(total)
  return p === 0 || p === 1 || p === Number.POSITIVE_INFINITY ? total : total ** (1 / p)
}

/** How fast a norm grows with each element, and what its gradient is divided by. */
function slopeOf(context: Context, p: number): readonly [Expr, (e: Expr) => Expr] {
  const sign = apply('sign', [a])
  if (p === 1) return [sign, (e) => e]
  if (p === 2) {
    const length = spread(y, context)
    return [apply('where', [apply('eq', [length, constant(0)]), constant(0), over(a, length)]), (e) => e]
  }
  if (p === 0) return [times(a, constant(0)), (e) => e]
  if (p === Number.POSITIVE_INFINITY) {
    const { dims, keepdim } = context.attrs
    const hits = apply('eq', [apply('abs', [a]), spread(y, context)])
    const count = apply('sum', [hits], { dims: dims!, keepdim: keepdim! })
    return [times(sign, hits), (e) => over(e, count)]
  }
  return [times(sign, power(apply('abs', [a]), constant(p - 1))), (e) => unlessZero(over(e, power(y, constant(p - 1))))]
}

/** The p-norm, (Σ |x|ᵖ)^(1/p), the largest size for p = ∞; at 0 the slope is 0, as PyTorch has it. attrs: `dims`, `keepdim`, `p`. */
export const norm: Op = {
  gradFn: 'LinalgVectorNorm',
  notation: ({ attrs }) => ({ kind: 'norm', p: Number(attrs['p']) }),
  forward: ([x], attrs) => each(x!, attrs, (members, data) => normOf(members, data, Number(attrs['p']))),
  rule: (context) => {
    const [slope, divided] = slopeOf(context, Number(context.attrs['p']))
    return {
      kind: 'general',
      pulls: [times(spread(divided(flow), context), slope)],
      pushes: [divided(summed(times(slope, flow), context.attrs))],
    }
  },
  expansion: ([cells], context, build, { output }) => {
    const { shapes, attrs } = context
    return membersOf(shapes[0]!, numbers(attrs['dims'])).map((members, group) => {
      const own = [...members].map((i) => cells![i]!)
      // of nothing but zeros every norm is Σ|x|, whose slope there is 0
      const p = isZero(output, context, group) ? 1 : Number(attrs['p'])
      const sizes = p === 2 ? own : own.map((cell) => build.op('abs', [cell]))
      if (p === Number.POSITIVE_INFINITY) return sizes.reduce((u, v) => build.op('maximum', [u, v]))
      const powers = sizes.map((cell) => {
        if (p === 2) return build.op('mul', [cell, cell])
        if (p === 0)
          return build.op('where', [build.op('ne', [cell, build.constant(0)]), build.constant(1), build.constant(0)])
        return p === 1 ? cell : build.op('pow', [cell, build.constant(p)])
      })
      const total = powers.reduce((u, v) => build.op('add', [u, v]))
      if (p === 1 || p === 0) return total
      return p === 2 ? build.op('sqrt', [total]) : build.op('pow', [total, build.constant(1 / p)])
    })
  },
  samples: [2, 1, 3, Number.POSITIVE_INFINITY].flatMap((p) => [
    { shapes: [[2, 3]], attrs: { dims: [0, 1], keepdim: false, p } },
    { shapes: [[2, 3]], attrs: { dims: [1], keepdim: true, p } },
  ]),
}
