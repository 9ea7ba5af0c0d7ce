import { difference } from './binary.ts'
import { dtypes, isFloating } from './dtype.ts'
import { raise } from './raised.ts'
import { apply, dtypeOf, type Session, shapeOf } from './session.ts'
import { dimensions, reduced } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import { isNumber, numberOf, type TensorValue, tuple, type Value } from './value.ts'

/** What is taken from the count: 1 unless `unbiased` is False, or `correction` says. */
function correctionOf(args: Bound): number {
  const given = args.get('dim')
  const biased = given?.kind === 'bool' ? !given.value : !args.flag('unbiased', true)
  return args.get('correction') === null ? Number(!biased) : args.number('correction', 1)
}

function dispersion(session: Session, args: Bound, op: 'variance' | 'deviation', gradFn: string): TensorValue {
  const x = args.tensor('input')
  if (!isFloating(dtypeOf(session, x)))
    raise('RuntimeError', 'std and var only support floating point and complex dtypes', 'Call .float() first.')
  const shape = shapeOf(session, x)
  const dims = dimensions(args.get('dim')?.kind === 'bool' ? null : args.dims('dim'), shape.length)
  const keepdim = args.flag('keepdim')
  const attrs = { dims, keepdim, correction: correctionOf(args) }
  return apply(session, op, [x], attrs, reduced(shape, dims, keepdim), gradFn)
}

function withMean(session: Session, args: Bound, op: 'variance' | 'deviation', gradFn: string): Value {
  const x = args.tensor('input')
  const spread = dispersion(session, args, op, gradFn)
  const shape = shapeOf(session, x)
  const dims = dimensions(args.get('dim')?.kind === 'bool' ? null : args.dims('dim'), shape.length)
  const keepdim = args.flag('keepdim')
  return tuple([spread, apply(session, 'mean', [x], { dims, keepdim }, reduced(shape, dims, keepdim), gradFn)])
}

/** The p of a norm: a number, or 'fro', which is 2. */
function orderOf(args: Bound, name: string): number {
  const given = args.get(name)
  if (given === null) return 2
  if (isNumber(given)) return numberOf(given)
  if (given.kind === 'str' && given.value === 'fro') return 2
  return raise(
    'NotImplementedError',
    `${args.name}() of this kind is not supported here`,
    "Use p=1, p=2, another number, or 'fro'.",
  )
}

function normed(
  session: Session,
  x: TensorValue,
  p: number,
  given: readonly number[] | null,
  keepdim: boolean,
  gradFn: string,
): TensorValue {
  const dtype = dtypeOf(session, x)
  if (!isFloating(dtype))
    raise(
      'RuntimeError',
      gradFn === 'NormBackward1'
        ? `norm(): input dtype should be either floating point or complex. Got ${dtypes[dtype].scalar} instead.`
        : `linalg.vector_norm: Expected a floating point or complex tensor as input. Got ${dtypes[dtype].scalar}`,
      'Call .float() first.',
    )
  if (p < 0)
    raise('NotImplementedError', 'norms of negative order are not supported here', 'Use an order of 0 or more.')
  const shape = shapeOf(session, x)
  const dims = dimensions(given, shape.length)
  return apply(session, 'norm', [x], { dims, keepdim, p }, reduced(shape, dims, keepdim), gradFn)
}

/** `torch.linalg.norm`: of a matrix with an order the largest sum of sizes in a column (1) or a row (∞); else as of a vector. */
function linalgNorm(session: Session, args: Bound): Value {
  const x = args.tensor('A')
  const [order, dims, keepdim] = [args.get('ord'), args.dims('dim'), args.flag('keepdim')]
  const shape = shapeOf(session, x)
  const matrix = dims === null ? shape.length === 2 : dims.length === 2
  if (order === null || !matrix || order.kind === 'str')
    return normed(session, x, orderOf(args, 'ord'), dims, keepdim, 'LinalgVectorNormBackward0')
  const p = orderOf(args, 'ord')
  if (p !== 1 && p !== Number.POSITIVE_INFINITY)
    raise(
      'NotImplementedError',
      `matrix norms of order ${p} are not supported here`,
      "Use 'fro', 1 or inf, or give dim for norms of vectors.",
    )
  const [rows, columns] = dimensions(dims, shape.length)
  const [over, rest] = p === 1 ? [rows!, columns!] : [columns!, rows!]
  const sums = normed(session, x, 1, [over], true, 'LinalgVectorNormBackward0')
  const widest = apply(
    session,
    'amax',
    [sums],
    { dims: [rest], keepdim: true, first: false },
    reduced(shapeOf(session, sums), [rest], true),
    'AmaxBackward0',
  )
  const final = reduced(shape, [rows!, columns!], keepdim)
  return keepdim ? widest : apply(session, 'reshape', [widest], { shape: final }, final, 'AmaxBackward0')
}

/** Variances and norms; all are methods too. */
export const statistics: readonly Row[] = [
  row('var(input, dim=, unbiased=, keepdim=, *, correction=)', (session, args) =>
    dispersion(session, args, 'variance', 'VarBackward0'),
  ),
  row('std(input, dim=, unbiased=, keepdim=, *, correction=)', (session, args) =>
    dispersion(session, args, 'deviation', 'StdBackward0'),
  ),
  row('norm(input, p=, dim=, keepdim=, dtype=)', (session, args) =>
    normed(session, args.tensor('input'), orderOf(args, 'p'), args.dims('dim'), args.flag('keepdim'), 'NormBackward1'),
  ),
  row('dist(input, other, p=)', (session, args) => {
    const gap = difference(session, args.tensor('input'), args.tensor('other'))
    return normed(session, gap, args.number('p', 2), null, false, 'DistBackward0')
  }),
]

/** Functions alone. */
export const statisticsPairs: readonly Row[] = [
  row('var_mean(input, dim=, unbiased=, keepdim=, *, correction=)', (session, args) =>
    withMean(session, args, 'variance', 'VarMeanBackward0'),
  ),
  row('std_mean(input, dim=, unbiased=, keepdim=, *, correction=)', (session, args) =>
    withMean(session, args, 'deviation', 'StdMeanBackward0'),
  ),
]

/** Norms of `torch.linalg`. */
export const linalgNorms: readonly Row[] = [
  row('norm(A, ord=, dim=, keepdim=, *, dtype=)', linalgNorm),
  row('vector_norm(x, ord=, dim=, keepdim=, *, dtype=)', (session, args) =>
    normed(
      session,
      args.tensor('x'),
      orderOf(args, 'ord'),
      args.dims('dim'),
      args.flag('keepdim'),
      'LinalgVectorNormBackward0',
    ),
  ),
]
