import { sameShape } from '../core/tensor.ts'
import { entrywiseClash } from './clash.ts'
import { dtypes } from './dtype.ts'
import { raise } from './raised.ts'
import { dtypeOf, type Session, shapeOf, tensorOf } from './session.ts'
import { broadcast } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import { bool, type TensorValue, type Value } from './value.ts'

function sameTypes(session: Session, a: TensorValue, b: TensorValue): void {
  const [p, q] = [dtypeOf(session, a), dtypeOf(session, b)]
  if (p !== q)
    raise(
      'RuntimeError',
      `${dtypes[p].scalar} did not match ${dtypes[q].scalar}`,
      'Convert one of them: .float() or .double().',
    )
}

/** The element of a tensor that broadcasting puts at a place of a larger shape, row-major. */
function elementAt(
  { shape, data }: { readonly shape: readonly number[]; readonly data: ArrayLike<number> },
  place: readonly number[],
): number {
  const skipped = place.length - shape.length
  const offset = shape.reduce((at, extent, axis) => at * extent + (extent === 1 ? 0 : (place[axis + skipped] ?? 0)), 0)
  return data[offset] ?? Number.NaN
}

/** Whether |a − b| ≤ atol + rtol·|b| everywhere; equal infinities are close, two nan only where `equal_nan` says so. */
function allClose(session: Session, args: Bound): Value {
  const [a, b] = [args.tensor('input'), args.tensor('other')]
  sameTypes(session, a, b)
  const [rtol, atol, equalNan] = [args.number('rtol', 1e-5), args.number('atol', 1e-8), args.flag('equal_nan')]
  const shape = broadcast(shapeOf(session, a), shapeOf(session, b), () => entrywiseClash(session, a, b))
  const [p, q] = [tensorOf(session, a), tensorOf(session, b)]
  const count = shape.reduce((n, extent) => n * extent, 1)
  session.charge(count)
  for (let at = 0; at < count; at++) {
    let rest = at
    const place = shape.toReversed().map((extent) => {
      const index = rest % extent
      rest = Math.floor(rest / extent)
      return index
    })
    const [x, y] = [p, q].map((each) => elementAt(each, place.toReversed()))
    const close =
      x === y || Math.abs(x! - y!) <= atol + rtol * Math.abs(y!) || (equalNan && Number.isNaN(x) && Number.isNaN(y))
    if (!close || (x !== y && !Number.isFinite(y) && !Number.isNaN(y))) return bool(false)
  }
  return bool(true)
}

function allEqual(session: Session, args: Bound): Value {
  const [a, b] = [args.tensor('input'), args.tensor('other')]
  const [p, q] = [tensorOf(session, a), tensorOf(session, b)]
  if (!sameShape(p.shape, q.shape)) return bool(false)
  session.charge(p.data.length)
  return bool(p.data.every((value, i) => value === q.data[i]))
}

/** Functions that compare whole tensors: one answer. */
export const comparing: readonly Row[] = [
  row('allclose(input, other, rtol=, atol=, equal_nan=)', allClose),
  row('equal(input, other)', allEqual),
]
