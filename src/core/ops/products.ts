import { membersOf, reducedShape } from '../groups.ts'
import type { Context, Op } from '../op.ts'
import { a, apply, constant, type Expr, flow, minus, over, times, y } from '../rule.ts'
import { sizeOf, storage, type Tensor } from '../tensor.ts'
import { spread } from './reduce.ts'
import { numbers } from './shape.ts'

const reductions = [
  { shapes: [[2, 3]], attrs: { dims: [0, 1], keepdim: false } },
  { shapes: [[2, 3]], attrs: { dims: [1], keepdim: false } },
  { shapes: [[2, 3]], attrs: { dims: [0], keepdim: true } },
]

const counted = (dtype: Tensor['dtype']): Tensor['dtype'] => (dtype === 'bool' ? 'int64' : dtype)

/** The product of the elements along `dims`. Each hands back the product of the others, right also where one is 0. attrs: `dims`, `keepdim`. */
export const prod: Op = {
  gradFn: 'Prod',
  notation: () => ({ kind: 'call', tex: '\\textstyle\\prod', plain: 'Π' }),
  forward: ([x], attrs) => {
    const dims = numbers(attrs['dims'])
    const shape = reducedShape(x!.shape, dims, attrs['keepdim'] === true)
    const data = storage(counted(x!.dtype), sizeOf(shape))
    membersOf(x!.shape, dims).forEach((members, group) => {
      let product = 1
      for (const i of members) product *= x!.data[i]!
      data[group] = product
    })
    return { dtype: counted(x!.dtype), shape, data }
  },
  rule: (context) => {
    const dims = numbers(context.attrs['dims'])
    const others = apply('product_of_others', [a], { dims })
    return {
      kind: 'general',
      pulls: [times(spread(flow, context), others)],
      pushes: [apply('sum', [times(others, flow)], context.attrs)],
    }
  },
  expansion: ([cells], { shapes, attrs }, build) =>
    membersOf(shapes[0]!, numbers(attrs['dims'])).map((members) =>
      members.length === 0
        ? build.constant(1)
        : [...members].map((i) => cells![i]!).reduce((p, q) => build.op('mul', [p, q])),
    ),
  samples: reductions,
}

/** For each element the product of all others along `dims`: what a product hands back to it. attrs: `dims`. Its own rule divides: no element may be 0. */
export const product_of_others: Op = {
  gradFn: 'ProdOthers',
  notation: () => ({ kind: 'call', tex: '\\textstyle\\prod_{\\text{others}}', plain: 'Π others' }),
  forward: ([x], attrs) => {
    const data = storage(x!.dtype, x!.data.length)
    for (const members of membersOf(x!.shape, numbers(attrs['dims']))) {
      const after = new Float64Array(members.length + 1).fill(1)
      for (let i = members.length - 1; i >= 0; i--) after[i] = after[i + 1]! * x!.data[members[i]!]!
      for (let i = 0, before = 1; i < members.length; i++) {
        data[members[i]!] = before * after[i + 1]!
        before *= x!.data[members[i]!]!
      }
    }
    return { dtype: x!.dtype, shape: x!.shape, data }
  },
  rule: ({ attrs }) => {
    const dims = numbers(attrs['dims'])
    const all = (e: Expr): Expr => apply('sum', [e], { dims, keepdim: true })
    return {
      kind: 'general',
      pulls: [over(minus(all(times(flow, y)), times(flow, y)), a)],
      pushes: [times(y, minus(all(over(flow, a)), over(flow, a)))],
    }
  },
  expansion: ([cells], { shapes, attrs }, build) => {
    const result: number[] = []
    for (const members of membersOf(shapes[0]!, numbers(attrs['dims'])))
      for (const i of members) {
        const others = [...members].filter((j) => j !== i).map((j) => cells![j]!)
        result[i] = others.length === 0 ? build.constant(1) : others.reduce((p, q) => build.op('mul', [p, q]))
      }
    return result
  },
  samples: [
    { shapes: [[2, 3]], attrs: { dims: [1] }, domain: [0.5, 2] },
    { shapes: [[3]], attrs: { dims: [0] }, domain: [0.5, 2] },
  ],
}

