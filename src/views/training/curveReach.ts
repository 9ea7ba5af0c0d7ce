import { extent } from '../../scene/thinned.ts'

/** Whether the height of a curve is the loss or its logarithm. */
export type Height = 'linear' | 'log'

/** Whether a loss has a place on an axis. */
export const hasPlace: Readonly<Record<Height, (loss: number) => boolean>> = {
  linear: Number.isFinite,
  log: (loss) => Number.isFinite(loss) && loss > 0,
}

/** The height that tells most of a curve: the logarithm, where it falls by powers of ten. */
export function usualHeight(losses: Float64Array): Height {
  const [low, high] = extent(losses, Number.isFinite) ?? [0, 0]
  return low > 0 && high > 1000 * low ? 'log' : 'linear'
}

/** What the axes of curves span: heights, and so many passes. */
export interface CurveReach {
  readonly low: number
  readonly high: number
  readonly passes: number
}

/** How much higher a curve may be drawn than the one it is compared with, so that both can be read. */
const headroom: Readonly<Record<Height, number>> = { linear: 3, log: 1e6 }

/** What axes span that show a curve beside the one before. Where one of them shoots up it is cut off. */
export function reachOfCurves(losses: Float64Array, before: Float64Array | null, height: Height): CurveReach {
  const fits = hasPlace[height]
  const [own, other] = [extent(losses, fits), before === null ? null : extent(before, fits)]
  const [low, high] = own ?? other ?? [0, 1]
  const passes = Math.max(losses.length, before?.length ?? 0)
  if (own === null || other === null) return { low, high, passes }
  const lower = Math.min(high, other[1])
  return {
    low: Math.min(low, other[0]),
    high: Math.min(Math.max(high, other[1]), lower > 0 ? headroom[height] * lower : Number.POSITIVE_INFINITY),
    passes,
  }
}

/** What axes span next that must not jump about: as much as they did and as is needed now, unless that is far too much. The same object where nothing changes. */
export function steady(held: CurveReach, needed: CurveReach, height: Height): CurveReach {
  if (held.high > headroom[height] ** 2 * needed.high) return needed
  const low = Math.min(held.low, needed.low)
  const high = Math.max(held.high, needed.high)
  const passes = Math.max(held.passes, needed.passes)
  return low === held.low && high === held.high && passes === held.passes ? held : { low, high, passes }
}

/** From which pass on a curve is no number any more, counted from 0, and what it is there; null where it ends in a number, or was none from the start. */
export function lostFrom(losses: Float64Array): { readonly pass: number; readonly loss: number } | null {
  let pass = losses.length
  while (pass > 0 && !Number.isFinite(losses[pass - 1])) pass -= 1
  const loss = losses[pass]
  return loss === undefined || pass === 0 ? null : { pass, loss }
}
