import { dtypes } from './dtype.ts'
import { raise } from './raised.ts'
import { apply, type Session, shapeOf, tensorOf } from './session.ts'
import { type Bound, type Row, row } from './signature.ts'
import { tuple, type Value } from './value.ts'

/** The different elements in order, and on demand where each element stands among them and how often each occurs. */
function different(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  if (args.get('dim') !== null)
    raise('NotImplementedError', 'unique() along a dimension is not supported here', 'Flatten the tensor first.')
  const count = new Set(tensorOf(session, x).data).size
  const found: Value[] = [apply(session, 'unique', [x], { count }, [count], 'Unique2Backward0')]
  if (args.flag('return_inverse')) found.push(apply(session, 'unique_places', [x], {}, shapeOf(session, x), ''))
  if (args.flag('return_counts')) found.push(apply(session, 'unique_counts', [x], { count }, [count], ''))
  return found.length === 1 ? found[0]! : tuple(found)
}

/** How often each whole number from 0 on occurs. */
function occurrences(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const { dtype, shape, data } = tensorOf(session, x)
  if (dtype !== 'int64')
    raise('RuntimeError', `"bincount_cpu" not implemented for '${dtypes[dtype].scalar}'`, 'Call .long() first.')
  if (shape.length !== 1 || data.some((value: number) => value < 0))
    raise('RuntimeError', 'bincount only supports 1-d non-negative integral inputs.', 'Count whole numbers from 0 on.')
  const least = args.int('minlength', 0)
  const length = Array.from(data).reduce((most, value) => Math.max(most, value + 1), least)
  const weights = args.get('weights')
  if (weights !== null && weights.kind !== 'tensor') return args.refuse('weights', 'Tensor', weights)
  return apply(session, 'bincount', weights === null ? [x] : [x, weights], { least, length }, [length], '')
}

/** Functions that count; all are methods too. */
export const sets: readonly Row[] = [
  row('unique(input, sorted=, return_inverse=, return_counts=, dim=)', different),
  row('bincount(input, weights=, minlength=)', occurrences),
]
