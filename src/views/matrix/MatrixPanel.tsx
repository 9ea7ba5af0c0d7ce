import { useEffect, useMemo, useState } from 'react'
import { edgeOf, nodeOf, type Step, type Trace } from '../../core/trace.ts'
import type { Diagnostic } from '../../lang/run.ts'
import { carried, lowerOf, nodeAt, type Place, placeOf, wiresOf } from '../../scene/levels.ts'
import type { Block, Cell, Sign } from '../../scene/strip/block.ts'
import { comingStrip } from '../../scene/strip/coming.ts'
import { type Strip, stripAt } from '../../scene/strip/strip.ts'
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
  /** Which entry of the node that is pointed at, or null for all of it. */
  readonly hoverEntry: number | null
  readonly onHover: (node: number | null, entry?: number | null) => void
  /** The wires that an entry came along are pointed at, or none. */
  readonly onWires: (edges: readonly string[]) => void
}

/** The step as block times block, whatever the level; an entry of the result opens as its sum. */
export function MatrixPanel({ trace, cursor, error, hover, hoverEntry, onHover, onWires }: MatrixPanelProps) {
  const base = lowerOf(trace)?.base ?? trace
  const at = useMemo(() => carried(trace, cursor, base), [trace, cursor, base])
  const strip = useMemo(() => stripAt(base, at), [base, at])
  const coming = useMemo(() => (strip === null ? comingStrip(base, at) : null), [base, at, strip])
  const [chosen, setChosen] = useState<{ readonly step: number; readonly entry: number } | null>(null)
  const step = trace.steps[cursor - 1]
  const target = step === undefined ? null : nodeOf(step)
  const now = target === null ? null : placeOf(trace, target)
  const pointed = hover === null ? null : placeOf(trace, hover)
  const over =
    pointed === null ? null : { ...pointed, entry: pointed.entry ?? (lowerOf(trace) === null ? hoverEntry : null) }
  useEffect(() => () => onWires([]), [onWires])
  const misfit = error?.misfit === undefined ? null : <MisfitPanel misfit={error.misfit} line={error.line} />
  if (strip === null)
    return (
      <section className="matrix-panel" aria-label="Matrices">
        {misfit ?? (
          <>
            <p className="note">{noteOf(trace, cursor, coming !== null)}</p>
            {coming !== null && <ComingView strip={coming} />}
          </>
        )}
      </section>
    )
  const opened = chosen?.step === at ? chosen.entry : (now?.entry ?? 0)
  const sum = strip.opened(opened)
  const isLit = (place: Place | null, { node, at: entry }: Cell): boolean =>
    place !== null && node === place.node && (place.entry === null || place.entry === entry)
  const point = (cell: Cell | null): void => {
    const found = cell?.node == null ? null : nodeAt(trace, { node: cell.node, entry: cell.at })
    const several = found !== null && (trace.graph.nodes[found.node]?.value.data.length ?? 1) > 1
    onHover(found?.node ?? null, several ? found.entry : null)
    const step = base.steps[at - 1]
    const user = step === undefined || step.kind === 'update' ? null : userOf(step)
    onWires(found === null || user === null ? [] : wiresOf(trace, found.node, user))
  }
  const cellState = (cell: Cell) => ({
    'data-now': cell.node !== null && now !== null && now.entry !== null && isLit(now, cell),
    'data-over': isLit(over, cell),
    onPointerEnter: () => point(cell),
    onPointerLeave: () => point(null),
  })
  const entry = sum !== null && (
    <p className="opened">
      <span className="row-label">{`entry ${indexOf(strip.result, opened)}`}</span>
      <Formula tex={strip.sign === '=' ? `${sum.tex} = ${texOf(strip.result, opened)}` : sum.tex} plain={sum.plain} />
    </p>
  )
  return (
    <section className="matrix-panel" aria-label="Matrices">
      {misfit}
      {strip.sign === '←' && entry}
      <div className="strip" data-sign={strip.sign}>
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
        <span className="strip-sign">{strip.sign}</span>
        {strip.pieces.map((piece, i) => (
          <PieceView key={i} piece={piece} cellState={cellState} />
        ))}
      </div>
      {strip.sign === '=' && entry}
    </section>
  )
}

/** Why there is no product at this step, and what stands in its place. */
function noteOf({ steps }: Trace, cursor: number, coming: boolean): string {
  if (cursor === 0)
    return coming
      ? 'The first step to come, still without its result. Press Next.'
      : 'Each step is shown here as a product of matrices, with its shapes. Press Next.'
  if (steps.some(({ kind }) => kind === 'nudge'))
    return 'Tangents are shown in the formula. The values of this run are shown here as block times block.'
  return coming
    ? 'This step is about single numbers. The next step with matrices:'
    : 'This step is about single numbers. Steps with vectors or matrices are shown here as block times block.'
}

/** A product that is still to come: its blocks, empty where the numbers are not there yet. */
function ComingView({ strip: { result, sign, pieces } }: { readonly strip: Strip }) {
  const still = () => ({})
  return (
    <div className="strip">
      <PieceView piece={result} cellState={still} />
      <span className="strip-sign">{sign}</span>
      {pieces.map((piece, i) => (
        <PieceView key={i} piece={piece} cellState={still} />
      ))}
    </div>
  )
}

/** The op that computes in a step, or hands back. */
const userOf = (step: Step): number => edgeOf(step)?.user ?? nodeOf(step)

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
