import { useMemo, useState } from 'react'
import { nodeOf, type Trace } from '../../core/trace.ts'
import type { Diagnostic } from '../../lang/run.ts'
import { carried, lowerOf, nodeAt, type Place, placeOf } from '../../scene/levels.ts'
import type { Block, Cell, Sign } from '../../scene/strip/block.ts'
import { stripAt } from '../../scene/strip/strip.ts'
import { Formula } from '../formula/Formula.tsx'
import { BlockView } from './BlockView.tsx'
import { MisfitPanel } from './MisfitPanel.tsx'
import './matrix.css'

/** What the matrix panel shows and tells. */
export interface MatrixPanelProps {
  readonly trace: Trace
  readonly cursor: number
  /** Why the newest program ended; shown first where shapes do not fit. */
  readonly error: Diagnostic | null
  readonly hover: number | null
  readonly onHover: (node: number | null) => void
}

/** The step as block times block, whatever the level; an entry of the result opens as its sum. */
export function MatrixPanel({ trace, cursor, error, hover, onHover }: MatrixPanelProps) {
  const base = lowerOf(trace)?.base ?? trace
  const at = useMemo(() => carried(trace, cursor, base), [trace, cursor, base])
  const strip = useMemo(() => stripAt(base, at), [base, at])
  const [chosen, setChosen] = useState<{ readonly step: number; readonly entry: number } | null>(null)
  const step = trace.steps[cursor - 1]
  const target = step === undefined ? null : nodeOf(step)
  const now = target === null ? null : placeOf(trace, target)
  const over = hover === null ? null : placeOf(trace, hover)
  const misfit = error?.misfit === undefined ? null : <MisfitPanel misfit={error.misfit} line={error.line} />
  if (strip === null)
    return (
      <section className="matrix-panel" aria-label="Matrices">
        {misfit ?? (
          <p className="note">
            {cursor === 0
              ? 'Each step is shown here as a product of matrices, with its shapes. Press Next.'
              : strip === null && trace.steps.some(({ kind }) => kind === 'nudge')
                ? 'Tangents are shown in the formula. The values of this run are shown here as block times block.'
                : 'This step is about single numbers. Steps with vectors or matrices are shown here as block times block.'}
          </p>
        )}
      </section>
    )
  const opened = chosen?.step === at ? chosen.entry : (now?.entry ?? 0)
  const sum = strip.opened(opened)
  const isLit = (place: Place | null, { node, at: entry }: Cell): boolean =>
    place !== null && node === place.node && (place.entry === null || place.entry === entry)
  const point = (cell: Cell | null): void => {
    const found = cell?.node == null ? null : nodeAt(trace, { node: cell.node, entry: cell.at })
    onHover(found?.node ?? null)
  }
  const cellState = (cell: Cell) => ({
    'data-now': cell.node !== null && now !== null && now.entry !== null && isLit(now, cell),
    'data-over': isLit(over, cell),
    onPointerEnter: () => point(cell),
    onPointerLeave: () => point(null),
  })
  return (
    <section className="matrix-panel" aria-label="Matrices">
      {misfit}
      <div className="strip">
        <BlockView
          block={strip.result}
          cell={(cell) => (
            <button
              type="button"
              {...cellState(cell)}
              aria-pressed={cell.at === opened && sum !== null}
              aria-label={`${strip.result.label.plain}, entry ${cell.at}: ${cell.text}`}
              disabled={strip.opened(cell.at) === null}
              onClick={() => setChosen({ step: at, entry: cell.at })}
              onFocus={() => point(cell)}
              onBlur={() => point(null)}
            >
              {cell.text}
            </button>
          )}
        />
        <span className="strip-sign">=</span>
        {strip.pieces.map((piece, i) => (
          <PieceView key={i} piece={piece} cellState={cellState} />
        ))}
      </div>
      {sum !== null && (
        <p className="opened">
          <span className="row-label">{`entry ${indexOf(strip.result, opened)}`}</span>
          <Formula tex={`${sum.tex} = ${texOf(strip.result, opened)}`} plain={sum.plain} />
        </p>
      )}
    </section>
  )
}

/** An entry of a block as the program writes it: `[1, 0]`. */
function indexOf({ rows, shape }: Block, entry: number): string {
  const row = rows?.findIndex((cells) => cells.some(({ at }) => at === entry)) ?? 0
  const column = rows?.[row]?.findIndex(({ at }) => at === entry) ?? 0
  return shape.startsWith('1×') ? `[${column}]` : shape.endsWith('×1') ? `[${row}]` : `[${row}, ${column}]`
}

const texOf = ({ rows }: Block, entry: number): string =>
  (rows?.flat().find(({ at }) => at === entry)?.text ?? '{\\cdots}').replace('−', '-')

function PieceView({ piece, cellState }: { readonly piece: Block | Sign; readonly cellState: (cell: Cell) => object }) {
  if (piece.kind === 'sign') return <span className="strip-sign">{piece.text}</span>
  return <BlockView block={piece} cell={(cell) => <span {...cellState(cell)}>{cell.text}</span>} />
}
