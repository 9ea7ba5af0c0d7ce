import { broadcastOffsets } from '../elementwise.ts'
import { ops } from '../registry.ts'
import { sameShape, sizeOf, storage, type Tensor } from '../tensor.ts'
import type { Execute, Numbers, PlanEvent, Prepared, Ref, Room, Script } from './plan.ts'
import { relationOf } from './relations.ts'

/** Room for a script's numbers on the host's heap. */
const roomFor = ({ events, slots }: Script): Room => {
  const made = ({ like }: { readonly like: Pick<Tensor, 'dtype' | 'shape'> }): Numbers =>
    storage(like.dtype, sizeOf(like.shape))
  return { events: events.map(made), slots: slots.map(made) }
}

/** The tensors that an event is applied to, over the numbers of a room. */
export function argumentsIn(script: Script, room: Room, args: readonly Ref[]): Tensor[] {
  return args.map(({ kind, at }) => {
    const { like } = kind === 'event' ? script.events[at]! : script.slots[at]!
    return { dtype: like.dtype, shape: like.shape, data: (kind === 'event' ? room.events : room.slots)[at]! }
  })
}

/** One event as a function without arguments: entry by entry where the op is, else the op itself, copied. */
export function kernelOf(event: PlanEvent, args: readonly Tensor[], out: Numbers): () => void {
  const { forward } = ops[event.op]
  const each = forward.each?.(event.attrs, event.like.dtype)
  const [x, y] = args
  if (each === undefined || args.length > 2 || !entrywise(event)) return () => out.set(forward(args, event.attrs).data)
  if (y === undefined)
    return () => {
      for (let i = 0; i < out.length; i++) out[i] = each(x!.data[i]!, 0)
    }
  if (sameShape(x!.shape, y.shape))
    return () => {
      for (let i = 0; i < out.length; i++) out[i] = each(x!.data[i]!, y.data[i]!)
    }
  const { shape } = event.like
  const [p, q] = [broadcastOffsets(x!.shape, shape), broadcastOffsets(y.shape, shape)]
  return () => {
    for (let i = 0; i < out.length; i++) out[i] = each(x!.data[p[i]!]!, y.data[q[i]!]!)
  }
}

/** Whole numbers and truth values have rules of their own, except where numbers are compared. */
const entrywise = ({ op, like }: PlanEvent): boolean =>
  like.dtype === 'float32' || like.dtype === 'float64' || relationOf(op) !== undefined

/** Carries out a script with one plain function an event. */
export function kernels(script: Script): Prepared {
  const room = roomFor(script)
  const steps = script.events.map((event, at) =>
    kernelOf(event, argumentsIn(script, room, event.args), room.events[at]!),
  )
  const execute: Execute = (from, to) => {
    for (let at = from; at < to; at++) steps[at]!()
  }
  return { room, execute, late: new Map(), carry: null }
}
