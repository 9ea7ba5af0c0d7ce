import { scaleLinear, scaleLog } from 'd3-scale'
import { line } from 'd3-shape'
import { plainNumber } from '../../scene/number.ts'
import type { Point } from '../../scene/plot.ts'
import { extent, thinned } from '../../scene/thinned.ts'
import type { Box } from '../plot/useBox.ts'

/** Whether the height of a curve is the loss or its logarithm. */
export type Height = 'linear' | 'log'

/** Where the curve of the losses and its axes are, in pixels. */
export interface LossLayout {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly paths: readonly string[]
  /** Values that stand alone between two that are no numbers. */
  readonly dots: readonly Point[]
  readonly passes: readonly { readonly at: number; readonly text: string }[]
  readonly heights: readonly { readonly at: number; readonly text: string }[]
  /** Of a pass, counted from 0. */
  readonly x: (pass: number) => number
  /** Null where the loss has no place. */
  readonly y: (loss: number) => number | null
  /** The pass at a place. */
  readonly passAt: (x: number) => number
}

const positive = (value: number): boolean => Number.isFinite(value) && value > 0

/** Lays out the curve of the losses in a box. */
export function lossLayout(losses: Float64Array, height: Height, { width, height: tall, em }: Box): LossLayout {
  const fits = height === 'log' ? positive : Number.isFinite
  const [low, high] = extent(losses, fits) ?? [0, 1]
  const [top, bottom] = [0.6 * em, Math.max(em, tall - 1.7 * em)]
  const scale =
    height === 'log'
      ? scaleLog(low === high ? [low / 2, high * 2] : [low, high], [bottom - 0.4 * em, top])
      : scaleLinear(low === high ? [Math.min(0, 2 * low), Math.max(1, 2 * high)] : [Math.min(low, 0), high], [
          bottom,
          top,
        ])
  const room = Math.max(2, Math.min(6, Math.floor((bottom - top) / (1.9 * em))))
  const heights = ticksOf(scale, room).map((tick) => ({ at: scale(tick), text: plainNumber(tick) }))
  const left = 0.6 * em * Math.max(3, ...heights.map(({ text }) => [...text].length)) + 0.8 * em
  // half of the number under its end
  const right = Math.max(left + 1, width - Math.max(1.2, 0.33 * String(losses.length).length + 0.2) * em)
  const last = Math.max(1, losses.length - 1)
  const along = scaleLinear([0, last], [left, right])
  const pieces = thinned(losses, right - left, fits)
  const draw = line<Point>(
    ([pass]) => along(pass),
    ([, loss]) => scale(loss),
  )
  const passes = scaleLinear([1, last + 1], [left, right])
  return {
    left,
    right,
    top,
    bottom,
    paths: pieces.flatMap((piece) => (piece.length > 1 ? [draw([...piece]) ?? ''] : [])),
    dots: pieces.flatMap(([only, ...more]) => (only !== undefined && more.length === 0 ? [only] : [])),
    passes: [1, ...passes.ticks(Math.max(2, Math.floor((right - left) / (7 * em)))).filter((tick) => tick > 1)]
      .filter(Number.isInteger)
      .map((tick) => ({ at: passes(tick), text: tick.toLocaleString('en') })),
    heights,
    x: (pass) => along(pass),
    y: (loss) => (fits(loss) ? scale(loss) : null),
    passAt: (x) => Math.round(Math.max(0, Math.min(losses.length - 1, along.invert(x)))),
  }
}

const isPowerOfTen = (value: number): boolean => {
  const power = Math.log10(value)
  return Math.abs(power - Math.round(power)) < 1e-9
}

/** The numbers at the height axis: of a logarithmic one the powers of ten, where there are enough. */
function ticksOf(scale: { ticks(count?: number): number[]; domain(): number[] }, room: number): readonly number[] {
  const ticks = scale.ticks(room)
  if (ticks.length <= room + 2) return ticks
  const powers = ticks.filter((tick) => isPowerOfTen(tick))
  const few = powers.length < 2 ? ticks : powers
  const every = Math.ceil(few.length / room)
  return few.filter((_, i) => i % every === 0)
}
