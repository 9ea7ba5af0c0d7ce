import type { ReactNode } from 'react'
import type { Block, Cell } from '../../scene/strip/block.ts'
import { Formula } from '../formula/Formula.tsx'

/** One matrix: its name above, its numbers in brackets, its shape below. */
export function BlockView({ block, cell }: { readonly block: Block; readonly cell: (cell: Cell) => ReactNode }) {
  const { label, shape, role } = block
  return (
    <figure className="block" data-role={role}>
      <figcaption>
        <Formula tex={label.tex} plain={label.plain} />
      </figcaption>
      <BlockGrid block={block} cell={cell} />
      <span className="block-shape">{shape}</span>
    </figure>
  )
}

/** The numbers of a matrix in brackets; dots where there are too many. */
export function BlockGrid({ block, cell }: { readonly block: Block; readonly cell: (cell: Cell) => ReactNode }) {
  const { rows } = block
  if (rows === null) return <div className="block-whole">…</div>
  return (
    <div className="block-grid" style={{ gridTemplateColumns: `repeat(${rows[0]?.length ?? 1}, auto)` }}>
      {rows.flatMap((row, i) => row.map((each, j) => <span key={`${i}:${j}`}>{cell(each)}</span>))}
    </div>
  )
}
