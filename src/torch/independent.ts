import { detached } from './attributes.ts'
import { ancestors, type Made, name, plant } from './made.ts'
import { apply, cellOf, nodeOf, origin, type Session, shapeOf } from './session.ts'
import { type TensorValue, tuple, type Value } from './value.ts'

/** A tensor to differentiate by: its numbers in a leaf of its own, or, to go on with its history (`joined`), a second name of it. */
export function independent(session: Session, x: TensorValue, joined: boolean): TensorValue {
  const node = nodeOf(session, x)
  const shape = shapeOf(session, x)
  if (joined) return apply(session, 'reshape', [x], { shape }, shape, 'ViewBackward0')
  const literals = node.kind === 'leaf' ? node.literals : []
  const made = plant(session.recording, {
    role: 'parameter',
    value: node.value,
    requiresGrad: true,
    literals,
    ...origin(session),
  })
  if (node.name !== undefined) name(made, node.name)
  return cellOf(made, null)
}

/** Whether a tensor depends on something that requires a gradient besides these. */
export function dependsOnMore(session: Session, outputs: readonly TensorValue[], own: readonly TensorValue[]): boolean {
  const known = new Set<Made>(own.map((each) => each.node))
  return outputs.some((output) =>
    ancestors(nodeOf(session, output), (node) => node.requiresGrad && !known.has(node)).some(
      (node) => node.kind === 'leaf' && node.requiresGrad && !known.has(node),
    ),
  )
}

/** A result as the program gets it: with its history only where it is wanted. */
export const released = (session: Session, x: TensorValue, joined: boolean): TensorValue =>
  joined || !x.requiresGrad ? x : detached(session, x)

/** One tensor or several, as they were given: alone or in a tuple. */
export interface Several {
  readonly cells: readonly TensorValue[]
  readonly alone: boolean
}

/** Values in the form in which tensors were given. */
export const likewise = ({ alone }: Several, values: readonly Value[]): Value =>
  alone ? (values[0] ?? tuple([])) : tuple(values)

/** Tensors that a value is made of; null where it is something else. */
export function severalOf(value: Value): Several | null {
  if (value.kind === 'tensor') return { cells: [value], alone: true }
  if (value.kind !== 'tuple' && value.kind !== 'list') return null
  const cells = value.items.flatMap((item) => (item.kind === 'tensor' ? [item] : []))
  return cells.length === value.items.length ? { cells, alone: false } : null
}
