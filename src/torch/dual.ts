import { sameShape } from '../core/tensor.ts'
import { detached } from './attributes.ts'
import { makeClass, method } from './classes.ts'
import type { Made } from './made.ts'
import { raise } from './raised.ts'
import { numbersIn } from './reading.ts'
import { apply, leaf, nodeOf, type Session, shapeOf, tensorOf } from './session.ts'
import { shapeText } from './shape.ts'
import { type Row, row } from './signature.ts'
import { tangentsOf } from './tangents.ts'
import { type FunctionValue, none, str, type TensorValue, tuple, type Value } from './value.ts'

/** The tangents that a program has given to tensors, and whether it is inside `dual_level()`. */
interface Level {
  depth: number
  tangents: Map<Made, TensorValue>
}

function makeDual(session: Session, level: Level, x: TensorValue, tangent: TensorValue): Value {
  if (level.depth === 0)
    raise(
      'RuntimeError',
      'Trying to create a dual Tensor for forward AD but no level exists, make sure to enter_dual_level() first.',
      'Write it inside "with torch.autograd.forward_ad.dual_level():".',
    )
  const [shape, own] = [shapeOf(session, x), shapeOf(session, tangent)]
  if (!sameShape(shape, own))
    raise(
      'RuntimeError',
      `Expected tangent to have the same shape as the primal: ${shapeText(shape)} and ${shapeText(own)}`,
      'A tangent has the shape of its tensor.',
    )
  const dual = apply(session, 'reshape', [x], { shape }, shape, 'ViewBackward0')
  level.tangents.set(dual.node, tangent)
  return dual
}

/** How fast a tensor moves; None where it stands still. */
function tangentOf(session: Session, level: Level, x: TensorValue): Value {
  const reading = numbersIn(session)
  const seeds = new Map([...level.tangents].map(([node, tangent]) => [node, tensorOf(session, tangent)]))
  const node = nodeOf(session, x)
  const found = tangentsOf([node], seeds, reading).get(node)
  return found === undefined ? none : leaf(session, found)
}

const unpacked = makeClass({
  name: 'UnpackedDualTensor',
  module: 'torch.autograd.forward_ad',
  members: new Map<string, Value>([['_fields', tuple([str('primal'), str('tangent')])]]),
})

/** `torch.autograd.forward_ad`: numbers that carry how fast they move. */
export function dualMembers(session: Session): {
  readonly rows: readonly Row[]
  readonly members: ReadonlyMap<string, Value>
} {
  const level: Level = { depth: 0, tangents: new Map() }
  const leave = (): void => {
    level.depth--
    if (level.depth === 0) level.tangents = new Map()
  }
  const context = makeClass({
    name: 'dual_level',
    module: 'torch.autograd.forward_ad',
    members: new Map<string, FunctionValue>([
      method(session, '__enter__(self)', () => {
        level.depth++
        return undefined
      }),
      method(session, '__exit__(self, *error)', () => {
        leave()
        return undefined
      }),
    ]),
  })
  const rows: readonly Row[] = [
    row('make_dual(tensor, tangent, *, level=)', (_, args) =>
      makeDual(session, level, args.tensor('tensor'), args.tensor('tangent')),
    ),
    row('unpack_dual(tensor, *, level=)', (_, args) => {
      const x = args.tensor('tensor')
      const items = [detached(session, x), tangentOf(session, level, x)]
      return { kind: 'tuple', items, named: unpacked }
    }),
    row('enter_dual_level()', () => {
      level.depth++
      return none
    }),
    row('exit_dual_level(*, level=)', () => {
      leave()
      return none
    }),
  ]
  return { rows, members: new Map<string, Value>([['dual_level', context]]) }
}
