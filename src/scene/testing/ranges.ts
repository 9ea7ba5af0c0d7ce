import { broadcastShapes, sizeOf, stridesOf } from '../../core/tensor.ts'

/** A tensor of which each entry is known to lie between two numbers: what a rounded number says. */
export interface Ranges {
  readonly shape: readonly number[]
  readonly low: readonly number[]
  readonly high: readonly number[]
}

/** How far float32 arithmetic may be off, per operation. */
const slack = 2e-6
const tiny = 1e-37

const wider = (low: number, high: number): readonly [number, number] => [
  Number.isNaN(low) ? -Infinity : low - slack * Math.abs(low) - tiny,
  Number.isNaN(high) ? Infinity : high + slack * Math.abs(high) + tiny,
]

/** A tensor of the given entries, each a pair of bounds. */
export const ranges = (shape: readonly number[], pairs: readonly (readonly [number, number])[]): Ranges => ({
  shape,
  low: pairs.map(([low]) => low),
  high: pairs.map(([, high]) => high),
})

/** A tensor known as exactly as float32 knows it. */
export const exactly = (shape: readonly number[], data: ArrayLike<number>): Ranges =>
  ranges(
    shape,
    Array.from(data, (value) => wider(value, value)),
  )

/** A number as it is printed: right to four significant digits. */
export function printed(value: number): Ranges {
  const half = value === 0 ? 0 : 0.50001 * 10 ** (Math.floor(Math.log10(Math.abs(value))) - 3)
  return ranges([], [[value - half, value + half]])
}

export const isSingle = ({ shape }: Ranges): boolean => sizeOf(shape) === 1

type Pair = readonly [number, number]

/** Entry by entry, the bounds of the result found at the corners of those of the operands, and wherever else `also` says. */
export function entrywise(
  given: readonly Ranges[],
  f: (values: readonly number[]) => number,
  also: readonly number[] = [],
): Ranges {
  // a sum over a dimension that was kept is written without it
  const rows = given.map(({ shape }) => (shape.length === 2 ? shape[0]! : 0)).find((count) => count > 1)
  const columns = given.map(({ shape }) => (shape.length === 2 ? shape[1]! : 0)).find((count) => count > 1)
  const operands = given.map(
    (each): Ranges =>
      each.shape.length === 1 && each.shape[0] === rows && columns !== undefined && rows !== columns
        ? { ...each, shape: [each.shape[0] ?? 1, 1] }
        : each,
  )
  const shape = operands.reduce<readonly number[]>((all, { shape }) => {
    const joined = broadcastShapes(all, shape)
    if (joined === null) throw new Error(`[${all}] and [${shape}] do not fit`)
    return joined
  }, [])
  const strides = stridesOf(shape)
  const pairs = Array.from({ length: sizeOf(shape) }, (_, i): Pair => {
    const bounds = operands.map((operand) => {
      const own = stridesOf(operand.shape)
      const skipped = shape.length - operand.shape.length
      const at = operand.shape.reduce((sum, size, axis) => {
        const place = Math.floor(i / strides[axis + skipped]!) % shape[axis + skipped]!
        return sum + (size === 1 ? 0 : place) * own[axis]!
      }, 0)
      return [operand.low[at]!, operand.high[at]!] as const
    })
    const corners = bounds.reduce<number[][]>(
      (sofar, [low, high]) => {
        const between = also.filter((value) => value > low && value < high)
        return sofar.flatMap((head) => [low, high, ...between].map((value) => [...head, value]))
      },
      [[]],
    )
    const results = corners.map(f)
    return wider(Math.min(...results), Math.max(...results))
  })
  return ranges(shape, pairs)
}

export const plus = (p: Ranges, q: Ranges): Ranges => entrywise([p, q], ([a, b]) => a! + b!)
export const minus = (p: Ranges, q: Ranges): Ranges => entrywise([p, q], ([a, b]) => a! - b!)
export const times = (p: Ranges, q: Ranges): Ranges => entrywise([p, q], ([a, b]) => (a === 0 || b === 0 ? 0 : a! * b!))
export const negated = (p: Ranges): Ranges => entrywise([p], ([a]) => -a!)

