import type { Span } from '../../core/graph.ts'
import { type Dtype, sizeOf, type Tensor } from '../../core/tensor.ts'
import { checkDevice } from '../device.ts'
import { isFloating } from '../dtype.ts'
import { noLiterals, plant } from '../made.ts'
import { raise } from '../raised.ts'
import { afford, cellOf, origin, type Session } from '../session.ts'
import type { Bound } from '../signature.ts'
import type { TensorValue } from '../value.ts'

/** The keywords that every function that makes a tensor knows. */
export const options = 'dtype=, layout=, device=, pin_memory=, requires_grad='

/** The element type asked for, else `otherwise`; refuses a device that is not there. */
export function dtypeAsked(args: Bound, otherwise: Dtype): Dtype {
  checkDevice(args.get('device'))
  return args.dtype() ?? otherwise
}

/** A new leaf that the program made, with the places of its numbers in the text where they stand there. */
export function made(
  session: Session,
  value: Tensor,
  requiresGrad: boolean,
  literals: readonly (Span | null)[] = noLiterals,
): TensorValue {
  if (requiresGrad && !isFloating(value.dtype))
    raise(
      'RuntimeError',
      'Only Tensors of floating point and complex dtype can require gradients',
      'Write the numbers with a point: 1.0 instead of 1.',
    )
  afford(session, value.shape)
  const role = requiresGrad ? 'parameter' : 'data'
  return cellOf(plant(session.recording, { role, value, requiresGrad, literals, ...origin(session) }), null)
}

/** Refuses a shape that no tensor can have here, before it is filled. */
export function checkShape(session: Session, shape: readonly number[]): void {
  const negative = shape.find((extent) => extent < 0)
  if (negative !== undefined)
    raise(
      'RuntimeError',
      `Trying to create tensor with negative dimension ${negative}: [${shape.join(', ')}]`,
      'Sizes are 0 or more.',
    )
  affordBefore(session, sizeOf(shape))
}

/** Refuses `count` numbers that do not fit, and counts the work of making them. */
export function affordBefore(session: Session, count: number): void {
  const before = session.elements
  afford(session, [count])
  session.elements = before
}
