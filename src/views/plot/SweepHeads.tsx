import type { Written } from '../../core/notation.ts'
import { plainNumber } from '../../scene/number.ts'
import type { Point } from '../../scene/plot.ts'
import type { Sweep, SweepKink } from '../../scene/sweep.ts'
import { Formula } from '../formula/Formula.tsx'
import { headWidth, lowHeadPlace } from './sweepLabels.ts'
import { axisNameEnd, isHigh, type PanelPlace, type SweepLayout, widthOf } from './sweepLayout.ts'

interface HeadProps {
  readonly written: Written
  readonly formula: Written | null
  readonly value: number
  /** Where the program stands, in pixels of the part. */
  readonly at: readonly [number, number]
  readonly pieces: readonly (readonly Point[])[]
  readonly look: 'value' | 'slope'
  readonly note: string | null
  readonly layout: SweepLayout
  readonly panel: PanelPlace
}

/** The line over a part: J = 0.5 · (w − 3)² = 8. What there is no room for is left out. */
function Head({ written, formula, value, at, pieces, look, note, layout, panel }: HeadProps) {
  const { em, left, right } = layout
  const number = plainNumber(value)
  const place = lowHeadPlace(pieces, at, headWidth(written, value, em), layout, panel)
  const low = panel.head === 0
  const room = right - left - headWidth(written, value, em)
  const tall = panel.head > 2.5 * em
  const long =
    formula !== null && !low && (tall || !isHigh(formula)) && widthOf(` = ${formula.plain}`, 1.05 * em) < room
      ? formula
      : null
  const told = note !== null && !low && widthOf(note, em) + 2 * em < room ? note : null
  return (
    <div
      className="sweep-head"
      data-look={look}
      data-low={low}
      style={
        low
          ? {
              left: place === null ? left + 4 : place.x - place.width / 2,
              top: panel.top + (place === null ? 0 : place.y - place.height / 2),
            }
          : { left, top: panel.top - panel.head, height: panel.head }
      }
    >
      {look === 'slope' && !tall ? (
        <span className="sweep-sign">{written.plain}</span>
      ) : (
        <Formula tex={written.tex} plain={written.plain} />
      )}
      {long !== null && (
        <>
          <span>=</span>
          <Formula tex={long.tex} plain={long.plain} />
        </>
      )}
      <span>=</span>
      <span className="sweep-number">{number}</span>
      {told !== null && <span className="sweep-note">{told}</span>}
    </div>
  )
}

/** What is said where the program stands on a kink. */
const kinkNote = ({ left, right, slope }: SweepKink): string =>
  `kink: ${plainNumber(left.slope)} on the left, ${plainNumber(right.slope)} on the right, ${plainNumber(slope)} taken`

/** The names and numbers of all parts, typeset, and the name of the axis. */
export function SweepHeads({ sweep, layout }: { readonly sweep: Sweep; readonly layout: SweepLayout }) {
  const { curves, derivative, current, axis } = sweep
  const near = 1e-6 * (axis.range[1] - axis.range[0])
  const kink = curves.at(-1)!.kinks.find(({ x }) => Math.abs(x - current.x) <= near)
  return (
    <div aria-hidden="true">
      {curves.map((curve, i) => (
        <Head
          key={`${curve.node}-${curve.entry}`}
          written={curve.written}
          formula={curve.formula}
          value={curve.y}
          at={[layout.x(current.x), layout.values[i]!.y(curve.y)]}
          pieces={curve.pieces}
          look="value"
          note={null}
          layout={layout}
          panel={layout.values[i]!}
        />
      ))}
      {derivative !== null && layout.slope !== null && (
        <Head
          written={derivative.written}
          formula={null}
          value={current.slope}
          at={[layout.x(current.x), layout.slope.y(current.slope)]}
          pieces={derivative.pieces}
          look="slope"
          note={kink === undefined ? null : kinkNote(kink)}
          layout={layout}
          panel={layout.slope}
        />
      )}
      <div
        className="sweep-axis-name"
        style={{ right: layout.width - axisNameEnd(sweep, layout), top: layout.bottom + 0.35 * layout.em }}
      >
        <Formula tex={axis.written.tex} plain={axis.written.plain} />
      </div>
    </div>
  )
}
