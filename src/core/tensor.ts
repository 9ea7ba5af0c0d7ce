/** Element types, as PyTorch names them. Integers and booleans are held as doubles. */
export type Dtype = 'float32' | 'float64' | 'int64' | 'bool'

/** A dense row-major array of numbers. `shape: []` is a scalar. Never mutated once made. */
export interface Tensor {
  readonly dtype: Dtype
  readonly shape: readonly number[]
  readonly data: Float32Array | Float64Array
}

/** The number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1
  for (let axis = 0; axis < shape.length; axis++) size *= shape[axis]!
  return size
}

/** Storage for `n` elements: 32-bit floats for float32, doubles for everything else. Zero-filled. */
export const storage = (dtype: Dtype, n: number): Float32Array | Float64Array =>
  dtype === 'float32' ? new Float32Array(n) : new Float64Array(n)

/** A tensor from its elements in row-major order, rounded to the dtype. Throws if the count does not match the shape. */
export function tensor(values: ArrayLike<number>, shape: readonly number[], dtype: Dtype = 'float32'): Tensor {
  if (values.length !== sizeOf(shape))
    throw new Error(`${values.length} values do not fill shape [${shape.join(', ')}]`)
  const data = storage(dtype, values.length)
  data.set(values)
  return { dtype, shape, data }
}

/** A tensor of shape [] holding one number. */
export const scalar = (value: number, dtype: Dtype = 'float32'): Tensor => tensor([value], [], dtype)

/** A tensor whose elements all equal `value`. */
export function full(shape: readonly number[], value: number, dtype: Dtype = 'float32'): Tensor {
  return { dtype, shape, data: storage(dtype, sizeOf(shape)).fill(value) }
}

/** The only element of a one-element tensor. Throws otherwise. */
export function item(t: Tensor): number {
  if (t.data.length !== 1) throw new Error(`a tensor of ${t.data.length} elements has no single value`)
  return t.data[0]!
}

/** The same elements under another shape of the same size. */
export const withShape = (t: Tensor, shape: readonly number[]): Tensor => ({ ...t, shape })

/** Row-major strides, in elements. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length)
  for (let i = shape.length - 1, step = 1; i >= 0; i--) {
    strides[i] = step
    step *= shape[i]!
  }
  return strides
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false
  return true
}

/** The result of two shapes broadcast together as in NumPy and PyTorch, or null where they do not fit. */
export function broadcastShapes(a: readonly number[], b: readonly number[]): number[] | null {
  const rank = Math.max(a.length, b.length)
  const shape = new Array<number>(rank)
  for (let i = 1; i <= rank; i++) {
    const x = a[a.length - i] ?? 1
    const y = b[b.length - i] ?? 1
    if (x !== y && x !== 1 && y !== 1) return null
    shape[rank - i] = x === 1 ? y : x
  }
  return shape
}

const order: readonly Dtype[] = ['bool', 'int64', 'float32', 'float64']

/** The dtype that holds values of both, as in PyTorch's type promotion. */
export const promote = (a: Dtype, b: Dtype): Dtype => order[Math.max(order.indexOf(a), order.indexOf(b))]!
