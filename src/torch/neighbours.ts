import { difference } from './binary.ts'
import { raise } from './raised.ts'
import { type Session, shapeOf } from './session.ts'
import { dimension } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import { stretch } from './splitting.ts'
import type { Value } from './value.ts'

/** What each element differs from the one before it along a dimension. */
function differences(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const shape = shapeOf(session, x)
  if (shape.length === 0)
    raise('RuntimeError', 'diff expects input to be at least one-dimensional', 'A single number has no neighbours.')
  const dim = dimension(args.int('dim', -1), shape.length)
  let found = x
  for (let n = args.int('n', 1); n > 0; n--) {
    const length = Math.max(0, shapeOf(session, found)[dim]! - 1)
    const from = (start: number) => stretch(session, found, dim, start, length, 'SliceBackward0')
    found = difference(session, from(Math.min(1, shapeOf(session, found)[dim]!)), from(0))
  }
  return found
}

/** Differences of neighbours; a method too. */
export const neighbours: readonly Row[] = [row('diff(input, n=, dim=)', differences)]
