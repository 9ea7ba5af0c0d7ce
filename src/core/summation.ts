import { remembered } from './remember.ts'
import { sizeOf, storage, type Tensor } from './tensor.ts'

type Data = Tensor['data']

const { fround } = Math

/**
 * Numbers at equal distances, added up one after the other within blocks of 16, the blocks' sums within blocks of 16 blocks and so on, three
 * times, so that rounding errors stay small. From 2¹⁹ numbers on PyTorch's blocks are larger; no tensor here has so many.
 */
function cascade(data: Data, from: number, stride: number, count: number, single: boolean): number {
  const whole = count - (count % 16)
  let [first, second, third] = [0, 0, 0]
  let at = from
  for (let i = 0; i < whole; ) {
    let block = 0
    if (single) for (const end = i + 16; i < end; i++, at += stride) block = fround(block + data[at]!)
    else for (const end = i + 16; i < end; i++, at += stride) block += data[at]!
    first = single ? fround(first + block) : first + block
    if ((i & 0xf0) !== 0) continue
    second = single ? fround(second + first) : second + first
    first = 0
    if ((i & 0xf00) !== 0) continue
    third = single ? fround(third + second) : third + second
    second = 0
  }
  let sum = 0
  if (single) for (let i = whole; i < count; i++, at += stride) sum = fround(sum + data[at]!)
  else for (let i = whole; i < count; i++, at += stride) sum += data[at]!
  if (whole === 0) return sum
  return single ? fround(fround(fround(sum + first) + second) + third) : sum + first + second + third
}

/** Four sums side by side of every fourth number, then those together. */
function fourfold(data: Data, from: number, stride: number, count: number, single: boolean): number {
  const quarter = Math.floor(count / 4)
  let sum = cascade(data, from, 4 * stride, quarter, single)
  for (let i = 4 * quarter; i < count; i++) {
    const more = sum + data[from + i * stride]!
    sum = single ? fround(more) : more
  }
  if (quarter === 0) return sum
  for (let k = 1; k < 4; k++) {
    const more = sum + cascade(data, from + k * stride, 4 * stride, quarter, single)
    sum = single ? fround(more) : more
  }
  return sum
}

const isSingle = (data: Data): boolean => data instanceof Float32Array
const lanesOf = (single: boolean): number => (single ? 8 : 4)

/** Neighbours added up in the order in which PyTorch's CPU kernel with 256-bit vectors adds them, each sum rounded to the type of the data. */
export function sumOfRow(data: Data, from: number, count: number): number {
  const single = isSingle(data)
  const lanes = lanesOf(single)
  if (count < lanes) return fourfold(data, from, 1, count, single)
  const each = Math.floor(count / lanes)
  let total = 0
  for (let i = each * lanes; i < count; i++) total = single ? fround(total + data[from + i]!) : total + data[from + i]!
  for (let lane = 0; lane < lanes; lane++) {
    const more = total + fourfold(data, from + lane, lanes, each, single)
    total = single ? fround(more) : more
  }
  return total
}

/** One of `columns` columns of `rows` numbers, likewise: whole groups of columns are added up together, those that are left over four rows at a time. */
export function sumOfColumn(data: Data, column: number, rows: number, columns: number): number {
  const single = isSingle(data)
  const lanes = lanesOf(single)
  const group = columns < lanes ? 4 : 4 * lanes
  return column < columns - (columns % group)
    ? cascade(data, column, columns, rows, single)
    : fourfold(data, column, columns, rows, single)
}

/** Which numbers are added up: rows or columns, how many at a time, and how many sums that makes. */
export interface Layout {
  readonly rows: boolean
  readonly count: number
  readonly kept: number
}

/** How the sums over some dimensions lie in memory; null where those are neither the first nor the last ones. */
export const layoutOf = remembered(
  (shape: readonly number[], dims: readonly number[]) => `${shape};${dims}`,
  (shape, dims): Layout | null => {
    const real = shape.flatMap((size, axis) => (size === 1 ? [] : [dims.includes(axis)]))
    const [first, last] = [real.indexOf(true), real.lastIndexOf(true)]
    const count = dims.reduce((n, axis) => n * shape[axis]!, 1)
    if (count === 0 || (first >= 0 && real.slice(first, last + 1).includes(false))) return null
    const rows = first < 0 || last === real.length - 1
    return rows || first === 0 ? { rows, count, kept: sizeOf(shape) / count } : null
  },
  () => 1,
)

/** The dimensions along which `to` was broadcast to `from`. */
export const dimsLost = (from: readonly number[], to: readonly number[]): number[] => {
  const lead = from.length - to.length
  return from.flatMap((size, axis) => (axis < lead || (to[axis - lead] === 1 && size !== 1) ? [axis] : []))
}

/**
 * The sums of a float tensor over some dimensions, in row-major order of the others, to the bit as PyTorch's. Null where the dimensions
 * are neither the first nor the last ones, and for other types.
 */
export function sumsOver({ dtype, shape, data }: Tensor, dims: readonly number[]): Data | null {
  const layout = dtype === 'float32' || dtype === 'float64' ? layoutOf(shape, dims) : null
  if (layout === null) return null
  const { rows, count, kept } = layout
  const found = storage(dtype, kept)
  for (let i = 0; i < kept; i++) found[i] = rows ? sumOfRow(data, i * count, count) : sumOfColumn(data, i, count, kept)
  return found
}
