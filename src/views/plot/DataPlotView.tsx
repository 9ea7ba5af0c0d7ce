import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import { useMemo, useRef } from 'react'
import type { DataPlot, DataPoint } from '../../scene/data-plot.ts'
import { plainNumber } from '../../scene/number.ts'
import type { Point } from '../../scene/plot.ts'
import { Formula } from '../formula/Formula.tsx'
import { errorPlaces } from './errorPlaces.ts'
import { type Box, useBox } from './useBox.ts'
import './sweep.css'
import './data-plot.css'

/** Samples as points, the model as a line, and between them the errors. It fills its container. */
export function DataPlotView({ plot }: { readonly plot: DataPlot }) {
  const frame = useRef<HTMLDivElement>(null)
  const ruler = useRef<HTMLSpanElement>(null)
  const box = useBox(frame, ruler)
  const { names, points } = plot
  const answered = points.some(({ yhat }) => yhat !== null)
  return (
    <div className="sweep data-plot" ref={frame}>
      <div className="sweep-sheet">
        <span className="sweep-ruler" ref={ruler} />
        <svg role="img" aria-label={plot.says} width={box.width} height={box.height}>
          <Sheet plot={plot} box={box} />
        </svg>
        <p className="data-key" aria-hidden="true">
          <span>
            <i className="key-sample" /> sample (<Formula tex={names.x.tex} plain={names.x.plain} />,{' '}
            <Formula tex={names.y.tex} plain={names.y.plain} />)
          </span>
          {answered && (
            <>
              <span>
                <i className="key-line" /> model <Formula tex={names.yhat.tex} plain={names.yhat.plain} />
              </span>
              <span>
                <i className="key-error" /> error{' '}
                <Formula tex={`${names.yhat.tex} - ${names.y.tex}`} plain={`${names.yhat.plain} − ${names.y.plain}`} />
              </span>
            </>
          )}
        </p>
      </div>
    </div>
  )
}

function Sheet({ plot, box: { width, height, em } }: { readonly plot: DataPlot; readonly box: Box }) {
  const { points, xs, ys, names } = plot
  const [left, right] = [3 * em, Math.max(3 * em + 1, width - 1.2 * em)]
  const [top, bottom] = [2.4 * em, Math.max(2.4 * em + 1, height - 2.3 * em)]
  const x = useMemo(() => scaleLinear(xs, [left, right]), [xs, left, right])
  const y = useMemo(() => scaleLinear(ys, [bottom, top]), [ys, bottom, top])
  const drawn = line<Point>(
    ([at]) => x(at),
    ([, value]) => y(value),
  )
  const places = errorPlaces(points, x, y, em)
  const end = right - 2.2 * em
  return (
    <>
      {y.ticks(Math.max(2, Math.min(8, Math.floor((bottom - top) / (2.4 * em))))).map((tick) => (
        <g key={tick} transform={`translate(0 ${y(tick)})`}>
          <path className={tick === 0 ? 'zero' : 'grid'} d={`M${left} 0H${right}`} />
          <text className="tick" x={left - 0.5 * em} y={0.35 * em} textAnchor="end">
            {plainNumber(tick)}
          </text>
        </g>
      ))}
      {x.ticks(Math.max(2, Math.min(8, Math.floor((right - left) / (4 * em))))).map((tick) => (
        <g key={tick} transform={`translate(${x(tick)} ${bottom})`}>
          <path className="frame" d={`M0 0v${0.3 * em}`} />
          {x(tick) < end && (
            <text className="tick" y={1.5 * em} textAnchor="middle">
              {plainNumber(tick)}
            </text>
          )}
        </g>
      ))}
      <path className="frame" d={`M${left} ${top}V${bottom}`} />
      <text className="axis-name" x={right} y={bottom + 1.5 * em} textAnchor="end">
        {names.x.plain}
      </text>
      {plot.line.length > 0 && <path className="curve value" d={drawn([...plot.line]) ?? ''} />}
      {points.map((point, i) => (
        <Sample key={i} point={point} x={x} y={y} em={em} label={places[i]!} />
      ))}
    </>
  )
}

interface SampleProps {
  readonly point: DataPoint
  readonly x: (value: number) => number
  readonly y: (value: number) => number
  readonly em: number
  /** Where the error is written. */
  readonly label: Point
}

function Sample({ point: { x: at, y: target, yhat, error }, x, y, em, label }: SampleProps) {
  return (
    <g className="sample">
      {yhat !== null && error !== null && (
        <>
          <path className="residual" d={`M${x(at)} ${y(target)}V${y(yhat)}`} />
          <circle className="answer" cx={x(at)} cy={y(yhat)} r={0.3 * em} />
          <text className="residual-number" x={label[0]} y={label[1] + 0.35 * em}>
            {plainNumber(error)}
          </text>
        </>
      )}
      <circle className="target" cx={x(at)} cy={y(target)} r={0.42 * em} />
    </g>
  )
}
