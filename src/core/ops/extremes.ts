import { membersOf, reducedShape } from '../groups.ts'
import type { Attrs, Builder, Cells, Context, Op, Values } from '../op.ts'
import { a, apply, constant, type Expr, flow, over, times, y } from '../rule.ts'
import { sameShape, sizeOf, storage, type Tensor } from '../tensor.ts'
import { spread } from './reduce.ts'
import { numbers } from './shape.ts'

type Better = (x: number, y: number) => boolean

/** The first of the members that no other beats; a NaN beats all. */
function bestOf(data: ArrayLike<number>, members: Int32Array, better: Better): number {
  let best = 0
  for (let i = 1; i < members.length; i++) {
    const [held, next] = [data[members[best]!]!, data[members[i]!]!]
    if (!Number.isNaN(held) && (Number.isNaN(next) || better(next, held))) best = i
  }
  return best
}

/** One value for each group of a reduction. attrs: `dims`, `keepdim`. */
function reducedBy(x: Tensor, attrs: Attrs, dtype: Tensor['dtype'], measure: (members: Int32Array) => number): Tensor {
  const dims = numbers(attrs['dims'])
  const shape = reducedShape(x.shape, dims, attrs['keepdim'] === true)
  const data = storage(dtype, sizeOf(shape))
  membersOf(x.shape, dims).forEach((members, group) => {
    data[group] = measure(members)
  })
  return { dtype, shape, data }
}

/** The values a position op has, as numbers: they are looked up, not computed from entries. */
const asFound = (_cells: readonly Cells[], _context: Context, build: Builder, { output }: Values): Cells =>
  Array.from(output.data, (value) => build.constant(value))

const place = (name: 'argmax' | 'argmin', better: Better): Op => ({
  gradFn: '',
  notation: () => ({ kind: 'call', tex: `\\operatorname{${name}}`, plain: name }),
  forward: ([x], attrs) => reducedBy(x!, attrs, 'int64', (members) => bestOf(x!.data, members, better)),
  rule: () => ({ kind: 'none' }),
  expansion: asFound,
  samples: [],
})

const larger: Better = (x, y) => x > y
const smaller: Better = (x, y) => x < y

/** Where the largest stands among the elements of each group, counted in their order; the first among equals. attrs: `dims`, `keepdim`. */
export const argmax = place('argmax', larger)
/** Where the smallest stands among the elements of each group, counted in their order; the first among equals. attrs: `dims`, `keepdim`. */
export const argmin = place('argmin', smaller)

/** The cells of the members that reach the extreme: one where the gradient goes to the first, else all of them. */
function reaching(x: Tensor, members: Int32Array, better: Better, first: boolean): number[] {
  const at = bestOf(x.data, members, better)
  if (first) return [members[at]!]
  const best = x.data[members[at]!]!
  return [...members].filter((i) => x.data[i] === best)
}

const samples = [
  { shapes: [[2, 3]], attrs: { dims: [0, 1], keepdim: false, first: false } },
  { shapes: [[2, 3]], attrs: { dims: [1], keepdim: false, first: false } },
  { shapes: [[2, 3]], attrs: { dims: [0], keepdim: true, first: true } },
  { shapes: [[2, 3]], attrs: { dims: [1], keepdim: false, first: true } },
]

function extreme(name: 'max' | 'min', better: Better): Op {
  const pair = name === 'max' ? 'maximum' : 'minimum'
  const where = name === 'max' ? 'argmax' : 'argmin'
  return {
    gradFn: name === 'max' ? 'Amax' : 'Amin',
    notation: () => ({ kind: 'call', tex: `\\${name}`, plain: name }),
    forward: ([x], attrs) =>
      reducedBy(x!, attrs, x!.dtype, (members) => x!.data[members[bestOf(x!.data, members, better)]!]!),
    rule: (context) => (context.attrs['first'] === true ? toTheFirst(context, where) : shared(context)),
    expansion: ([cells], { shapes, attrs }, build, { args: [x] }) =>
      membersOf(shapes[0]!, numbers(attrs['dims'])).map((members) => {
        const found = sameShape(x!.shape, shapes[0]!) ? reaching(x!, members, better, attrs['first'] === true) : []
        const all = [...members].map((i) => cells![i]!)
        const equals = found.map((i) => cells![i]!)
        // equals pass the gradient to the first, or share it evenly, which a chain of pairs would not do
        const tied = sameShape(x!.shape, shapes[0]!) && reaching(x!, members, better, false).length > 1
        if (!tied) return all.reduce((p, q) => build.op(pair, [p, q]))
        const sum = equals.reduce((p, q) => build.op('add', [p, q]))
        return equals.length === 1 ? sum : build.op('div', [sum, build.constant(equals.length)])
      }),
    samples,
  }
}

