import { curveBumpX, line } from 'd3-shape'
import { memo } from 'react'
import type { Trace } from '../../core/trace.ts'
import type { EdgeMark } from '../../scene/marks.ts'
import type { EdgeShape } from '../../scene/structure.ts'

type Point = readonly [number, number]

const draw = line<Point>()
  .x(([x]) => x)
  .y(([, y]) => y)
  .curve(curveBumpX)

/** The SVG path of an edge: a curve through its points, or for a wire a straight line. */
export const edgePath = ({ look, points }: EdgeShape): string =>
  (look === 'line' ? draw([...points]) : `M${points.map(([x, y]) => `${x} ${y}`).join('L')}`) ?? ''

/** A point at the share `t` of the way along the curve of an edge. */
function onCurve(points: readonly Point[], t: number): Point {
  const at = t * (points.length - 1)
  const i = Math.min(points.length - 2, Math.floor(at))
  const [[x1, y1], [x2, y2]] = [points[i]!, points[i + 1]!]
  const u = at - i
  const [near, far] = [(1 - u) ** 3, u ** 3]
  const [first, second] = [3 * (1 - u) ** 2 * u, 3 * (1 - u) * u ** 2]
  return [near * x1 + (first + second) * ((x1 + x2) / 2) + far * x2, (near + first) * y1 + (second + far) * y2]
}

const signShares = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74]
/** How far signs stand from each other, so that none covers another. */
const signGap = 17

/** Where the sign of each edge stands: in its middle, or a little before or after it where another one is there; null for edges that are too short. */
function signPlaces(edges: readonly EdgeShape[]): readonly (Point | null)[] {
  const placed: Point[] = []
  return edges.map(({ look, points }) => {
    if (look !== 'line' || isShort(points)) return null
    const places = signShares.map((t) => onCurve(points, t))
    const free = places.find(([x, y]) => placed.every(([p, q]) => Math.hypot(x - p, y - q) >= signGap))
    const place = free ?? places[0]!
    placed.push(place)
    return place
  })
}

/** What of an edge's drawing stays the same from step to step. */
export interface EdgeDrawing {
  readonly id: string
  /** Its place among the edges of the picture. */
  readonly index: number
  readonly look: EdgeShape['look']
  readonly path: string
  /** Where the sign of what flowed stands; null where the edge has none. */
  readonly sign: Point | null
  /** How thick a wire is, by its weight; null for what is no wire. */
  readonly width: number | null
}

/** Too short for a sign on it, as the line from a bias to its unit. */
const isShort = (points: readonly Point[]): boolean => {
  const [[x1, y1], [x2, y2]] = [points[0]!, points.at(-1)!]
  return Math.hypot(x2 - x1, y2 - y1) < 34
}

/** How thick each wire is, by the size of its weight; null for edges that are no wires. */
function wireWidths({ graph }: Trace, edges: readonly EdgeShape[]): (number | null)[] {
  const weights = edges.map(({ weight }) => (weight === null ? null : Math.abs(graph.nodes[weight]!.value.data[0]!)))
  const most = Math.max(...weights.map((size) => size ?? 0))
  return weights.map((size) => (size === null ? null : most === 0 ? 1 : 1 + 4 * (size / most)))
}

/** The drawings of all edges, in their order. */
export function edgeDrawings(trace: Trace, edges: readonly EdgeShape[]): EdgeDrawing[] {
  const widths = wireWidths(trace, edges)
  const signs = signPlaces(edges)
  return edges.map((edge, index) => ({
    id: `${edge.to}:${edge.slot}`,
    index,
    look: edge.look,
    path: edgePath(edge),
    sign: signs[index]!,
    width: widths[index]!,
  }))
}

/** One edge: solid and blue where a value went forward, dashed and brown where a gradient came back, as wide as it was large. */
export const EdgeGlyph = memo(function EdgeGlyph({
  drawing: { id, look, path, sign, width },
  mark,
  chosen,
}: {
  readonly drawing: EdgeDrawing
  readonly mark: EdgeMark
  readonly chosen: boolean
}) {
  const thickness = width ?? (mark.weight === null ? null : 1.4 + 3.6 * mark.weight)
  return (
    <g
      className="edge"
      data-state={mark.state}
      data-edge={id}
      data-chosen={chosen}
      data-look={look}
      data-lit={mark.lit}
    >
      <path className="line" d={path} style={thickness === null ? undefined : { strokeWidth: thickness }} />
      {sign !== null && mark.sign !== '' && mark.chip === null && look === 'line' && (
        <g className="sign" transform={`translate(${sign[0]} ${sign[1]})`} data-sign={mark.sign}>
          <circle r={7.5} />
          <text y={4.5} textAnchor="middle">
            {mark.sign}
          </text>
        </g>
      )}
    </g>
  )
})
