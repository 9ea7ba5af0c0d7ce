import { elementwise } from './binary.ts'
import { named } from './named.ts'
import { raise } from './raised.ts'
import { apply, type Session, shapeOf, tensorOf } from './session.ts'
import { dimension, dimensions, reduced } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import type { TensorValue, Value } from './value.ts'

type Which = 'max' | 'min'

const emptied = (session: Session, x: TensorValue): boolean => tensorOf(session, x).data.length === 0

/** Where the largest or smallest stand, counted in the order of the elements. */
function places(
  session: Session,
  x: TensorValue,
  which: Which,
  dims: readonly number[],
  keepdim: boolean,
): TensorValue {
  const shape = reduced(shapeOf(session, x), dims, keepdim)
  return apply(session, `arg${which}`, [x], { dims, keepdim }, shape, '')
}

/** The largest or smallest of all elements, of two tensors entry by entry, or along a dimension with where they stand. */
const extreme =
  (which: Which): Row['call'] =>
  (session, args) => {
    const x = args.tensor('input')
    const [Name, second] = [which === 'max' ? 'Max' : 'Min', args.get('other') ?? args.get('dim')]
    if (second?.kind === 'tensor') return elementwise(session, `${which}imum`, x, second, `${Name}imumBackward0`)
    const shape = shapeOf(session, x)
    if (second === null) {
      if (emptied(session, x))
        raise(
          'RuntimeError',
          `${which}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.`,
          'An empty tensor has no largest element.',
        )
      const dims = dimensions(null, shape.length)
      return apply(session, `a${which}`, [x], { dims, keepdim: false, first: false }, [], `${Name}Backward1`)
    }
    const dims = shape.length === 0 ? [] : [dimension(args.int('dim', 0), shape.length)]
    if (shape.length === 0) dimension(args.int('dim', 0), 0)
    checkExtent(which, shape, dims)
    const keepdim = args.flag('keepdim')
    const attrs = { dims, keepdim, first: dims.length > 0 }
    const values = apply(session, `a${which}`, [x], attrs, reduced(shape, dims, keepdim), `${Name}Backward0`)
    return named(which, { values, indices: places(session, x, which, dims, keepdim) })
  }

function checkExtent(name: string, shape: readonly number[], dims: readonly number[]): void {
  const empty = dims.find((dim) => shape[dim] === 0)
  if (empty !== undefined)
    raise(
      'IndexError',
      `${name}(): Expected reduction dim ${empty} to have non-zero size.`,
      'An empty dimension has no largest element.',
    )
}

/** The same over one or several dimensions, without the places; equals share the gradient. */
const shared = (which: Which): Row =>
  row(`a${which}(input, dim=, keepdim=)`, (session, args) => {
    const x = args.tensor('input')
    const shape = shapeOf(session, x)
    const dims = dimensions(args.dims('dim'), shape.length)
    checkExtent(`a${which}`, shape, dims)
    const keepdim = args.flag('keepdim')
    const gradFn = which === 'max' ? 'AmaxBackward0' : 'AminBackward0'
    return apply(session, `a${which}`, [x], { dims, keepdim, first: false }, reduced(shape, dims, keepdim), gradFn)
  })

const position = (which: Which): Row =>
  row(`arg${which}(input, dim=, keepdim=)`, (session, args) => {
    const x = args.tensor('input')
    const shape = shapeOf(session, x)
    if (args.get('dim') === null && emptied(session, x))
      raise(
        'IndexError',
        `arg${which}(): Expected reduction dim to be specified for input.numel() == 0.`,
        'An empty tensor has no largest element.',
      )
    const dims = dimensions(args.get('dim') === null ? null : [args.int('dim', 0)], shape.length)
    checkExtent(`arg${which}`, shape, dims)
    return places(session, x, which, dims, args.flag('keepdim'))
  })