/** A quotient; anything where the divisor may be 0. */
export const over = (p: Ranges, q: Ranges): Ranges =>
  q.low.some((low, i) => low <= 0 && q.high[i]! >= 0)
    ? entrywise([p, q], () => Number.NaN)
    : entrywise([p, q], ([a, b]) => a! / b!)

/** A matrix as rows and columns. A vector in a product stands as the product needs it. */
const grid = (
  shape: readonly number[],
  side: 'left' | 'right',
  other: readonly number[],
): readonly [number, number] => {
  if (shape.length === 2) return [shape[0]!, shape[1]!]
  if (shape.length !== 1) throw new Error(`[${shape}] is no matrix`)
  const size = shape[0]!
  if (side === 'left') return other.length === 2 && other[0] === 1 && size > 1 ? [size, 1] : [1, size]
  return other.length === 2 && other[1] === 1 && size > 1 ? [1, size] : [size, 1]
}

/** A matrix product; a vector on either side leaves its dimension out. */
export function matmul(p: Ranges, q: Ranges): Ranges {
  const [rows, inner] = grid(p.shape, 'left', q.shape)
  const [same, columns] = grid(q.shape, 'right', p.shape)
  if (inner !== same) throw new Error(`[${p.shape}] times [${q.shape}]`)
  const at = (m: Ranges, i: number): Ranges => ranges([], [[m.low[i]!, m.high[i]!]])
  const pairs = Array.from({ length: rows * columns }, (_, n): Pair => {
    const [i, j] = [Math.floor(n / columns), n % columns]
    const sum = Array.from({ length: inner }, (_, k) => times(at(p, i * inner + k), at(q, k * columns + j))).reduce(
      plus,
    )
    return [sum.low[0]!, sum.high[0]!]
  })
  const flat = p.shape.length === 1 || q.shape.length === 1
  return ranges(flat && (rows === 1 || columns === 1) ? [rows * columns] : [rows, columns], pairs)
}

export function transposed(m: Ranges): Ranges {
  if (m.shape.length < 2) return { ...m, shape: [1, sizeOf(m.shape)] }
  if (m.shape.length > 2) throw new Error(`[${m.shape}] is no matrix`)
  const [rows, columns] = [m.shape[0]!, m.shape[1]!]
  const from = Array.from({ length: rows * columns }, (_, n) => (n % rows) * columns + Math.floor(n / rows))
  return ranges(
    [columns, rows],
    from.map((i) => [m.low[i]!, m.high[i]!]),
  )
}

/** The sum over some dimensions, or over all. */
export function summed(m: Ranges, dims: readonly number[] | 'all'): Ranges {
  const kept = m.shape.map((_, axis) => axis).filter((axis) => dims !== 'all' && !dims.includes(axis))
  const strides = stridesOf(m.shape)
  const shape = kept.map((axis) => m.shape[axis]!)
  const own = stridesOf(shape)
  const sums = Array.from({ length: sizeOf(shape) }, (): Pair => [0, 0])
  m.low.forEach((low, i) => {
    const at = kept.reduce((sum, axis, k) => sum + (Math.floor(i / strides[axis]!) % m.shape[axis]!) * own[k]!, 0)
    const [l, h] = sums[at]!
    sums[at] = wider(l + low, h + m.high[i]!)
  })
  return ranges(shape, sums)
}

/** Whether two tensors can be the same, entry by entry; one may stand for rows or columns of the other, as in broadcasting. */
export function canEqual(p: Ranges, q: Ranges): boolean {
  const [few, many] = p.low.length <= q.low.length ? [p, q] : [q, p]
  if (few.low.length < many.low.length && String(broadcastShapes(few.shape, many.shape)) !== String(many.shape))
    return false
  const all = few.low.length === many.low.length ? few : entrywise([few, many], ([value]) => value!)
  return many.low.every((low, i) => low <= all.high[i]! && all.low[i]! <= many.high[i]!)
}

/** For messages. */
export const rangesText = ({ low, high }: Ranges): string =>
  low.map((l, i) => `${((l + high[i]!) / 2).toPrecision(5)}±${((high[i]! - l) / 2).toPrecision(1)}`).join(' ')
