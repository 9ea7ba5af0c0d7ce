import { tensor } from '../core/tensor.ts'
import { raise } from './raised.ts'
import { apply, leaf, type Session, shapeOf, tensorOf } from './session.ts'
import { dimension } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import { indexSelected } from './taking.ts'
import type { Value } from './value.ts'

/** Each element, or each slice along `dim`, several times in a row. */
function interleaved(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const given = args.get('repeats')
  if (given === null) {
    const counts = Array.from(tensorOf(session, x).data)
    return leaf(
      session,
      tensor(
        counts.flatMap((n, i) => new Array<number>(n).fill(i)),
        [counts.reduce((n, m) => n + m, 0)],
        'int64',
      ),
    )
  }
  const flat = args.get('dim') === null
  const rank = shapeOf(session, x).length
  const source =
    flat && rank !== 1
      ? apply(
          session,
          'reshape',
          [x],
          { shape: [tensorOf(session, x).data.length] },
          [tensorOf(session, x).data.length],
          'ReshapeAliasBackward0',
        )
      : x
  const dim = flat ? 0 : dimension(args.int('dim', 0), rank)
  const extent = shapeOf(session, source)[dim]!
  const counts = given.kind === 'tensor' ? Array.from(tensorOf(session, given).data) : [args.int('repeats', 1)]
  if (counts.length !== 1 && counts.length !== extent)
    raise(
      'RuntimeError',
      'repeats must have the same size as input along dim',
      `There are ${extent} slices along the dimension.`,
    )
  const places = Array.from({ length: extent }, (_, i) =>
    new Array<number>(counts[counts.length === 1 ? 0 : i]!).fill(i),
  ).flat()
  return indexSelected(session, source, dim, leaf(session, tensor(places, [places.length], 'int64')))
}

/** Repeating element by element; a method too. */
export const interleaving: readonly Row[] = [
  row('repeat_interleave(input, repeats=, dim=, *, output_size=)', interleaved),
]