/** Where the elements from the `from`-th on stand in the order of their size, and those elements. */
function ordered(
  session: Session,
  x: TensorValue,
  dim: number,
  how: { readonly descending: boolean; readonly from: number; readonly count: number },
  gradFn: string,
) {
  const shape = shapeOf(session, x)
  const wanted = shape.length === 0 ? [] : shape.with(dim, how.count)
  const indices = apply(session, 'argsort', [x], { dim, ...how }, wanted, '')
  const values = apply(session, 'gather', [x, indices], { dim }, wanted, gradFn)
  return { values, indices }
}

function sorted(session: Session, args: Bound): { values: TensorValue; indices: TensorValue } {
  const x = args.tensor('input')
  const shape = shapeOf(session, x)
  const dim = dimension(args.int('dim', -1), shape.length)
  const how = { descending: args.flag('descending'), from: 0, count: shape[dim] ?? 1 }
  return ordered(session, x, dim, how, 'SortBackward0')
}

function largest(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const shape = shapeOf(session, x)
  const dim = dimension(args.int('dim', -1), shape.length)
  const count = args.int('k', 1)
  if (count < 0 || count > (shape[dim] ?? 1))
    raise('RuntimeError', 'selected index k out of range', `There are ${shape[dim] ?? 1} along the dimension.`)
  const how = { descending: args.flag('largest', true), from: 0, count }
  return named('topk', ordered(session, x, dim, how, 'TopkBackward0'))
}

/** The one element of a dimension that stands at `at` in order, the dimension dropped unless it is kept. */
function nth(session: Session, x: TensorValue, dim: number, at: number, keepdim: boolean, gradFn: string) {
  const found = ordered(session, x, dim, { descending: false, from: at, count: 1 }, gradFn)
  const shape = reduced(shapeOf(session, x), shapeOf(session, x).length === 0 ? [] : [dim], keepdim)
  const fit = (each: TensorValue): TensorValue =>
    keepdim ? each : apply(session, 'reshape', [each], { shape }, shape, gradFn)
  return { values: fit(found.values), indices: fit(found.indices) }
}

/** The middle one in order; of an even number the lower of the two, as in PyTorch. */
function median(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const shape = shapeOf(session, x)
  if (args.get('dim') === null) {
    const count = tensorOf(session, x).data.length
    const flat = shape.length === 1 ? x : apply(session, 'reshape', [x], { shape: [count] }, [count], 'MedianBackward0')
    return nth(session, flat, 0, Math.floor((count - 1) / 2), false, 'MedianBackward0').values
  }
  const dim = dimension(args.int('dim', 0), shape.length)
  const at = Math.floor(((shape[dim] ?? 1) - 1) / 2)
  return named('median', nth(session, x, dim, at, args.flag('keepdim'), 'MedianBackward1'))
}

function kth(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const shape = shapeOf(session, x)
  const dim = dimension(args.int('dim', -1), shape.length)
  const k = args.int('k', 1)
  if (k < 1 || k > (shape[dim] ?? 1))
    raise('RuntimeError', `kthvalue(): selected number k out of range for dimension ${dim}`, 'Count from 1.')
  return named('kthvalue', nth(session, x, dim, k - 1, args.flag('keepdim'), 'KthvalueBackward0'))
}

/** Functions that find the largest, the smallest and the order; all are methods too. */
export const extremes: readonly Row[] = [
  row('max(input, dim=, keepdim=, *, other=)', extreme('max')),
  row('min(input, dim=, keepdim=, *, other=)', extreme('min')),
  shared('max'),
  shared('min'),
  position('max'),
  position('min'),
  row('sort(input, dim=, descending=, *, stable=)', (session, args) => named('sort', sorted(session, args))),
  row('argsort(input, dim=, descending=, *, stable=)', (session, args) => sorted(session, args).indices),
  row('msort(input)', (session, args) => {
    const x = args.tensor('input')
    const how = { descending: false, from: 0, count: shapeOf(session, x)[0] ?? 1 }
    return ordered(session, x, 0, how, 'SortBackward0').values
  }),
  row('topk(input, k, dim=, largest=, sorted=)', largest),
  row('median(input, dim=, keepdim=)', median),
  row('kthvalue(input, k, dim=, keepdim=)', kth),
]
