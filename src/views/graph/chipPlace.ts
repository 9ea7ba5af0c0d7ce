type Point = readonly [number, number]

/** A box of the picture, by its centre and size. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The size of the picture. */
type Picture = Pick<Box, 'width' | 'height'>

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

const lifts = [0, 16, -16, 30, -30, 44, -44, 60, -60, 76, -76]
const shares = [0.5, 0.4, 0.6, 0.3, 0.7, 0.8, 0.9]

/** By how much a label may stand out of the picture. */
const mostOut = 4

/** Where a label of an edge stands, and whether it covers a node or is cut off there. */
export interface Place {
  readonly at: Point
  readonly covers: boolean
}

/** By how much a label stands out of a picture that begins at 0: there it may be cut off. */
const outside = ([x, y]: Point, width: number, height: number, picture: Picture): number =>
  Math.max(0, width / 2 - x, x + width / 2 - picture.width) +
  Math.max(0, height / 2 - y, y + height / 2 - picture.height)

/** The place for a label of an edge that covers no node: along the edge, or a little above or below it, within the picture; the nearest such place, else the one that covers least. */
export function chipPlace(
  points: readonly Point[],
  width: number,
  height: number,
  obstacles: readonly Box[],
  picture: Picture,
): Place {
  const middle = along(points, 0.5)
  const near = obstacles.filter((box) => Math.abs(box.x - middle[0]) < 300 && Math.abs(box.y - middle[1]) < 200)
  const places = lifts.flatMap((lift) =>
    shares.map((t) => {
      const [x, y] = along(points, t)
      const covered = near.reduce((total, box) => total + overlap({ x, y: y + lift, width, height }, box), 0)
      const out = outside([x, y + lift], width, height, picture)
      return {
        at: [x, y + lift] as const,
        covers: covered > 0 || out > mostOut,
        cost: covered * 20 + Math.abs(lift) + Math.abs(t - 0.5) * 40 + out * 10,
      }
    }),
  )
  return places.reduce((best, place) => (place.cost < best.cost ? place : best))
}
