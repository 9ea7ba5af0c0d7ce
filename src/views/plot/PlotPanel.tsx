import { scaleLinear } from 'd3-scale'
import { curveLinear, line } from 'd3-shape'
import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Trace } from '../../core/trace.ts'
import { plainNumber } from '../../scene/number.ts'
import { type Plot, type Point, plotOf } from '../../scene/plot.ts'
import './plot.css'

/** What the plot shows: the function of an op node, where it stands now. */
export interface PlotPanelProps {
  readonly trace: Trace
  readonly node: number
}

/** A function of one argument above its derivative, with the point where it stands and the tangent there. Nothing where the node is no such function. A click makes it large. */
export function PlotPanel({ trace, node }: PlotPanelProps) {
  const plot = useMemo(() => plotOf(trace, node), [trace, node])
  const [large, setLarge] = useState(false)
  const place = useRef<HTMLButtonElement>(null)
  const [size, setSize] = useState({ width: 220, height: 112 })
  const shown = plot !== null
  useLayoutEffect(() => {
    const element = place.current
    if (element === null || !shown || typeof ResizeObserver === 'undefined') return undefined
    // told before the first paint; to ask would lay the page out in the middle of a step
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }))
    observer.observe(element)
    return () => observer.disconnect()
  }, [shown])
  if (plot === null) return null
  return (
    <button
      ref={place}
      type="button"
      className="plot"
      data-large={large}
      aria-expanded={large}
      aria-label={spoken(plot)}
      title={plot.kinks.map(({ says }) => says).join(' ') || (large ? 'Make the plot small' : 'Make the plot large')}
      onClick={() => setLarge(!large)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && large) {
          event.stopPropagation()
          setLarge(false)
        }
      }}
    >
      <Curves plot={plot} {...size} />
    </button>
  )
}

/** Where the function stands now. */
function nowText({ current }: Plot): string {
  const [only] = current
  return only === undefined || current.length > 1
    ? `${current.length} points`
    : `at x = ${plainNumber(only.x)}: y = ${plainNumber(only.y)}, y′ = ${plainNumber(only.slope)}`
}

/** The plot in a sentence. */
const spoken = (plot: Plot): string =>
  `Plot of ${plot.formula.plain} and ${plot.derivative.plain}, ${nowText(plot)}. ${plot.kinks.map(({ says }) => says).join(' ')}`

const margin = { left: 6, right: 6, top: 4, bottom: 4, gap: 6 } as const

function Curves({ plot, width, height }: { readonly plot: Plot; readonly width: number; readonly height: number }) {
  const half = Math.max(0, (height - margin.top - margin.bottom - margin.gap) / 2)
  const x = scaleLinear(plot.xs, [margin.left, width - margin.right])
  const y = scaleLinear(plot.ys, [half, 0])
  const slope = scaleLinear(plot.slopes, [half, 0])
  const draw = (to: (value: number) => number) =>
    line<Point>(
      ([at]) => x(at),
      ([, value]) => to(value),
    ).curve(curveLinear)
  const large = width > 320
  const tangents = plot.current.length <= 6 ? plot.current : []
  const reach = (plot.xs[1] - plot.xs[0]) * 0.14
  return (
    <svg width={width} height={height} aria-hidden="true">
      <Part top={margin.top} width={width} height={half}>
        <path className="axis" d={`M${margin.left} ${y(0)}H${width - margin.right}M${x(0)} 0V${half}`} />
        {plot.value.map((piece) => (
          <path key={piece[0]![0]} className="curve value" d={draw(y)([...piece]) ?? ''} />
        ))}
        {tangents.map((at) => (
          <line
            key={at.entry}
            className="tangent"
            x1={x(at.x - reach)}
            x2={x(at.x + reach)}
            y1={y(at.y - reach * at.slope)}
            y2={y(at.y + reach * at.slope)}
          />
        ))}
        {plot.kinks.map((kink) => (
          <path key={kink.x} className="kink" d={`M${x(kink.x)} ${y(kink.y) - 5}v10`} />
        ))}
        {plot.current.map((at) => (
          <circle key={at.entry} className="now value" cx={x(at.x)} cy={y(at.y)} r={3.5} />
        ))}
        {large && [...y.ticks(4)].map((tick) => <Tick key={tick} value={tick} x={x(0)} y={y(tick)} />)}
        <text x={margin.left} y={13}>
          {plot.formula.plain}
        </text>
        {large &&
          [nowText(plot), ...plot.kinks.map(({ says }) => says)].map((text, i) => (
            <text key={text} className="tick" x={margin.left} y={31 + 18 * i}>
              {text}
            </text>
          ))}
      </Part>
      <Part top={margin.top + half + margin.gap} width={width} height={half}>
        <path className="axis" d={`M${margin.left} ${slope(0)}H${width - margin.right}M${x(0)} 0V${half}`} />
        {plot.slope.map((piece) => (
          <path key={piece[0]![0]} className="curve slope" d={draw(slope)([...piece]) ?? ''} />
        ))}
        {plot.kinks.map((kink) => (
          <g key={kink.x} className="jump">
            {[kink.left, kink.right]
              .filter((side) => side !== kink.slope && Number.isFinite(side))
              .map((side) => (
                <circle key={side} className="open" cx={x(kink.x)} cy={slope(side)} r={3} />
              ))}
            <circle className="taken" cx={x(kink.x)} cy={slope(kink.slope)} r={3} />
          </g>
        ))}
        {plot.current.map((at) => (
          <circle key={at.entry} className="now slope" cx={x(at.x)} cy={slope(at.slope)} r={3.5} />
        ))}
        {large &&
          x.ticks(5).map((tick) => (
            <text key={tick} className="tick" x={x(tick)} y={half - 4} textAnchor="middle">
              {plainNumber(tick)}
            </text>
          ))}
        {large && [...slope.ticks(3)].map((tick) => <Tick key={tick} value={tick} x={x(0)} y={slope(tick)} />)}
        <text x={margin.left} y={13}>
          {plot.derivative.plain}
        </text>
      </Part>
    </svg>
  )
}

/** A number of an axis. */
const Tick = ({ value, x, y }: { readonly value: number; readonly x: number; readonly y: number }) => (
  <text className="tick" x={x + 4} y={y - 3}>
    {value === 0 ? '' : plainNumber(value)}
  </text>
)

interface PartProps {
  readonly top: number
  readonly width: number
  readonly height: number
  readonly children: ReactNode
}

/** One half of the plot; what is drawn beyond its edge is not seen. */
const Part = ({ top, width, height, children }: PartProps) => (
  <svg aria-hidden="true" x={0} y={top} width={width} height={height} overflow="hidden">
    {children}
  </svg>
)
