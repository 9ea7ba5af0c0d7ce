import { dtypes } from './dtype.ts'
import { raise } from './raised.ts'
import { apply, dtypeOf, type Session, shapeOf, tensorOf } from './session.ts'
import { dimension, shapeText } from './shape.ts'
import type { TensorValue } from './value.ts'

/** Refuses places along a dimension that PyTorch refuses: of another type, rank or size, or out of bounds. */
export function checkPlaces(session: Session, name: string, x: TensorValue, index: TensorValue, dim: number): void {
  const [shape, places] = [shapeOf(session, x), tensorOf(session, index)]
  if (places.dtype !== 'int64')
    raise('RuntimeError', `${name}(): Expected dtype int64 for index`, 'Places are whole numbers: call .long().')
  if (Math.max(places.shape.length, 1) !== Math.max(shape.length, 1))
    raise(
      'RuntimeError',
      name === 'gather'
        ? 'Index tensor must have the same number of dimensions as input tensor'
        : 'Index tensor must have the same number of dimensions as self tensor',
      `The input has shape ${shapeText(shape)} and the index ${shapeText(places.shape)}: use unsqueeze(dim).`,
    )
  const axis = places.shape.findIndex((extent, i) => i !== dim && extent > shape[i]!)
  if (axis >= 0)
    raise(
      'RuntimeError',
      `${name === 'gather' ? `Size does not match at dimension ${axis} expected` : 'Expected'} index ${shapeText(places.shape)} to be smaller than self ${shapeText(shape)} apart from dimension ${dim}`,
      'Only the dimension along which places are given may be longer.',
    )
  const extent = shape[dim] ?? 1
  const bad = places.data.find((at) => at < 0 || at >= extent)
  if (bad !== undefined)
    raise(
      'RuntimeError',
      `index ${bad} is out of bounds for dimension ${dim} with size ${extent}`,
      `Places run from 0 to ${extent - 1}.`,
    )
}

/** `torch.gather`: entries of `x` that `index` names along a dimension, its other coordinates being its own. */
export function gathered(
  session: Session,
  x: TensorValue,
  given: number,
  index: TensorValue,
  gradFn = 'GatherBackward0',
): TensorValue {
  const dim = dimension(given, shapeOf(session, x).length)
  checkPlaces(session, 'gather', x, index, dim)
  return apply(session, 'gather', [x, index], { dim }, shapeOf(session, index), gradFn)
}

/** What PyTorch calls an element type in a sentence about two that differ. */
export const scalarName = (session: Session, x: TensorValue): string => dtypes[dtypeOf(session, x)].scalar
