import { plainNumber } from '../../scene/number.ts'
import type { Sweep } from '../../scene/sweep.ts'
import { axisNameEnd, axisNameWidth, type SweepLayout, tagOf, widthOf } from './sweepLayout.ts'

/** The axis that all parts share: its numbers, and where the program stands on it. Numbers that would touch that one are left out. */
export function SweepAxisView({ sweep, layout }: { readonly sweep: Sweep; readonly layout: SweepLayout }) {
  const { x, em, left, right, bottom } = layout
  const { axis, current } = sweep
  const at = x(current.x)
  const text = plainNumber(current.x)
  const { half, centre } = tagOf(sweep, layout)
  const nameEnd = axisNameEnd(sweep, layout)
  const nameStart = nameEnd - axisNameWidth(sweep, em)
  const free = (tick: number): boolean => {
    const [pixel, side] = [x(tick), widthOf(plainNumber(tick), em) / 2]
    const offTag = Math.abs(pixel - centre) > half + side + 0.2 * em
    return (
      offTag && (pixel + side < nameStart || pixel - side > nameEnd) && pixel - side > 0 && pixel + side < layout.width
    )
  }
  const inside = at >= left - 1 && at <= right + 1
  return (
    <g className="axis">
      <path className="frame" d={`M${left} ${bottom}H${right}`} />
      {layout.ticks.map((tick) => (
        <g key={tick} transform={`translate(${x(tick)} ${bottom})`}>
          <path className="frame" d={`M0 0v${0.3 * em}`} />
          {free(tick) && (
            <text className="tick" y={1.5 * em} textAnchor="middle">
              {plainNumber(tick)}
            </text>
          )}
        </g>
      ))}
      {inside && (
        <>
          <path className="cursor" d={`M${at} ${layout.values[0]!.top}V${bottom}`} />
          <g
            className="handle"
            data-free={axis.literal !== null}
            transform={`translate(${centre} ${bottom + 1.15 * em})`}
          >
            <rect x={-half} y={-0.85 * em} width={2 * half} height={1.7 * em} rx={0.3 * em} />
            <text y={0.36 * em} textAnchor="middle">
              {text}
            </text>
            {axis.literal !== null && (
              <path
                className="grip"
                d={[-1, 1]
                  .map(
                    (side) =>
                      `M${side * (half - 0.5 * em)} ${-0.3 * em}l${side * 0.3 * em} ${0.3 * em}l${-side * 0.3 * em} ${0.3 * em}`,
                  )
                  .join('')}
              />
            )}
          </g>
        </>
      )}
    </g>
  )
}
