import { curveBumpX, line } from 'd3-shape'
import { memo } from 'react'
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

/** One edge: solid and blue where a value went forward, dashed and brown where a gradient came back, as wide as it was large. */
export const EdgeGlyph = memo(function EdgeGlyph({
  id,
  path,
  mark,
  sign,
  chosen,
  look,
  width,
}: {
  readonly id: string
  readonly path: string
  readonly mark: EdgeMark
  /** Where the sign of what flowed stands; null where the edge is too short for one. */
  readonly sign: Point | null
  readonly chosen: boolean
  readonly look: EdgeShape['look']
  /** How thick a wire is, by its weight; null for what is no wire. */
  readonly width: number | null
}) {
  const thickness = width ?? (mark.weight === null ? null : 1.4 + 3.6 * mark.weight)
  return (
    <g className="edge" data-state={mark.state} data-edge={id} data-chosen={chosen} data-look={look}>
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