const keptShape = ({ shapes, attrs }: Context): number[] => reducedShape(shapes[0]!, numbers(attrs['dims']), true)

function toTheFirst(context: Context, where: 'argmax' | 'argmin'): ReturnType<Op['rule']> {
  const { shapes, shape, attrs } = context
  const dims = numbers(attrs['dims'])
  const kept = keptShape(context)
  const places = apply(where, [a], { dims, keepdim: true })
  const zeros = apply('expand', [constant(0)], { shape: shapes[0]! })
  const reshaped = (e: Expr, to: readonly number[]): Expr =>
    sameShape(kept, shape) ? e : apply('reshape', [e], { shape: to })
  return {
    kind: 'general',
    pulls: [apply('scatter_along', [zeros, reshaped(flow, kept), places], { dim: dims[0]!, add: true })],
    pushes: [reshaped(apply('gather', [flow, places], { dim: dims[0]! }), shape)],
  }
}

function shared(context: Context): ReturnType<Op['rule']> {
  const dims = numbers(context.attrs['dims'])
  const keepdim = context.attrs['keepdim'] === true
  const hits = apply('eq', [a, spread(y, context)])
  const count = apply('sum', [hits], { dims, keepdim })
  return {
    kind: 'general',
    pulls: [times(hits, spread(over(flow, count), context))],
    pushes: [over(apply('sum', [times(hits, flow)], { dims, keepdim }), count)],
  }
}

/**
 * The largest of the elements along `dims`. Equals share the gradient evenly; with `first`, for one dimension, it goes to the first of them,
 * as PyTorch's max(dim) has it. attrs: `dims`, `keepdim`, `first`.
 */
export const amax = extreme('max', larger)
/** The smallest of the elements along `dims`; the gradient goes as that of amax. attrs: `dims`, `keepdim`, `first`. */
export const amin = extreme('min', smaller)

/**
 * The places of the elements along a dimension in the order of their size, equals in their own order, NaN above all.
 * attrs: `dim`, `descending`, and of these places `count` from `from` on.
 */
export const argsort: Op = {
  gradFn: '',
  notation: () => ({ kind: 'call', tex: '\\operatorname{argsort}', plain: 'argsort' }),
  forward: ([x], { dim, descending, from, count }) => {
    const dims = x!.shape.length === 0 ? [] : [Number(dim)]
    const [start, most] = [Number(from), Number(count)]
    const shape = x!.shape.map((extent, axis) => (axis === dims[0] ? most : extent))
    const data = storage('int64', sizeOf(shape))
    const into = membersOf(shape, dims)
    const sign = descending === true ? -1 : 1
    const above = (p: number, q: number): number => {
      if (Number.isNaN(p) || Number.isNaN(q)) return Number(Number.isNaN(p)) - Number(Number.isNaN(q))
      return p < q ? -1 : p > q ? 1 : 0
    }
    membersOf(x!.shape, dims).forEach((members, group) => {
      const order = [...members.keys()].sort((i, j) => sign * above(x!.data[members[i]!]!, x!.data[members[j]!]!))
      into[group]!.forEach((at, i) => {
        data[at] = order[start + i]!
      })
    })
    return { dtype: 'int64', shape, data }
  },
  rule: () => ({ kind: 'none' }),
  expansion: asFound,
  samples: [],
}
