import { type Dtype, storage } from '../../core/tensor.ts'
import { notFinite } from '../decimal.ts'
import { raise } from '../raised.ts'
import { fused, fusedDouble } from '../random/single.ts'
import type { Session } from '../session.ts'
import { type Bound, type Row, row } from '../signature.ts'
import type { Value } from '../value.ts'
import { affordBefore, dtypeAsked, made, options } from './options.ts'

/** How PyTorch computes in a floating type: rounding, a product and a sum at once, and how many numbers a vector of the processor has. */
interface Arithmetic {
  readonly round: (x: number) => number
  readonly fused: (a: number, b: number, c: number) => number
  readonly lanes: number
}

const single: Arithmetic = { round: Math.fround, fused, lanes: 8 }
const double: Arithmetic = { round: (x) => x, fused: fusedDouble, lanes: 4 }
const arithmeticOf = (dtype: Dtype): Arithmetic => (dtype === 'float32' ? single : double)

function series(session: Session, args: Bound, count: number, dtype: Dtype, at: (i: number) => number): Value {
  affordBefore(session, count)
  const data = storage(dtype, count)
  for (let i = 0; i < count; i++) data[i] = at(i)
  return made(session, { dtype, shape: [count], data }, args.flag('requires_grad'))
}

function arange(session: Session, args: Bound): Value {
  const only = args.get('end') === null
  if (only && args.get('start') === null)
    raise('TypeError', 'arange() missing 1 required positional arguments: "end"', 'Say where it ends: arange(5).')
  const start = only ? 0 : args.number('start', 0)
  const end = args.number(only ? 'start' : 'end', 0)
  const step = args.number('step', 1)
  if (step === 0) raise('RuntimeError', 'step must be nonzero', 'Give a step other than 0.')
  if (![start, end, step].every(Number.isFinite))
    raise(
      'RuntimeError',
      `unsupported range: ${notFinite(start) ?? start} -> ${notFinite(end) ?? end}`,
      'Give finite bounds.',
    )
  if ((end - start) * step < 0)
    raise(
      'RuntimeError',
      'upper bound and larger bound inconsistent with step sign',
      'Exchange the bounds or the sign of the step.',
    )
  const whole = ['start', 'end', 'step'].every((name) => args.get(name)?.kind !== 'float')
  const dtype = dtypeAsked(args, whole ? 'int64' : session.defaultDtype)
  if (dtype === 'bool')
    raise('RuntimeError', '"arange_cpu" not implemented for \'Bool\'', 'Leave out dtype, or use a type of numbers.')
  if (dtype === 'int64') {
    const [from, to, by] = [Math.trunc(start), Math.trunc(end), Math.trunc(step)]
    const count = Math.max(0, Math.ceil((to - from) / by))
    return series(session, args, count, dtype, (i) => from + i * by)
  }
  const count = Math.ceil((end - start) / step)
  // In vectors, and what is left over one by one: each number starts from its vector's first.
  const { round, fused, lanes } = arithmeticOf(dtype)
  const left = count - (count % (2 * lanes))
  return series(session, args, count, dtype, (i) => {
    const lane = i < left ? i % lanes : 0
    const first = dtype === 'float32' ? round(start + step * (i - lane)) : fused(step, i - lane, start)
    return dtype === 'float32' ? round(first + step * lane) : fused(step, lane, first)
  })
}

/** The number of steps, and the two ends and the step in the type's arithmetic. */
function spaced(session: Session, args: Bound) {
  const count = args.int('steps', 100)
  if (count < 0) raise('RuntimeError', 'number of steps must be non-negative', 'Give how many points you want.')
  const dtype = dtypeAsked(args, session.defaultDtype)
  const arithmetic = arithmeticOf(dtype)
  const [start, end] = [arithmetic.round(args.number('start', 0)), arithmetic.round(args.number('end', 0))]
  return { count, dtype, arithmetic, start, end, half: Math.floor(count / 2) }
}

function linspace(session: Session, args: Bound): Value {
  const { count, dtype, arithmetic, start, end, half } = spaced(session, args)
  if (dtype === 'bool') raise('RuntimeError', '"linspace_cpu" not implemented for \'Bool\'', 'Use a type of numbers.')
  if (count === 1) return series(session, args, 1, dtype, () => start)
  if (dtype === 'int64') {
    const step = (end - start) / (count - 1)
    return series(session, args, count, dtype, (i) =>
      Math.trunc(i < half ? start + step * i : end - step * (count - i - 1)),
    )
  }
  const { round, fused, lanes } = arithmetic
  const step = round(round(end - start) / (count - 1))
  const left = count - (count % (2 * lanes))
  // From both ends to the middle, so that the last point is exact, and in vectors as arange.
  return series(session, args, count, dtype, (i) => {
    const lane = i < left ? i % lanes : 0
    const at = i - lane
    const first = at < half ? fused(step, at, start) : fused(-step, count - at - 1, end)
    return lane === 0 ? first : first + round(lane * step)
  })
}

function logspace(session: Session, args: Bound): Value {
  const { count, dtype, arithmetic, start, end, half } = spaced(session, args)
  const base = args.number('base', 10)
  const step = count > 1 ? (end - start) / (count - 1) : 0
  return series(session, args, count, dtype, (i) =>
    arithmetic.round(base ** (count === 1 || i < half ? start + step * i : end - step * (count - i - 1))),
  )
}

/** Functions that make evenly spaced numbers. */
export const ofSeries: readonly Row[] = [
  row(`arange(start=, end=, step=, *, out=, ${options})`, arange),
  row(`linspace(start, end, steps, *, out=, ${options})`, linspace),
  row(`logspace(start, end, steps, base=, *, out=, ${options})`, logspace),
]
