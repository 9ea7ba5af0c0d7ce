import { useDeferredValue, useMemo, useState } from 'react'
import type { Precision } from '../../core/numerical.ts'
import type { Trace } from '../../core/trace.ts'
import { type CheckRow, checkOf, errorCurve } from '../../scene/check.ts'
import { ownCode } from '../../scene/formula.ts'
import { lowerOf } from '../../scene/levels.ts'
import { plainNumber } from '../../scene/number.ts'
import { ErrorPlot, PlotLegend } from './ErrorPlot.tsx'
import './check.css'

/** What the check panel shows and tells. */
export interface CheckPanelProps {
  readonly trace: Trace
  /** The selected node, and which of its entries; null for none. */
  readonly selected: number | null
  readonly entry: number | null
  readonly onSelect: (leaf: number, entry: number) => void
  /** A number was chosen to be seen in the picture. */
  readonly onNode: (node: number) => void
}

/** Every gradient of the program against central differences, and the error of one of them against ε. */
export function CheckPanel({ trace, selected, entry, onSelect, onNode }: CheckPanelProps) {
  const level = lowerOf(trace)
  const shown = useDeferredValue(trace)
  const check = useMemo(() => checkOf(shown), [shown])
  const [precision, setPrecision] = useState<Precision>('float64')
  const own = check.rows.filter(({ leaf }) => leaf === selected)
  const row = own.find((each) => each.entry === entry) ?? own[0] ?? check.rows[0]
  const curve = useMemo(() => (row === undefined ? [] : errorCurve(shown, row, precision)), [shown, row, precision])
  if (trace.steps.some(({ kind }) => kind === 'nudge'))
    return (
      <Empty text="Forward mode gives tangents, not gradients. Switch to reverse mode to have the gradients checked." />
    )
  if (!trace.steps.some(({ kind }) => kind === 'seed'))
    return <Empty text="There is no backward pass to check. Call backward() on a loss." />
  if (row === undefined) return <Empty text="No leaf of this program requires a gradient." />
  return (
    <section className="check-panel" aria-label="Check">
      <div className="check-list">
        <Lamp rows={check.rows} own={ownCode(shown)} lamp={check.lamp} left={check.left} onNode={onNode} />
        <table>
          <thead>
            <tr>
              <th scope="col">number</th>
              <th scope="col" className="gradient">
                autograd
              </th>
              <th scope="col">central difference</th>
              <th scope="col">relative error</th>
            </tr>
          </thead>
          <tbody>
            {check.rows.map((each) => (
              <tr key={`${each.leaf}:${each.entry}`} data-verdict={each.verdict} data-chosen={each === row}>
                <th scope="row">
                  <button
                    type="button"
                    className="link-button"
                    aria-pressed={each === row}
                    onClick={() => onSelect(each.leaf, each.entry)}
                  >
                    {each.name}
                  </button>
                </th>
                <td className="gradient">{plainNumber(each.autograd)}</td>
                <td>{plainNumber(Number(each.central.toPrecision(7)))}</td>
                <td>{each.verdict === 'kink' ? 'at a kink' : plainNumber(Number(each.error.toPrecision(2)))}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {check.left > 0 && <p className="note">{`${check.left} more numbers are not listed.`}</p>}
        {level !== null && <p className="note">The numbers are those of the level shown.</p>}
      </div>
      <div className="check-plot">
        <p className="plot-title">
          {`Error of the slope at ${row.name} against ε`}
          <select
            aria-label="Precision"
            value={precision}
            onChange={({ target }) => setPrecision(target.value === 'float32' ? 'float32' : 'float64')}
          >
            <option value="float64">float64</option>
            <option value="float32">float32</option>
          </select>
        </p>
        <ErrorPlot points={curve} name={row.name} />
        <PlotLegend />
      </div>
    </section>
  )
}

const Empty = ({ text }: { readonly text: string }) => (
  <section className="check-panel" aria-label="Check">
    <p className="note">{text}</p>
  </section>
)

function Lamp({
  rows,
  own,
  lamp,
  left,
  onNode,
}: {
  readonly rows: readonly CheckRow[]
  /** What code of the program's own takes part, by its name. */
  readonly own: readonly string[]
  readonly lamp: 'green' | 'amber' | 'red'
  readonly left: number
  readonly onNode: (node: number) => void
}) {
  const [worst] = rows.filter(({ verdict }) => verdict === 'disagrees').sort((p, q) => q.error - p.error)
  const [chosen] = rows.filter(({ verdict }) => verdict === 'own').sort((p, q) => q.error - p.error)
  const kinks = rows.filter(({ verdict }) => verdict === 'kink')
  const all = left === 0 ? `All ${rows.length}` : `The first ${rows.length}`
  return (
    <p className="lamp" data-lamp={lamp} role="status">
      {worst !== undefined ? (
        <>
          {`${worst.name} has ${plainNumber(worst.autograd)}, but nudging it says ${plainNumber(Number(worst.central.toPrecision(4)))}. `}
          <button type="button" className="link-button" onClick={() => onNode(worst.leaf)}>
            Show it
          </button>
        </>
      ) : chosen !== undefined ? (
        `${chosen.name} has ${plainNumber(chosen.autograd)}, and nudging it says ${plainNumber(Number(chosen.central.toPrecision(4)))}. ${own.join(' and ')} is code of the program's own, and hands on what it says, whatever the slope is: that is the program's choice, no mistake of a rule.`
      ) : kinks.length > 0 ? (
        `${kinks.map(({ name }) => name).join(', ')}: at a kink the slopes from the left and from the right differ, and a central difference is their mean; across a jump there is no slope. A false alarm; all others agree.`
      ) : (
        `${all} gradients agree with central differences.`
      )}
    </p>
  )
}
