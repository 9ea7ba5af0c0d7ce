import { line } from 'd3-shape'
import { plainNumber } from '../../scene/number.ts'
import type { Point } from '../../scene/plot.ts'
import type { Sweep, SweepCurve } from '../../scene/sweep.ts'
import { LabelText } from '../graph/LabelText.tsx'
import type { CurveMarks } from './sweepLabels.ts'
import type { PanelPlace, Scale, SweepLayout } from './sweepLayout.ts'

/** What a curve of a sweep is drawn from. */
export interface SweepCurveProps {
  readonly sweep: Sweep
  readonly layout: SweepLayout
  readonly panel: PanelPlace
}

/** The height axis of a part: its numbers, light lines at them, a darker one at 0. */
export function HeightAxis({ layout, panel }: Omit<SweepCurveProps, 'sweep'>) {
  return (
    <g className="height-axis">
      {panel.ticks.map((tick) => (
        <g key={tick} transform={`translate(${layout.left} ${panel.y(tick)})`}>
          <path className={tick === 0 ? 'zero' : 'grid'} d={`M0 0H${layout.right - layout.left}`} />
          <text className="tick" x={-0.5 * layout.em} y={0.35 * layout.em} textAnchor="end">
            {plainNumber(tick)}
          </text>
        </g>
      ))}
      <path className="frame" d={`M${layout.left} 0V${panel.height}`} />
    </g>
  )
}

const drawn = (x: Scale, y: Scale) =>
  line<Point>(
    ([at]) => x(at),
    ([, height]) => y(height),
  )

interface PiecesProps {
  readonly pieces: readonly (readonly Point[])[]
  readonly look: 'value' | 'slope'
  readonly layout: SweepLayout
  readonly panel: PanelPlace
}

/** The pieces of a curve, cut at the frame. */
export function Pieces({ pieces, look, layout, panel }: PiecesProps) {
  const path = drawn((at) => layout.x(at) - layout.left, panel.y)
  const width = layout.right - layout.left
  return (
    <svg aria-hidden="true" x={layout.left} width={width} height={panel.height} overflow="hidden">
      {pieces.map((piece) => (
        <path key={piece[0]![0]} className={`curve ${look}`} d={path([...piece]) ?? ''} />
      ))}
    </svg>
  )
}

/** A value as a curve with its kinks, its tangent, and the walk of the passes over it. */
export function SweepCurveView({
  sweep,
  layout,
  panel,
  curve,
  marks,
}: SweepCurveProps & { readonly curve: SweepCurve; readonly marks: CurveMarks }) {
  const { x } = layout
  const { tangent } = marks
  const size = 0.38 * layout.em
  return (
    <g transform={`translate(0 ${panel.top})`} data-sweep={curve.node}>
      <HeightAxis layout={layout} panel={panel} />
      <Pieces pieces={curve.pieces} look="value" layout={layout} panel={panel} />
      {curve.kinks.map((kink) => (
        <g key={kink.x}>
          <title>{kink.says}</title>
          {kink.jumps ? (
            <>
              <circle className="open value" cx={x(kink.x)} cy={panel.y(kink.left.y)} r={size * 0.8} />
              <circle className="open value" cx={x(kink.x)} cy={panel.y(kink.right.y)} r={size * 0.8} />
              <circle className="taken value" cx={x(kink.x)} cy={panel.y(kink.y)} r={size * 0.8} />
            </>
          ) : (
            <path className="kink" d={`M${x(kink.x)} ${panel.y(kink.y) - 0.6 * layout.em}v${1.2 * layout.em}`} />
          )}
        </g>
      ))}
      {tangent !== null && (
        <line className="tangent" x1={tangent.from[0]} y1={tangent.from[1]} x2={tangent.to[0]} y2={tangent.to[1]} />
      )}
      {marks.steps.map((step, i) => (
        <g key={i} className="step" data-next={step.next}>
          <path className="drop" d={`M${step.turn.join(' ')}L${step.to.join(' ')}`} />
          <path d={`M${step.from.join(' ')}H${step.turn[0]}`} />
          <path className="head" d={arrowHead(step.turn, Math.sign(step.turn[0] - step.from[0]), size * 1.5)} />
        </g>
      ))}
      {marks.stops.map(({ at, state, passes }) => (
        <circle
          key={passes[0]}
          className={`stop ${state}`}
          cx={at[0]}
          cy={at[1]}
          r={state === 'now' ? size * 1.2 : size}
        />
      ))}
      {marks.stops.length === 0 && (
        <circle className="stop now" cx={x(sweep.current.x)} cy={panel.y(curve.y)} r={size * 1.2} />
      )}
      {marks.stops.map(
        ({ label, shown, passes, state }) =>
          label !== null && (
            <text
              key={passes[0]}
              className={`label stop-name ${state}`}
              x={label.x}
              y={label.y + 0.3 * layout.em}
              textAnchor="middle"
            >
              {shown.map((pass, i) => (
                <tspan key={pass}>
                  {i === 0 ? '' : passes.length > shown.length ? '…' : ', '}
                  <StopName sweep={sweep} pass={pass} />
                </tspan>
              ))}
            </text>
          ),
      )}
      {tangent?.label != null && (
        <text className="slope-number" x={tangent.label.x} y={tangent.label.y + 0.35 * layout.em} textAnchor="middle">
          {tangent.text}
        </text>
      )}
      {marks.steps.map(
        ({ label, text, turn }) =>
          label !== null && (
            <text key={turn[0]} className="step-number" x={label.x} y={label.y + 0.35 * layout.em} textAnchor="middle">
              {text}
            </text>
          ),
      )}
    </g>
  )
}

const arrowHead = ([x, y]: readonly [number, number], to: number, size: number): string =>
  `M${x} ${y}l${-to * size * 1.2} ${-size / 2}v${size}z`

/** w₀: the swept number in one of the passes. */
function StopName({ sweep, pass }: { readonly sweep: Sweep; readonly pass: number }) {
  const { label } = sweep.axis
  if (label === null) return pass
  const sub = label.sub === '' ? String(pass) : `${label.sub},${pass}`
  return (
    <>
      <LabelText label={{ ...label, sub, copy: null, entry: null, over: '' }} />
      <tspan dy="-0.24em">{'\u200b'}</tspan>
    </>
  )
}
