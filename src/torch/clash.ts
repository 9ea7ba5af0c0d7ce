import type { Made } from './made.ts'
import { type Session, tensorOf } from './session.ts'
import type { TensorValue } from './value.ts'

/** What two tensors were to do together: be multiplied as matrices, meet entry by entry, or be a layer's input and its weight, out × in. */
export type Meeting = 'product' | 'entrywise' | 'layer'

/** Two tensors that do not fit together, and for each the axis whose size clashes with the other's. */
export interface Clash {
  readonly meeting: Meeting
  readonly cells: readonly [TensorValue, TensorValue]
  readonly axes: readonly [number, number]
}

/** The clash of two tensors in a matrix product: the last axis of the left with the last but one of the right. */
export function productClash(session: Session, a: TensorValue, b: TensorValue): Clash {
  const [p, q] = [tensorOf(session, a).shape.length, tensorOf(session, b).shape.length]
  return { meeting: 'product', cells: [a, b], axes: [p - 1, Math.max(0, q - 2)] }
}

/** The clash of two tensors that broadcast, if they do not; axes are counted from the right. */
export function entrywiseClash(session: Session, a: TensorValue, b: TensorValue): Clash | null {
  const [p, q] = [tensorOf(session, a).shape, tensorOf(session, b).shape]
  for (let i = 1; i <= Math.min(p.length, q.length); i++) {
    const [x, y] = [p[p.length - i]!, q[q.length - i]!]
    if (x !== y && x !== 1 && y !== 1)
      return { meeting: 'entrywise', cells: [a, b], axes: [p.length - i, q.length - i] }
  }
  return null
}

/** What a tensor is called where the program gave it, or what it is made of, a name: `W1`, `W1.T`, `x @ W1`. Null where it has none. */
export function nameOf({ node }: TensorValue): string | null {
  const called = (made: Made): string | null => made.name ?? transposed(made)
  const transposed = (made: Made): string | null => {
    const of = made.kind === 'op' && made.op === 'transpose' ? made.args[0]!.name : undefined
    return of === undefined ? null : `${of}.T`
  }
  if (node.name !== undefined || node.kind === 'leaf' || node.op !== 'matmul') return called(node)
  const [left, right] = [called(node.args[0]!), called(node.args[1]!)]
  return left === null || right === null ? null : `${left} @ ${right}`
}
