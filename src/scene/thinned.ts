import type { Point } from './plot.ts'

/**
 * A curve over the passes 0, 1, 2, … with no more points than can be told apart in so many columns: of each column its first, lowest,
 * highest and last value, so that no peak is lost. It is cut where a value is no number or `fits` refuses it.
 */
export function thinned(
  values: Float64Array,
  columns: number,
  fits: (value: number) => boolean = Number.isFinite,
): readonly (readonly Point[])[] {
  const pieces: Point[][] = []
  let piece: Point[] = []
  const end = (): void => {
    if (piece.length > 0) pieces.push(piece)
    piece = []
  }
  const width = Math.max(1, Math.ceil(values.length / Math.max(1, columns)))
  for (let from = 0; from < values.length; from += width) {
    const to = Math.min(values.length, from + width)
    for (const pass of outstanding(values, from, to, fits)) {
      if (pass < 0) end()
      else piece.push([pass, values[pass]!])
    }
  }
  end()
  return pieces
}

/** The passes of a column to draw, in order; −1 stands for a cut. */
function outstanding(values: Float64Array, from: number, to: number, fits: (value: number) => boolean): number[] {
  let [first, last, low, high, gap] = [-1, -1, -1, -1, false]
  for (let pass = from; pass < to; pass++) {
    const value = values[pass]!
    if (!fits(value)) {
      gap = true
      continue
    }
    if (first < 0) first = pass
    if (low < 0 || value < values[low]!) low = pass
    if (high < 0 || value > values[high]!) high = pass
    last = pass
  }
  if (first < 0) return [-1]
  const kept = [...new Set([first, low, high, last])].sort((a, b) => a - b)
  return gap ? [...(fits(values[from]!) ? [] : [-1]), ...kept, -1] : kept
}

/** The lowest and the highest of the values that fit; null where none does. */
export function extent(values: Float64Array, fits: (value: number) => boolean): readonly [number, number] | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (!fits(value)) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  return low > high ? null : [low, high]
}