const alongDim = ({ shapes, attrs }: Context): readonly number[] =>
  shapes[0]!.length === 0 ? [] : [Number(attrs['dim'])]

function running(
  x: Tensor,
  dims: readonly number[],
  start: number,
  step: (held: number, next: number) => number,
): Tensor {
  const dtype = counted(x.dtype)
  const data = storage(dtype, x.data.length)
  for (const members of membersOf(x.shape, dims)) {
    let held = start
    for (const i of members) {
      held = step(held, x.data[i]!)
      data[i] = held
    }
  }
  return { dtype, shape: x.shape, data }
}

const runningCells =
  (op: 'add' | 'mul'): Exclude<Op['expansion'], string | undefined> =>
  ([cells], context, build) => {
    const result: number[] = []
    for (const members of membersOf(context.shapes[0]!, alongDim(context))) {
      // each on its own: a cell that the next one is made from would get its gradient too
      members.forEach((i, last) => {
        result[i] = [...members.subarray(0, last + 1)].map((at) => cells![at]!).reduce((p, q) => build.op(op, [p, q]))
      })
    }
    return result
  }

const lines = [
  { shapes: [[4]], attrs: { dim: 0 } },
  { shapes: [[2, 3]], attrs: { dim: 0 } },
  { shapes: [[2, 3]], attrs: { dim: 1 } },
]

const dimsOf = (shape: readonly number[], attr: unknown): readonly number[] =>
  shape.length === 0 ? [] : [Number(attr)]

/** Running sums along a dimension; back flow the running sums from the other end. attrs: `dim`. */
export const cumsum: Op = {
  gradFn: 'Cumsum',
  notation: () => ({ kind: 'call', tex: '\\operatorname{cumsum}', plain: 'cumsum' }),
  forward: ([x], { dim }) => running(x!, dimsOf(x!.shape, dim), 0, (held, next) => held + next),
  rule: (context) => {
    const dims = alongDim(context)
    const turned = (e: Expr): Expr => apply('flip', [e], { dims })
    return { kind: 'linear', pulls: [turned(apply('cumsum', [turned(flow)], context.attrs))] }
  },
  expansion: runningCells('add'),
  samples: lines,
}

/** Running products along a dimension. Its slopes are those of the products it is made of, right also where an element is 0. attrs: `dim`. */
export const cumprod: Op = {
  gradFn: 'Cumprod',
  notation: () => ({ kind: 'call', tex: '\\operatorname{cumprod}', plain: 'cumprod' }),
  forward: ([x], { dim }) => running(x!, dimsOf(x!.shape, dim), 1, (held, next) => held * next),
  rule: (context) => {
    const shape = context.shapes[0]!
    if (shape.length === 0) return { kind: 'elementwise', partials: [constant(1)] }
    const dim = alongDim(context)[0]!
    const size = shape[dim]!
    const [lead, tail] = [sizeOf(shape.slice(0, dim)), sizeOf(shape.slice(dim + 1))]
    // row k of a table of products: the elements up to the k-th, and 1 after it
    const table = [lead, size, size, tail]
    const ones = apply('expand', [constant(1)], { shape: [size, size] })
    const upTo = apply('reshape', [apply('tril', [ones], { diagonal: 0 })], { shape: [1, size, size, 1] })
    const asColumns = (e: Expr): Expr => apply('reshape', [e], { shape: [lead, 1, size, tail] })
    const asRows = (e: Expr): Expr => apply('reshape', [e], { shape: [lead, size, 1, tail] })
    const factors = apply('where', [upTo, apply('expand', [asColumns(a)], { shape: table }), constant(1)])
    const others = times(upTo, apply('product_of_others', [factors], { dims: [2] }))
    const added = (e: Expr, axis: number): Expr =>
      apply('reshape', [apply('sum', [e], { dims: [axis], keepdim: false })], { shape })
    return {
      kind: 'general',
      pulls: [added(times(asRows(flow), others), 1)],
      pushes: [added(times(asColumns(flow), others), 2)],
    }
  },
  expansion: runningCells('mul'),
  samples: lines,
}
