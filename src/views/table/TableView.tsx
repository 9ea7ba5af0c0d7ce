import { memo, useMemo } from 'react'
import type { Trace } from '../../core/trace.ts'
import { type TableRow, tableAt, transcriptAt } from '../../scene/table.ts'
import './table.css'

/** What the table of all nodes shows and tells. */
export interface TableViewProps {
  readonly trace: Trace
  readonly cursor: number
  readonly hover: number | null
  readonly onHover: (node: number | null) => void
  readonly onNode: (node: number) => void
  readonly onStep: (cursor: number) => void
}

const mostRows = 500
const mostSteps = 200

/** All nodes in the order of evaluation, as far as they are known at the cursor: the picture for those who read. */
export function TableView({ trace, cursor, hover, onHover, onNode, onStep }: TableViewProps) {
  const steps = useMemo(() => transcriptAt(trace, cursor, mostSteps), [trace, cursor])
  const rows = useMemo(() => tableAt(trace, cursor, mostRows), [trace, cursor])
  const tangents = trace.steps.some(({ kind }) => kind === 'nudge')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="table-view" aria-label="All nodes" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">node</th>
            <th scope="col">computed as</th>
            <th scope="col" className="value">
              value
            </th>
            <th scope="col">local derivatives</th>
            <th scope="col" className={tangents ? 'tangent' : 'gradient'}>
              {tangents ? 'tangent' : 'gradient'}
            </th>
            <th scope="col">line</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line key={row.node} row={row} hover={hover === row.node} onHover={onHover} onNode={onNode} />
          ))}
        </tbody>
      </table>
      {rows.length < trace.graph.nodes.length && (
        <p className="note">{`The first ${mostRows} of ${trace.graph.nodes.length} nodes are listed.`}</p>
      )}
      <h2>
        {steps.length < trace.steps.length
          ? `Steps ${steps[0]?.cursor ?? 0} to ${steps.at(-1)?.cursor ?? 0} of ${trace.steps.length}`
          : 'Steps'}
      </h2>
      <ol className="transcript" start={steps[0]?.cursor ?? 1}>
        {steps.map((step) => (
          <li
            key={step.cursor}
            aria-current={step.cursor === cursor ? 'step' : undefined}
            data-done={step.cursor <= cursor}
          >
            <button type="button" onClick={() => onStep(step.cursor)}>
              {step.sentence}
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}

interface LineProps {
  readonly row: TableRow
  readonly hover: boolean
  readonly onHover: (node: number | null) => void
  readonly onNode: (node: number) => void
}

const Line = memo(function Line({ row, hover, onHover, onNode }: LineProps) {
  return (
    <tr
      data-node={row.node}
      data-now={row.now}
      data-hover={hover}
      aria-current={row.now ? 'step' : undefined}
      onPointerEnter={() => onHover(row.node)}
      onPointerLeave={() => onHover(null)}
    >
      <th scope="row">
        <button
          type="button"
          className="name"
          onClick={() => onNode(row.node)}
          onFocus={() => onHover(row.node)}
          onBlur={() => onHover(null)}
        >
          {row.name}
        </button>
        <span className="kind">{row.kind}</span>
      </th>
      <td>{row.rule}</td>
      <td className="value">{row.value ?? ''}</td>
      <td className="locals">
        {row.locals.map((local) => (
          <span key={local.symbol + local.result} className="local">{`${local.symbol} = ${local.result}`}</span>
        ))}
      </td>
      <td className={row.tangent === null ? 'gradient' : 'tangent'}>{row.tangent ?? row.gradient ?? ''}</td>
      <td>{row.line ?? ''}</td>
    </tr>
  )
})
