import { useEffect, useMemo } from 'react'
import type { Trace } from '../../core/trace.ts'
import { ledgerOf } from '../../scene/ledger.ts'
import { type Cost, type PathLedger, pathsOf } from '../../scene/paths.ts'
import { plainName, symbolsOf } from '../../scene/symbols.ts'
import { FormulaRows } from '../formula/FormulaRows.tsx'
import './paths.css'

/** What the path ledger shows and tells. */
export interface PathsPanelProps {
  readonly trace: Trace
  readonly selected: number | null
  readonly hover: number | null
  readonly onHover: (node: number | null) => void
  readonly onSelect: (node: number) => void
  /** A path is pointed at: its edges, or none. */
  readonly onPath: (edges: readonly string[]) => void
  /** The numbers of tensors are asked for one by one. */
  readonly onScalars: () => void
}

/** A derivative as the sum over all paths, and as reverse mode computes it. */
export function PathsPanel({ trace, selected, hover, onHover, onSelect, onPath, onScalars }: PathsPanelProps) {
  const { graph } = trace
  const symbols = symbolsOf(graph)
  const { gradient } = ledgerOf(trace)
  const plain = graph.nodes.every(({ value }) => value.shape.length === 0)
  const choices = graph.nodes.flatMap((node, index) =>
    gradient[index] !== undefined && index !== graph.output && (node.kind === 'leaf' || index === selected)
      ? [index]
      : [],
  )
  const node = selected !== null && choices.includes(selected) ? selected : choices[0]
  const ledger = useMemo(() => (plain && node !== undefined ? pathsOf(trace, node) : null), [trace, node, plain])
  useEffect(() => () => onPath([]), [onPath])
  if (!plain)
    return (
      <section className="paths-panel" aria-label="Paths">
        <p className="note">
          Paths lead from number to number; here whole tensors flow.{' '}
          <button type="button" className="button" onClick={onScalars}>
            Show every number
          </button>
        </p>
      </section>
    )
  if (ledger === null || node === undefined)
    return (
      <section className="paths-panel" aria-label="Paths">
        <p className="note">
          There is no derivative to follow: no gradient reaches a leaf in this pass, a mistake is planted in it, or code
          of the program’s own hands on gradients without a slope.
        </p>
      </section>
    )
  const output = plainName(symbols, graph.output)
  return (
    <section className="paths-panel" aria-label="Paths">
      <div>
        <p className="paths-head">
          {`All paths from ${output} to `}
          <select aria-label="Paths to" value={node} onChange={({ target }) => onSelect(Number(target.value))}>
            {choices.map((each) => (
              <option key={each} value={each}>
                {plainName(symbols, each)}
              </option>
            ))}
          </select>
          {`: ${ledger.count.toLocaleString('en')}${ledger.count > BigInt(ledger.paths.length) ? `, the first ${ledger.paths.length} shown` : ''}`}
        </p>
        <ol className="path-list">
          {ledger.paths.map(({ row, edges }) => (
            <li key={edges.join()} onPointerEnter={() => onPath(edges)} onPointerLeave={() => onPath([])}>
              <button
                type="button"
                onFocus={() => onPath(edges)}
                onBlur={() => onPath([])}
                onClick={() => onPath(edges)}
              >
                {row.label}
              </button>
              <FormulaRows rows={[{ ...row, label: '' }]} hover={hover} onHover={onHover} />
            </li>
          ))}
        </ol>
        <FormulaRows rows={[ledger.sum]} hover={hover} onHover={onHover} />
        <Costs cost={ledger.byPaths} way="Path by path" />
      </div>
      <Factored ledger={ledger} hover={hover} onHover={onHover} />
    </section>
  )
}

function Factored({
  ledger,
  hover,
  onHover,
}: {
  readonly ledger: PathLedger
  readonly hover: number | null
  readonly onHover: (node: number | null) => void
}) {
  return (
    <div>
      <p className="paths-head">The same in reverse mode: what paths share is computed once</p>
      <FormulaRows rows={ledger.factored} hover={hover} onHover={onHover} />
      <Costs cost={ledger.byReverse} way="Reverse mode" />
    </div>
  )
}

const counted = (count: bigint, word: string): string =>
  `${count.toLocaleString('en')} ${word}${count === 1n ? '' : 's'}`

const Costs = ({ cost, way }: { readonly cost: Cost; readonly way: string }) => (
  <p className="cost">{`${way}: ${counted(cost.multiplications, 'multiplication')}, ${counted(cost.additions, 'addition')}.`}</p>
)
