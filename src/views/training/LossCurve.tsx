import { type PointerEvent, type ReactNode, useMemo, useRef, useState } from 'react'
import { plainNumber } from '../../scene/number.ts'
import { useBox } from '../plot/useBox.ts'
import type { Comparison } from './comparison.ts'
import { type CurveReach, type Height, lostFrom, reachOfCurves, steady } from './curveReach.ts'
import { type LossLayout, lossLayout } from './lossLayout.ts'

/** The loss of every backward pass as a curve, the chosen pass marked, and faintly the curve of before. A pointer reads a value; a press chooses its pass. */
export function LossCurve({
  losses,
  compared,
  height,
  chosen,
  onChoose,
  children,
}: {
  readonly losses: Float64Array
  readonly compared: Comparison | null
  readonly height: Height
  readonly chosen: number | null
  /** Null while the program still runs. */
  readonly onChoose: ((pass: number) => void) | null
  /** What stands below it, in line with its passes. */
  readonly children: (layout: LossLayout) => ReactNode
}) {
  const frame = useRef<HTMLDivElement>(null)
  const ruler = useRef<HTMLSpanElement>(null)
  const box = useBox(frame, ruler)
  const [pointed, setPointed] = useState<number | null>(null)
  const before = compared?.losses ?? null
  const reach = useSteadyReach(losses, compared, height)
  const layout = useMemo(() => lossLayout(losses, before, height, reach, box), [losses, before, height, reach, box])
  const lost = useMemo(() => lostFrom(losses), [losses])
  const { left, right, top, bottom } = layout
  const passAt = (event: PointerEvent<Element>): number =>
    layout.passAt(event.clientX - event.currentTarget.getBoundingClientRect().left)
  return (
    <>
      <div ref={frame} className="loss-curve">
        <span ref={ruler} className="loss-ruler" aria-hidden="true" />
        <svg
          role="img"
          aria-label={`The loss of each of the ${losses.length.toLocaleString('en')} backward passes`}
          width={box.width}
          height={box.height}
          onPointerMove={(event) => setPointed(losses.length === 0 ? null : passAt(event))}
          onPointerLeave={() => setPointed(null)}
          onPointerUp={(event) => onChoose?.(passAt(event))}
        >
          {layout.heights.map(({ at, text }) => (
            <g key={text} transform={`translate(0 ${at})`}>
              <path className="grid" d={`M${left} 0H${right}`} />
              <text className="tick" x={left - 0.5 * box.em} y={0.35 * box.em} textAnchor="end">
                {text}
              </text>
            </g>
          ))}
          {layout.passes.map(({ at, text }) => (
            <text key={text} className="tick" x={at} y={bottom + 1.3 * box.em} textAnchor="middle">
              {text}
            </text>
          ))}
          <path className="frame" d={`M${left} ${top}V${bottom}H${right}`} />
          {lost !== null && <Lost layout={layout} lost={lost} />}
          {layout.before.map((path) => (
            <path key={path} className="before" d={path} />
          ))}
          {layout.paths.map((path) => (
            <path key={path} className="loss" d={path} />
          ))}
          {layout.dots.map(([pass, loss]) => (
            <circle key={pass} className="lone" cx={layout.x(pass)} cy={layout.y(loss) ?? bottom} r={2} />
          ))}
          {chosen !== null && <Mark layout={layout} loss={losses[chosen]} pass={chosen} look="chosen" em={box.em} />}
          {pointed !== null && pointed !== chosen && (
            <Mark layout={layout} loss={losses[pointed]} pass={pointed} look="pointed" em={box.em} />
          )}
        </svg>
      </div>
      {children(layout)}
    </>
  )
}

/** What the axes span; while one curve after the other is compared with the same, they do not jump. */
function useSteadyReach(losses: Float64Array, compared: Comparison | null, height: Height): CurveReach {
  const held = useRef<{ readonly of: string; readonly reach: CurveReach } | null>(null)
  const before = compared?.losses ?? null
  const needed = useMemo(() => reachOfCurves(losses, before, height), [losses, before, height])
  const of = `${compared?.key} ${height}`
  const reach = held.current?.of === of ? steady(held.current.reach, needed, height) : needed
  held.current = compared === null ? null : { of, reach }
  return reach
}

/** Where the loss is no number any more, and from which pass on. */
function Lost({
  layout: { x, top, bottom, right },
  lost: { pass, loss },
}: {
  readonly layout: LossLayout
  readonly lost: NonNullable<ReturnType<typeof lostFrom>>
}) {
  return (
    <g className="lost">
      <rect x={x(pass)} y={top} width={right - x(pass)} height={bottom - top} />
      <text x={right - 8} y={(top + bottom) / 2} textAnchor="end">
        {`${plainNumber(loss)} from pass ${(pass + 1).toLocaleString('en')} on`}
      </text>
    </g>
  )
}

/** A pass on the curve: its line, its dot, and, where it is pointed at, its number and its loss. */
function Mark({
  layout,
  loss,
  pass,
  look,
  em,
}: {
  readonly layout: LossLayout
  readonly loss: number | undefined
  readonly pass: number
  readonly look: 'chosen' | 'pointed'
  readonly em: number
}) {
  if (loss === undefined) return null
  const x = layout.x(pass)
  const y = layout.y(loss)
  const atRight = x > (layout.left + layout.right) / 2
  return (
    <g className={look}>
      <path className="line" d={`M${x} ${layout.top}V${layout.bottom}`} />
      {y !== null && <circle cx={x} cy={y} r={0.35 * em} />}
      {look === 'pointed' && (
        <text
          x={x + (atRight ? -0.6 : 0.6) * em}
          y={layout.top + 0.9 * em}
          textAnchor={atRight ? 'end' : 'start'}
        >{`${(pass + 1).toLocaleString('en')}: ${plainNumber(loss)}`}</text>
      )}
    </g>
  )
}
