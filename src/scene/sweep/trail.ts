import type { Point } from '../plot.ts'
import type { Break } from './breaks.ts'
import type { Probe, Reading } from './probe.ts'

/** One number of a reading: a value, or a slope. */
export type Channel = (reading: Reading) => number

/** A range of a channel that its curve is seen in. */
export interface Seen {
  readonly channel: Channel
  readonly range: readonly [number, number]
}

const finest = 7
const most = 1500

/** The readings of a grid, and on both sides of each break instead of across it. */
export function readingsOn(probe: Probe, xs: readonly number[], breaks: readonly Break[]): readonly Reading[] {
  const sides = breaks.flatMap(({ left, right }) => [left, right])
  const inside = xs.filter((x) => breaks.every(({ left, right }) => x < left.x || x > right.x))
  return [...sides, ...inside.map(probe.at)].sort((p, q) => p.x - q.x)
}

/** More readings where a straight line between two does not do: where a curve bends much, jumps or goes out of sight. */
export function refined(probe: Probe, coarse: readonly Reading[], seen: readonly Seen[]): readonly Reading[] {
  const made: Reading[] = [...coarse.slice(0, 1)]
  let budget = most - coarse.length
  const between = (left: Reading, right: Reading, depth: number): void => {
    const middle = (left.x + right.x) / 2
    if (depth < finest && budget > 0 && middle > left.x && middle < right.x) {
      const half = probe.at(middle)
      budget--
      if (seen.some((each) => bends(each, left, half, right))) {
        between(left, half, depth + 1)
        between(half, right, depth + 1)
        return
      }
      made.push(half)
    }
    made.push(right)
  }
  coarse.slice(1).forEach((right, i) => {
    const left = coarse[i]!
    // across a break there is nothing to look at
    if (right.x - left.x > 1e-8 * (coarse.at(-1)!.x - coarse[0]!.x)) between(left, right, 0)
    else made.push(right)
  })
  return made
}

/** Whether the middle of a stretch lies off the straight line between its ends, as far as one sees. */
function bends({ channel, range: [low, high] }: Seen, left: Reading, half: Reading, right: Reading): boolean {
  const [p, m, q] = [channel(left), channel(half), channel(right)]
  const finite = [p, m, q].filter(Number.isFinite).length
  if (finite === 0) return false
  if (finite < 3) return true
  if (Math.max(p, m, q) < low || Math.min(p, m, q) > high) return false
  return Math.abs(m - (p + q) / 2) > 0.002 * (high - low)
}

/** A channel as a curve in pieces: without what is no number, broken where it jumps. */
export function piecesOf(
  readings: readonly Reading[],
  { channel, range: [low, high] }: Seen,
): readonly (readonly Point[])[] {
  const pieces: Point[][] = [[]]
  const width = (readings.at(-1)?.x ?? 0) - (readings[0]?.x ?? 0)
  let before: Point | null = null
  for (const reading of readings) {
    const point: Point = [reading.x, channel(reading)]
    const finite = Number.isFinite(point[1])
    const jumps =
      before !== null &&
      finite &&
      point[0] - before[0] < 1e-4 * width &&
      Math.abs(point[1] - before[1]) > 0.02 * (high - low)
    if ((jumps || !finite) && pieces.at(-1)!.length > 0) pieces.push([])
    if (finite) pieces.at(-1)!.push(point)
    before = finite ? point : null
  }
  return pieces.filter((piece) => piece.length > 1)
}
