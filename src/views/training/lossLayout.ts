import { scaleLinear, scaleLog } from 'd3-scale'
import { line } from 'd3-shape'
import { plainNumber } from '../../scene/number.ts'
import type { Point } from '../../scene/plot.ts'
import { thinned } from '../../scene/thinned.ts'
import type { Box } from '../plot/useBox.ts'
import { type CurveReach, type Height, hasPlace } from './curveReach.ts'
import { beginning, heightTicks } from './heightTicks.ts'

/** Where the curve of the losses and its axes are, in pixels. */
export interface LossLayout {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly paths: readonly string[]
  /** The curve that it is compared with. */
  readonly before: readonly string[]
  /** Values that stand alone between two that are no numbers. */
  readonly dots: readonly Point[]
  readonly passes: readonly { readonly at: number; readonly text: string }[]
  readonly heights: readonly { readonly at: number; readonly text: string }[]
  /** Of a pass, counted from 0. */
  readonly x: (pass: number) => number
  /** Null where the loss has no place; one that is too large for the axis is at its end. */
  readonly y: (loss: number) => number | null
  /** The pass at a place. */
  readonly passAt: (x: number) => number
}

/** Lays out the curve of the losses in a box, on axes that span what `reach` says. */
export function lossLayout(
  losses: Float64Array,
  before: Float64Array | null,
  height: Height,
  { low, high, passes: most }: CurveReach,
  { width, height: tall, em }: Box,
): LossLayout {
  const fits = hasPlace[height]
  const [top, bottom] = [0.6 * em, Math.max(em, tall - 1.7 * em)]
  const scale =
    height === 'log'
      ? scaleLog(low === high ? [low / 2, high * 2] : [beginning(low, high), high], [bottom - 0.4 * em, top])
      : scaleLinear(low === high ? [Math.min(0, 2 * low), Math.max(1, 2 * high)] : [Math.min(low, 0), high], [
          bottom,
          top,
        ])
  const room = Math.max(2, Math.min(6, Math.floor((bottom - top) / (1.9 * em))))
  const [least = 0, greatest = 1] = scale.domain()
  const heights = heightTicks(height, [least, greatest], room).map((tick) => ({
    at: scale(tick),
    text: plainNumber(tick),
  }))
  const left = 0.6 * em * Math.max(3, ...heights.map(({ text }) => [...text].length)) + 0.8 * em
  // half of the number under its end
  const right = Math.max(left + 1, width - Math.max(1.2, 0.33 * String(most).length + 0.2) * em)
  const last = Math.max(1, most - 1)
  const along = scaleLinear([0, last], [left, right])
  // so many columns that no two of the longest curve's points are in one
  const pointsOf = (curve: Float64Array) => thinned(curve, ((right - left) * curve.length) / most, fits)
  // what is out of reach goes straight up and comes back, wherever its end is
  const draw = line<Point>(
    ([pass]) => along(pass),
    ([, loss]) => Math.max(scale(loss), -tall),
  )
  const drawn = (piece: readonly Point[]): readonly string[] => (piece.length > 1 ? [draw([...piece]) ?? ''] : [])
  const pieces = pointsOf(losses)
  const passes = scaleLinear([1, last + 1], [left, right])
  return {
    left,
    right,
    top,
    bottom,
    paths: pieces.flatMap(drawn),
    before: before === null ? [] : pointsOf(before).flatMap(drawn),
    dots: pieces.flatMap(([only, ...more]) => (only !== undefined && more.length === 0 ? [only] : [])),
    passes: [1, ...passes.ticks(Math.max(2, Math.floor((right - left) / (7 * em)))).filter((tick) => tick > 1)]
      .filter(Number.isInteger)
      .map((tick) => ({ at: passes(tick), text: tick.toLocaleString('en') })),
    heights,
    x: (pass) => along(pass),
    y: (loss) => (fits(loss) ? Math.max(top, scale(loss)) : null),
    passAt: (x) => Math.round(Math.max(0, Math.min(losses.length - 1, along.invert(x)))),
  }
}
