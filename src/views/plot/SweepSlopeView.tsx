import type { SlopeCurve, Sweep } from '../../scene/sweep.ts'
import { HeightAxis, Pieces } from './SweepCurveView.tsx'
import type { PanelPlace, SweepLayout } from './sweepLayout.ts'

/** What the slope is drawn from. */
export interface SweepSlopeProps {
  readonly sweep: Sweep
  readonly slope: SlopeCurve
  readonly layout: SweepLayout
  readonly panel: PanelPlace
}

/** The slope as a curve: its height now is the slope of the tangent above it. At a kink the slopes of both sides are open circles, the one that is taken is filled. */
export function SweepSlopeView({ sweep, slope, layout, panel }: SweepSlopeProps) {
  const { x, em } = layout
  const { y } = panel
  const size = 0.38 * em
  const { current } = sweep
  const kinks = sweep.curves.at(-1)!.kinks
  const shown = Number.isFinite(current.slope)
  return (
    <g transform={`translate(0 ${panel.top})`} data-sweep="slope">
      <HeightAxis layout={layout} panel={panel} />
      <path className="zero" d={`M${layout.left} ${y(0)}H${layout.right}`} />
      <Pieces pieces={slope.pieces} look="slope" layout={layout} panel={panel} />
      {kinks.map((kink) => (
        <g key={kink.x}>
          <title>{kink.says}</title>
          {[kink.left.slope, kink.right.slope]
            .filter((side) => side !== kink.slope && Number.isFinite(side))
            .map((side) => (
              <circle key={side} className="open slope" cx={x(kink.x)} cy={y(side)} r={size * 0.8} />
            ))}
          <circle className="taken slope" cx={x(kink.x)} cy={y(kink.slope)} r={size * 0.8} />
        </g>
      ))}
      {shown && (
        <>
          <path className="level" d={`M${layout.left} ${y(current.slope)}H${x(current.x)}`} />
          <path className="height" d={`M${x(current.x)} ${y(0)}V${y(current.slope)}`} />
          <circle className="now-slope" cx={x(current.x)} cy={y(current.slope)} r={size * 1.2} />
        </>
      )}
    </g>
  )
}
