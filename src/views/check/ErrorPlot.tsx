import { scaleLog } from 'd3-scale'
import { line } from 'd3-shape'
import type { ErrorPoint } from '../../scene/check.ts'

const size = { width: 460, height: 240, left: 52, right: 14, top: 14, bottom: 40 } as const
/** An error of 0 is drawn as one this small. */
const least = 1e-17

const exponent = (value: number): string =>
  [...String(Math.round(Math.log10(value)))].map((c) => ({ '-': '⁻' })[c] ?? '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)]).join('')

/** The error of central and forward differences against ε on logarithmic axes: truncation falls to the left, round-off rises. */
export function ErrorPlot({ points, name }: { readonly points: readonly ErrorPoint[]; readonly name: string }) {
  const shown = (error: number): number => Math.max(least, Math.min(1e6, error))
  const all = points.flatMap(({ central, forward }) => [shown(central), shown(forward)]).filter(Number.isFinite)
  const x = scaleLog([points.at(-1)?.epsilon ?? 1e-14, 0.1], [size.left, size.width - size.right])
  const y = scaleLog(
    [10 ** Math.floor(Math.log10(Math.min(...all, 1e-3))), 10 ** Math.ceil(Math.log10(Math.max(...all, 1e-2)))],
    [size.height - size.bottom, size.top],
  )
  const path = (which: 'central' | 'forward'): string =>
    line<ErrorPoint>(
      ({ epsilon }) => x(epsilon),
      (point) => y(shown(point[which])),
    ).defined((point) => Number.isFinite(point[which]))([...points]) ?? ''
  const ticks = (from: number, to: number, every: number): number[] =>
    Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, i) => 10 ** (from + i * every))
  const [low, high] = y.domain().map((value) => Math.round(Math.log10(value)))
  const best = points.reduce((p, q) => (q.central < p.central ? q : p), points[0]!)
  return (
    <svg
      className="error-plot"
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-label={`Error of the difference quotients at ${name} against ε. The central difference is best near ε = 10 to the power ${Math.round(Math.log10(best.epsilon))}.`}
    >
      {ticks(Math.ceil(Math.log10(x.domain()[0]!)), -1, 2).map((tick) => (
        <g key={tick} transform={`translate(${x(tick)} ${size.height - size.bottom})`}>
          <path className="grid" d={`M0 0V${size.top + size.bottom - size.height}`} />
          <text y={16} textAnchor="middle">{`10${exponent(tick)}`}</text>
        </g>
      ))}
      {ticks(low!, high!, Math.max(1, Math.ceil((high! - low!) / 6))).map((tick) => (
        <g key={tick} transform={`translate(${size.left} ${y(tick)})`}>
          <path className="grid" d={`M0 0H${size.width - size.left - size.right}`} />
          <text x={-7} y={4} textAnchor="end">{`10${exponent(tick)}`}</text>
        </g>
      ))}
      <path className="curve forward" d={path('forward')} />
      <path className="curve central" d={path('central')} />
      <circle className="best" cx={x(best.epsilon)} cy={y(shown(best.central))} r={4.5} />
      <text className="axis" x={(size.left + size.width - size.right) / 2} y={size.height - 5} textAnchor="middle">
        ε
      </text>
    </svg>
  )
}

/** What the curves are and what their slopes say. */
export function PlotLegend() {
  return (
    <ul className="plot-legend">
      <li className="central">central: truncation ∝ ε², the dot is its best ε</li>
      <li className="forward">forward: truncation ∝ ε</li>
      <li>to the left of the best ε: round-off ∝ 1/ε</li>
    </ul>
  )
}
