import { full, sameShape, sizeOf } from '../core/tensor.ts'
import { gradientsBy } from './autograd.ts'
import type { Made } from './made.ts'
import { nodesIn, numbersIn, type Reading } from './reading.ts'
import { apply, dtypeOf, filled, leaf, nodeOf, type Session, shapeOf } from './session.ts'
import { tangentsOf } from './tangents.ts'
import type { TensorValue } from './value.ts'

const zerosLike = (session: Session, x: TensorValue): TensorValue =>
  filled(session, shapeOf(session, x), 0, dtypeOf(session, x))

/** ∂(output·seed)/∂input of each input, zeros where it does not depend on it. `create`: with a history of its own. The graph is kept. */
export function pulledBack(
  session: Session,
  outputs: readonly TensorValue[],
  seeds: readonly (TensorValue | null)[],
  inputs: readonly TensorValue[],
  create: boolean,
): readonly TensorValue[] {
  const moving = outputs.flatMap((output, i) => (output.requiresGrad ? [i] : []))
  if (moving.length === 0) return inputs.map((input) => zerosLike(session, input))
  const request = {
    outputs: moving.map((i) => outputs[i]!),
    seeds: moving.map((i) => seeds[i] ?? null),
    retain: true,
    create,
  }
  return gradientsBy(session, request, inputs).map((gradient, i) => gradient ?? zerosLike(session, inputs[i]!))
}

/** How fast each output moves when the inputs move by `tangents`, by forward mode. */
export function pushedForward(
  session: Session,
  outputs: readonly TensorValue[],
  inputs: readonly TensorValue[],
  tangents: readonly TensorValue[],
  create: boolean,
): readonly TensorValue[] {
  const nodes = outputs.map((output) => nodeOf(session, output))
  const starts = inputs.map((input, i) => [nodeOf(session, input), tangents[i]!] as const)
  const follow = ({ requiresGrad }: Made): boolean => requiresGrad
  const found = create
    ? cellsIn(nodes, starts, nodesIn(session), follow)
    : cellsIn(nodes, starts, numbersIn(session), follow)
  return found.map((cell, i) => (cell === null ? zerosLike(session, outputs[i]!) : fitted(session, cell, outputs[i]!)))
}

function cellsIn<N>(
  outputs: readonly Made[],
  starts: readonly (readonly [Made, TensorValue])[],
  reading: Reading<N>,
  follow: (node: Made) => boolean,
): readonly (TensorValue | null)[] {
  const seeds = new Map(starts.map(([node, tangent]) => [node, reading.of(tangent)]))
  const moved = tangentsOf(outputs, seeds, reading, follow)
  return outputs.map((output) => {
    const tangent = moved.get(output)
    return tangent === undefined ? null : reading.cell(tangent)
  })
}

/** A tangent in the shape of what moves. */
function fitted(session: Session, tangent: TensorValue, like: TensorValue): TensorValue {
  const shape = shapeOf(session, like)
  if (sameShape(shapeOf(session, tangent), shape)) return tangent
  return apply(session, 'expand', [tangent], { shape }, shape, 'ExpandBackward0')
}

/** One entry of a tensor moves by 1. */
export function unitLike(session: Session, x: TensorValue, entry: number): TensorValue {
  const value = full(shapeOf(session, x), 0, dtypeOf(session, x))
  value.data[entry] = 1
  return leaf(session, value)
}

/** Slices of one shape as one tensor of a shape that begins with how many there are. */
function stacked(session: Session, parts: readonly TensorValue[], shape: readonly number[]): TensorValue {
  const [first] = parts
  if (first === undefined) return filled(session, shape, 0, 'float32')
  const whole = apply(session, 'stack', parts, { dim: 0 }, [parts.length, ...shapeOf(session, first)], 'StackBackward0')
  return apply(session, 'reshape', [whole], { shape }, shape, 'ViewBackward0')
}

/** The Jacobian of one output by each input, a row for each entry of the output, by reverse mode: of the shape output × input. */
export function jacobianRows(
  session: Session,
  output: TensorValue,
  inputs: readonly TensorValue[],
  create: boolean,
): readonly TensorValue[] {
  const shape = shapeOf(session, output)
  const rows = Array.from({ length: sizeOf(shape) }, (_, entry) =>
    pulledBack(session, [output], [unitLike(session, output, entry)], inputs, create),
  )
  return inputs.map((input, i) =>
    stacked(
      session,
      rows.map((row) => row[i]!),
      [...shape, ...shapeOf(session, input)],
    ),
  )
}

/** The same by forward mode: a column for each entry of the input. */
export function jacobianColumns(
  session: Session,
  output: TensorValue,
  inputs: readonly TensorValue[],
  create: boolean,
): readonly TensorValue[] {
  const shape = shapeOf(session, output)
  return inputs.map((input, i) => {
    const own = shapeOf(session, input)
    const columns = Array.from({ length: sizeOf(own) }, (_, entry) => {
      const tangents = inputs.map((each, j) => (i === j ? unitLike(session, each, entry) : zerosLike(session, each)))
      return pushedForward(session, [output], inputs, tangents, create)[0]!
    })
    const rows = stacked(session, columns, [columns.length, sizeOf(shape)])
    const turned = apply(
      session,
      'transpose',
      [rows],
      { dim0: 0, dim1: 1 },
      [sizeOf(shape), columns.length],
      'TBackward0',
    )
    const whole = [...shape, ...own]
    return apply(session, 'reshape', [turned], { shape: whole }, whole, 'ViewBackward0')
  })
}
