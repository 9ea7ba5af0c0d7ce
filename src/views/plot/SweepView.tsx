import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import { type PointerEvent, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Trace } from '../../core/trace.ts'
import { plainNumber } from '../../scene/number.ts'
import type { Point } from '../../scene/plot.ts'
import { type Sweep, type SweepAsked, type SweptCurve, sweepOf } from '../../scene/sweep.ts'
import './sweep.css'

/** What the sweep shows and tells. */
export interface SweepViewProps {
  readonly passes: readonly Trace[]
  readonly pass: number
  readonly asked: SweepAsked
  /** Whether the derivative is drawn below. */
  readonly derivative: boolean
  /** The number on the axis was moved; null where the program has no literal for it. */
  readonly onNumber: ((text: string, gesture: number) => void) | null
}

let gestures = 0

/** Values over one number of the program, the derivative below on the same axis, the point where it stands with its tangent, and the steps that led there. The point can be dragged. */
export function SweepView({ passes, pass, asked, derivative, onNumber }: SweepViewProps) {
  const sweep = useMemo(() => sweepOf(passes, pass, asked), [passes, pass, asked])
  const place = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 640, height: 400 })
  useLayoutEffect(() => {
    const element = place.current
    if (element === null || typeof ResizeObserver === 'undefined') return undefined
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setSize({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return (
    <div className="sweep" ref={place}>
      {sweep === null ? (
        <p>The program as it is now has nothing to draw here.</p>
      ) : (
        <Drawing sweep={sweep} derivative={derivative} onNumber={onNumber} {...size} />
      )}
    </div>
  )
}

interface DrawingProps {
  readonly sweep: Sweep
  readonly derivative: boolean
  readonly onNumber: SweepViewProps['onNumber']
  readonly width: number
  readonly height: number
}

const gap = 14

/** How large the text of the plot is: as large as the theme's. */
const textSize = (): number =>
  typeof getComputedStyle === 'undefined'
    ? 15
    : Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--text-m')) || 15

function Drawing({ sweep, derivative, onNumber, width, height }: DrawingProps) {
  const em = textSize()
  const margin = { left: 3.6 * em, right: 1.6 * em, top: 1.4 * em, bottom: 2.4 * em }
  const inside = Math.max(20, height - margin.top - margin.bottom)
  const rows = derivative ? 2 : 1
  const each = (inside - (rows - 1) * gap) / rows
  const x = scaleLinear(sweep.xs, [margin.left, Math.max(margin.left + 20, width - margin.right)])
  const last = sweep.curves.at(-1)!
  const values = sweep.curves.flatMap(({ value, now }) => [...value.flat().map(([, y]) => y), now.y])
  const slopes = [...last.slope.flat().map(([, y]) => y), last.now.slope]
  const y = scaleLinear(
    rangeOf(
      values,
      sweep.walk.map(([, at]) => at),
    ),
    [margin.top + each, margin.top],
  )
  const slope = scaleLinear(rangeOf(slopes, []), [margin.top + inside, margin.top + each + gap])
  const handle = useHandle(sweep, x.invert, onNumber)
  const ticks = x.ticks(Math.max(2, Math.floor(width / (6 * em))))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset
    <svg width={width} height={height} role="group" aria-label={spoken(sweep, derivative)} {...handle.svg}>
      <g className="grid">
        {ticks.map((tick) => (
          <line key={tick} x1={x(tick)} x2={x(tick)} y1={margin.top} y2={margin.top + inside} data-zero={tick === 0} />
        ))}
        {y.ticks(each / (2.6 * em)).map((tick) => (
          <line
            key={tick}
            x1={margin.left}
            x2={width - margin.right}
            y1={y(tick)}
            y2={y(tick)}
            data-zero={tick === 0}
          />
        ))}
        {derivative &&
          slope
            .ticks(each / (2.6 * em))
            .map((tick) => (
              <line
                key={tick}
                x1={margin.left}
                x2={width - margin.right}
                y1={slope(tick)}
                y2={slope(tick)}
                data-zero={tick === 0}
              />
            ))}
      </g>
      <g className="ticks" fontSize={0.85 * em}>
        {ticks.map((tick) => (
          <text key={tick} x={x(tick)} y={margin.top + inside + 1.15 * em} textAnchor="middle">
            {plainNumber(tick)}
          </text>
        ))}
        {y.ticks(each / (2.6 * em)).map((tick) => (
          <text key={tick} x={margin.left - 0.5 * em} y={y(tick) + 0.3 * em} textAnchor="end">
            {plainNumber(tick)}
          </text>
        ))}
        {derivative &&
          slope.ticks(each / (2.6 * em)).map((tick) => (
            <text key={tick} x={margin.left - 0.5 * em} y={slope(tick) + 0.3 * em} textAnchor="end">
              {plainNumber(tick)}
            </text>
          ))}
        <text className="axis-name" x={width - margin.right} y={margin.top + inside + 2.1 * em} textAnchor="end">
          {sweep.over}
        </text>
      </g>
      {sweep.curves.map((curve, i) => (
        <Curve key={curve.name} curve={curve} index={sweep.curves.length === 1 ? 0 : i} x={x} y={y} />
      ))}
      <Names sweep={sweep} x={x} y={y} em={em} top={margin.top} left={margin.left} />
      <Steps walk={sweep.walk} x={x} y={y} em={em} />
      <Tangent sweep={sweep} x={x} y={y} em={em} bounds={[margin.top, margin.top + each]} />
      {derivative && (
        <g className="below">
          {last.slope.map((piece) => (
            <path key={piece[0]![0]} className="curve slope" d={path(piece, x, slope)} />
          ))}
          {last.corners.map((corner) => (
            <g key={corner.x} className="corner">
              {[corner.left, corner.right]
                .filter((side) => side !== corner.slope)
                .map((side) => (
                  <circle key={side} className="open" cx={x(corner.x)} cy={slope(side)} r={4} />
                ))}
              <circle className="taken" cx={x(corner.x)} cy={slope(corner.slope)} r={4} />
            </g>
          ))}
          <line className="plumb" x1={x(sweep.x)} x2={x(sweep.x)} y1={y(last.now.y)} y2={slope(last.now.slope)} />
          <circle className="now slope" cx={x(sweep.x)} cy={slope(last.now.slope)} r={6} />
          <text className="slope" fontSize={em} x={margin.left + 0.5 * em} y={margin.top + each + gap + 1.1 * em}>
            {`∂${last.name}/∂${sweep.over} = ${plainNumber(last.now.slope)}`}
          </text>
        </g>
      )}
      {onNumber === null ? (
        <circle className="now value" cx={x(sweep.x)} cy={y(last.now.y)} r={6} />
      ) : (
        <circle
          className="now value"
          role="slider"
          tabIndex={0}
          aria-label={sweep.over}
          aria-valuenow={sweep.x}
          aria-valuetext={`${sweep.over} = ${plainNumber(sweep.x)}`}
          cx={x(sweep.x)}
          cy={y(last.now.y)}
          r={8}
          onKeyDown={handle.key}
        />
      )}
    </svg>
  )
}

type Scale = (at: number) => number

const path = (piece: readonly Point[], x: Scale, y: Scale): string =>
  line<Point>(
    ([at]) => x(at),
    ([, value]) => y(value),
  )([...piece]) ?? ''

function Curve({
  curve,
  index,
  x,
  y,
}: {
  readonly curve: SweptCurve
  readonly index: number
  readonly x: Scale
  readonly y: Scale
}) {
  return (
    <g className="swept" data-curve={index}>
      {curve.value.map((piece) => (
        <path key={piece[0]![0]} className="curve value" d={path(piece, x, y)} />
      ))}
    </g>
  )
}

/** The name and the value of each curve, one below the other, with a piece of its line. */
function Names({
  sweep,
  em,
  top,
  left,
}: {
  readonly sweep: Sweep
  readonly x: Scale
  readonly y: Scale
  readonly em: number
  readonly top: number
  readonly left: number
}) {
  return (
    <g className="names" fontSize={em}>
      {sweep.curves.map(({ name, now }, i) => (
        <g
          key={name}
          transform={`translate(${left + 0.5 * em} ${top + (1.1 + 1.35 * i) * em})`}
          data-curve={sweep.curves.length === 1 ? 0 : i}
        >
          {sweep.curves.length > 1 && <path className="curve value" d={`M0 ${-0.35 * em}h${1.8 * em}`} />}
          <text x={sweep.curves.length > 1 ? 2.2 * em : 0}>{`${name} = ${plainNumber(now.y)}`}</text>
        </g>
      ))}
    </g>
  )
}

const fewWalked = 12

/** The way of gradient descent: an arc from each point to the next. */
function Steps({
  walk,
  x,
  y,
  em,
}: {
  readonly walk: readonly Point[]
  readonly x: Scale
  readonly y: Scale
  readonly em: number
}) {
  if (walk.length < 2) return null
  return (
    <g className="walked">
      {walk.slice(1).map(([to, up], i) => {
        const [from, before] = walk[i]!
        const [a, b] = [x(from), x(to)]
        const lift = Math.min(y(before), y(up)) - 1.2 * em
        return (
          <g key={`${i} ${to}`}>
            <path
              className="arc"
              d={`M${a} ${y(before)}Q${(a + b) / 2} ${lift} ${b} ${y(up)}`}
              markerEnd="url(#arrow)"
            />
            <circle cx={a} cy={y(before)} r={4.5} />
          </g>
        )
      })}
      {walk.length <= fewWalked && (
        <text fontSize={0.85 * em} x={x(walk[0]![0])} y={y(walk[0]![1]) - 0.7 * em} textAnchor="middle">
          start
        </text>
      )}
      <defs>
        <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0L8 4L0 8z" />
        </marker>
      </defs>
    </g>
  )
}

/** The tangent at the point, with its slope. */
function Tangent({
  sweep,
  x,
  y,
  em,
  bounds: [top, bottom],
}: {
  readonly sweep: Sweep
  readonly x: Scale
  readonly y: Scale
  readonly em: number
  readonly bounds: readonly [number, number]
}) {
  const { now, corners } = sweep.curves.at(-1)!
  if (!Number.isFinite(now.slope)) return null
  const [px, py] = [x(sweep.x), y(now.y)]
  const [dx, dy] = [x(sweep.x + 1) - px, y(now.y + now.slope) - py]
  const length = Math.hypot(dx, dy)
  const [ux, uy] = [(dx / length) * 6 * em, (dy / length) * 6 * em]
  const kink = corners.some((corner) => corner.x === sweep.x)
  const under = py - 1.4 * em < top + 2 * em
  return (
    <g className="tangent-line">
      <line x1={px - ux} y1={py - uy} x2={px + ux} y2={py + uy} data-kink={kink} />
      <text fontSize={em} x={px + 0.9 * em} y={Math.min(bottom - 0.4 * em, under ? py + 1.9 * em : py - 0.9 * em)}>
        {kink ? `kink: slope taken ${plainNumber(now.slope)}` : `slope ${plainNumber(now.slope)}`}
      </text>
    </g>
  )
}

/** Moves the number by dragging along the axis, or with the arrow keys at the point. */
function useHandle(sweep: Sweep, toNumber: (pixel: number) => number, onNumber: SweepViewProps['onNumber']) {
  const gesture = useRef<number | null>(null)
  const span = sweep.xs[1] - sweep.xs[0]
  const unit = 10 ** Math.floor(Math.log10(span / 60))
  const tell = (value: number, which: number): void => {
    const inside = Math.min(sweep.xs[1], Math.max(sweep.xs[0], value))
    const text = String(Number((Math.round(inside / unit) * unit).toFixed(6)))
    onNumber?.(/[.e]/.test(text) ? text : `${text}.0`, which)
  }
  const move = (event: PointerEvent<SVGSVGElement>): void => {
    if (gesture.current === null) return
    tell(toNumber(event.clientX - event.currentTarget.getBoundingClientRect().left), gesture.current)
  }
  return {
    svg: {
      'data-draggable': onNumber !== null,
      onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
        if (event.button !== 0 || onNumber === null) return
        gestures -= 1
        gesture.current = gestures
        event.currentTarget.setPointerCapture(event.pointerId)
        move(event)
      },
      onPointerMove: move,
      onPointerUp: () => {
        gesture.current = null
      },
      onPointerCancel: () => {
        gesture.current = null
      },
    },
    key: (event: { readonly key: string; preventDefault(): void; stopPropagation(): void }): void => {
      const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key]
      if (by === undefined || onNumber === null) return
      event.preventDefault()
      event.stopPropagation()
      gestures -= 1
      tell(sweep.x + by * unit, gestures)
    },
  }
}

/** The range of an axis: 0, what must be on it, and all of the curve but its steepest hundredths. */
function rangeOf(curve: readonly number[], needed: readonly number[]): readonly [number, number] {
  const sorted = curve.filter(Number.isFinite).sort((p, q) => p - q)
  const few = Math.floor(sorted.length / 50)
  const kept = [0, sorted[few] ?? 0, sorted.at(-1 - few) ?? 1, ...needed.filter(Number.isFinite)]
  const [low, high] = [Math.min(...kept), Math.max(...kept)]
  const room = 0.12 * (high - low || 1)
  return [low - room, high + room]
}

/** The plot in a sentence. */
function spoken({ over, x, curves, walk }: Sweep, derivative: boolean): string {
  const now = curves.map(({ name, now: { y } }) => `${name} = ${plainNumber(y)}`).join(', ')
  const last = curves.at(-1)!
  const steps = walk.length > 1 ? ` Steps so far: ${walk.map(([at]) => plainNumber(at)).join(', ')}.` : ''
  return `Plot over ${over}${derivative ? ', with the derivative below' : ''}. At ${over} = ${plainNumber(x)}: ${now}, slope ${plainNumber(last.now.slope)}.${steps}`
}
