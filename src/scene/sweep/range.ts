import { niceRange } from './nice.ts'
import type { Probe, Reading } from './probe.ts'

const looks = 160

const grid = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count + 1 }, (_, i) => low + ((high - low) * i) / count)

const last = (numbers: readonly number[]): number => numbers.at(-1)!

/** Where the slope of the last curve turns from falling to rising: of such places in sight the nearest to `x`; null where there is none. */
function minimumNear(readings: readonly Reading[], x: number): number | null {
  const step = readings[1]!.x - readings[0]!.x
  // on a kink, and at the very bottom, the slope may be 0
  const tilted = readings.filter(({ slopes }) => last(slopes) !== 0)
  const turns = tilted.slice(1).flatMap((right, i) => {
    const left = tilted[i]!
    const [before, after] = [last(left.slopes), last(right.slopes)]
    if (!(before < 0 && after > 0) || right.x - left.x > 2.5 * step) return []
    return [left.x + ((right.x - left.x) * before) / (before - after)]
  })
  return turns.reduce<number | null>(
    (best, at) => (best === null || Math.abs(at - x) < Math.abs(best - x) ? at : best),
    null,
  )
}

/** How far the last curve goes from where it is now, within a distance. */
function spread(readings: readonly Reading[], x: number, y: number, distance: number): number {
  const near = readings.filter((reading) => Math.abs(reading.x - x) <= distance)
  return Math.max(0, ...near.map(({ ys }) => Math.abs(last(ys) - y)).filter(Number.isFinite))
}

/**
 * The part of the axis to draw: all points that must be seen and, where it is near, the minimum with as much room beyond it as before it.
 * Its ends are round numbers, so that it stays while a number is changed a little.
 */
export function axisRange(probe: Probe, points: readonly number[]): readonly [number, number] {
  const [from, to] = [Math.min(...points), Math.max(...points)]
  const centre = (from + to) / 2
  const room = Math.max(4, 2 * (to - from), Math.abs(centre))
  const readings = grid(from - room, to + room, looks).map(probe.at)
  const x = points[0]!
  const minimum = minimumNear(readings, x)
  const [low, high] =
    minimum === null ? [from, to] : [Math.min(from, 2 * minimum - to), Math.max(to, 2 * minimum - from)]
  const middle = (low + high) / 2
  const calm = calmDistance(readings, middle, probe)
  const least = minimum === null ? Math.max(calm, Math.abs(centre) / 2) : Math.min(calm, 2)
  const half = Math.max(least, (1.15 * (high - low)) / 2)
  return niceRange(...defined(readings, middle - half, middle + half))
}

/** Half the width of a lone point's view: less where the curve would shoot out of it. */
function calmDistance(readings: readonly Reading[], x: number, probe: Probe): number {
  const y = last(probe.at(x).ys)
  let distance = 4
  while (distance > 0.3 && spread(readings, x, y, distance / 2) < spread(readings, x, y, distance) / 24) distance /= 2
  return distance
}

/** A range without the ends at which nothing is defined. */
function defined(readings: readonly Reading[], low: number, high: number): readonly [number, number] {
  const there = readings.filter(({ x, ys }) => x >= low && x <= high && ys.some(Number.isFinite)).map(({ x }) => x)
  const step = readings[1]!.x - readings[0]!.x
  if (there.length < 2) return [low, high]
  return [Math.max(low, Math.min(...there) - step), Math.min(high, Math.max(...there) + step)]
}

/** The range a curve is drawn in: what must be seen, all of the curve unless it shoots away, and 0 where it is near. */
export function heightRange(curve: readonly number[], must: readonly number[]): readonly [number, number] {
  const all = [...calmHeights(curve.filter(Number.isFinite)), ...must.filter(Number.isFinite)]
  const [low, high] = [Math.min(...all), Math.max(...all)]
  if (high - low <= 1e-9 * Math.max(1e-300, Math.abs(high))) return high === 0 ? [-1, 1] : niceRange(...flat(high))
  const reach = 0.5 * (high - low)
  const [floor, ceiling] = [low > 0 && low < reach ? 0 : low, high < 0 && -high < reach ? 0 : high]
  const pad = 0.06 * (ceiling - floor)
  return [floor - pad, ceiling + pad]
}

/** The lowest and the highest that is to be seen of a curve: where it shoots away at an end or a pole, not much beyond its middle half, but every peak and every dip. */
function calmHeights(curve: readonly number[]): readonly number[] {
  if (curve.length === 0) return [0]
  const sorted = curve.toSorted((p, q) => p - q)
  const [low, high] = [sorted[0]!, last(sorted)]
  const [quarter, upper] = [0.25, 0.75].map((part) => sorted[Math.floor(part * (sorted.length - 1))]!)
  const middle = upper! - quarter!
  if (middle === 0 || high - low <= 12 * middle) return [low, high]
  const turns = curve.slice(1, -1).filter((y, i) => {
    const [before, after] = [curve[i]! - y, curve[i + 2]! - y]
    return before * after > 0 && Math.max(Math.abs(before), Math.abs(after)) < (high - low) / 4
  })
  return [Math.max(low, quarter! - 2 * middle), Math.min(high, upper! + 2 * middle), ...turns]
}

/** The range of a curve that stays at a height: from below 0 to above the height. */
const flat = (height: number): readonly [number, number] => [Math.min(0, 1.6 * height), Math.max(0, 1.6 * height)]
