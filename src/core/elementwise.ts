import { stridedOffsets } from './offsets.ts'
import type { Attrs, Forward } from './op.ts'
import { broadcastShapes, type Dtype, promote, sameShape, storage, stridesOf, type Tensor } from './tensor.ts'

const floating = (dtype: Dtype): Dtype => (dtype === 'float64' ? 'float64' : 'float32')

/** A function of one number, chosen by the attributes and the result's type, as an op's kernel; computed in double precision and rounded once to the result's dtype. */
export const unaryBy = (choose: (attrs: Attrs, dtype: Dtype) => (x: number) => number, keep = false): Forward => {
  const whole = ([x]: readonly Tensor[], attrs: Attrs): Tensor => {
    const dtype = keep ? x!.dtype : floating(x!.dtype)
    const f = choose(attrs, dtype)
    const data = storage(dtype, x!.data.length)
    for (let i = 0; i < data.length; i++) data[i] = f(x!.data[i]!)
    return { dtype, shape: x!.shape, data }
  }
  return Object.assign(whole, { each: choose })
}

/** A question about one number as an op's kernel. */
export const tested = (f: (x: number) => boolean): Forward => {
  const whole = ([x]: readonly Tensor[]): Tensor => {
    const data = storage('bool', x!.data.length)
    for (let i = 0; i < data.length; i++) data[i] = f(x!.data[i]!) ? 1 : 0
    return { dtype: 'bool', shape: x!.shape, data }
  }
  return whole
}

/** A function of one number as an op's kernel. */
export const unary = (f: (x: number) => number, keep = false): Forward => unaryBy(() => f, keep)

/** For each element of `shape`, the offset of the element of `from` that is broadcast to it. Shared by all who ask: not to be written to. */
export function broadcastOffsets(from: readonly number[], shape: readonly number[]): Int32Array {
  const strides = stridesOf(from)
  const lead = shape.length - from.length
  const steps = shape.map((_, axis) => (axis < lead || from[axis - lead] === 1 ? 0 : strides[axis - lead]!))
  return stridedOffsets(shape, steps, 0)
}

/** A function of two numbers as an op's kernel, broadcast as in NumPy. The shapes fit: the caller has checked. */
export const binary = (
  f: (x: number, y: number) => number,
  result: (x: Dtype, y: Dtype) => Dtype = promote,
): Forward => {
  const whole = ([x, y]: readonly Tensor[]): Tensor => {
    const dtype = result(x!.dtype, y!.dtype)
    if (sameShape(x!.shape, y!.shape)) {
      const data = storage(dtype, x!.data.length)
      for (let i = 0; i < data.length; i++) data[i] = f(x!.data[i]!, y!.data[i]!)
      return { dtype, shape: x!.shape, data }
    }
    const shape = broadcastShapes(x!.shape, y!.shape)
    if (shape === null) throw new Error(`shapes [${x!.shape.join(', ')}] and [${y!.shape.join(', ')}] do not broadcast`)
    const [p, q] = [broadcastOffsets(x!.shape, shape), broadcastOffsets(y!.shape, shape)]
    const data = storage(dtype, p.length)
    for (let i = 0; i < data.length; i++) data[i] = f(x!.data[p[i]!]!, y!.data[q[i]!]!)
    return { dtype, shape, data }
  }
  return Object.assign(whole, { each: () => f })
}

/** The dtype of a quotient: always a float. */
export const floatResult = (x: Dtype, y: Dtype): Dtype => floating(promote(x, y))
/** The dtype of a comparison. */
export const boolResult = (): Dtype => 'bool'
