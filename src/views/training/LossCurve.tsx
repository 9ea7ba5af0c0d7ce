import { type PointerEvent, useMemo, useRef, useState } from 'react'
import { plainNumber } from '../../scene/number.ts'
import { useBox } from '../plot/useBox.ts'
import { type Height, lossLayout } from './lossLayout.ts'

/** The loss of every backward pass as a curve, the chosen pass marked. A pointer reads a value; a press chooses its pass. */
export function LossCurve({
  losses,
  height,
  chosen,
  onChoose,
}: {
  readonly losses: Float64Array
  readonly height: Height
  readonly chosen: number | null
  /** Null while the program still runs. */
  readonly onChoose: ((pass: number) => void) | null
}) {
  const frame = useRef<HTMLDivElement>(null)
  const ruler = useRef<HTMLSpanElement>(null)
  const box = useBox(frame, ruler)
  const [pointed, setPointed] = useState<number | null>(null)
  const layout = useMemo(() => lossLayout(losses, height, box), [losses, height, box])
  const { left, right, top, bottom } = layout
  const passAt = (event: PointerEvent<Element>): number =>
    layout.passAt(event.clientX - event.currentTarget.getBoundingClientRect().left)
  return (
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
  readonly layout: ReturnType<typeof lossLayout>
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
