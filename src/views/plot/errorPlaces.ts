import type { DataPoint } from '../../scene/data-plot.ts'
import type { Point } from '../../scene/plot.ts'

/** Where the error of each sample is written: right of the middle of its segment, moved down where another stands there. */
export function errorPlaces(
  points: readonly DataPoint[],
  x: (value: number) => number,
  y: (value: number) => number,
  em: number,
): readonly Point[] {
  const placed: Point[] = []
  for (const { x: at, y: target, yhat } of points) {
    const left = x(at) + 0.75 * em
    let middle = y((target + (yhat ?? target)) / 2)
    while (placed.some(([other, height]) => Math.abs(other - left) < 2.4 * em && Math.abs(height - middle) < 1.2 * em))
      middle += 1.2 * em
    placed.push([left, middle])
  }
  return placed
}
