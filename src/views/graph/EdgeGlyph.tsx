import { curveBumpX, line } from 'd3-shape'
import { memo } from 'react'
import type { EdgeMark } from '../../scene/marks.ts'

type Point = readonly [number, number]

const draw = line<Point>()
  .x(([x]) => x)
  .y(([, y]) => y)
  .curve(curveBumpX)

/** The SVG path of an edge through its points. */
export const edgePath = (points: readonly Point[]): string => draw([...points]) ?? ''

/** One edge: solid and blue where a value went forward, dashed and brown where a gradient came back, as wide as it was large. */
export const EdgeGlyph = memo(
  function EdgeGlyph({
    id,
    path,
    mark,
    sign,
    chosen,
  }: {
    readonly id: string
    readonly path: string
    readonly mark: EdgeMark
    readonly sign: Point
    readonly chosen: boolean
  }) {
    return (
      <g className="edge" data-state={mark.state} data-edge={id} data-chosen={chosen}>
        <path
          className="line"
          d={path}
          style={mark.weight === null ? undefined : { strokeWidth: 1.4 + 3.6 * mark.weight }}
        />
        {mark.sign !== '' && mark.chip === null && (
          <g className="sign" transform={`translate(${sign[0]} ${sign[1]})`} data-sign={mark.sign}>
            <circle r={7.5} />
            <text y={4.5} textAnchor="middle">
              {mark.sign}
            </text>
          </g>
        )}
      </g>
    )
  },
  (p, q) =>
    p.path === q.path &&
    p.chosen === q.chosen &&
    p.mark.state === q.mark.state &&
    p.mark.weight === q.mark.weight &&
    p.mark.sign === q.mark.sign &&
    p.mark.chip === q.mark.chip,
)
