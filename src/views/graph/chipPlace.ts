type Point = readonly [number, number]

/** A box of the picture, by its centre and size. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const overlap = (p: Box, q: Box): number => {
  const [w, h] = [(p.width + q.width) / 2 - Math.abs(p.x - q.x), (p.height + q.height) / 2 - Math.abs(p.y - q.y)]
  return w > 0 && h > 0 ? w * h : 0
}

/** A point at the share `t` of the way along a polyline. */
export function along(points: readonly Point[], t: number): Point {
  const at = t * (points.length - 1)
  const i = Math.min(points.length - 2, Math.floor(at))
  const [p, q] = [points[i]!, points[i + 1]!]
  const share = at - i
  return [p[0] + (q[0] - p[0]) * share, p[1] + (q[1] - p[1]) * share]
}

/** Where a label of an edge covers least: along the edge, or a little above or below it. */
export function chipPlace(
  points: readonly Point[],
  width: number,
  height: number,
  obstacles: readonly Box[],
  frame: Box,
): Point {
  let best: Point = along(points, 0.5)
  let least = Number.POSITIVE_INFINITY
  const near = obstacles.filter((box) => Math.abs(box.x - best[0]) < 320 && Math.abs(box.y - best[1]) < 260)
  for (const lift of [0, -20, 20, -36, 36, -54, 54, -76, 76, -100, 100])
    for (const t of [0.5, 0.4, 0.6, 0.3, 0.7, 0.15, 0.85]) {
      const [x, y0] = along(points, t)
      const place: Box = { x, y: y0 + lift, width, height }
      const outside =
        Math.abs(place.x - frame.x) > (frame.width - width) / 2 ||
        Math.abs(place.y - frame.y) > (frame.height - height) / 2
      const cost =
        near.reduce((total, box) => total + overlap(place, box), 0) +
        Math.abs(lift) * 1.5 +
        Math.abs(t - 0.5) * 20 +
        (outside ? 4000 : 0)
      if (cost < least) [least, best] = [cost, [place.x, place.y]]
    }
  return best
}
