import { Fragment } from 'react'
import type { Piece } from '../../lessons/handout/pieces.ts'
import { Formula } from '../formula/Formula.tsx'
import { marked } from '../lesson/ProseView.tsx'

/** The number of a blank, which its solution has too. */
export const BlankNumber = ({ number }: { readonly number: number }) => <b className="blank-number">{number}</b>

/** Keeps a number on the line of its box. */
const wordJoiner = '\u2060'

/** Prose on paper: text, formulas, and blanks with their numbers. */
export function PieceView({ pieces }: { readonly pieces: readonly Piece[] }) {
  return pieces.map((piece, i) => {
    if (typeof piece === 'string') return <Fragment key={i}>{marked(piece)}</Fragment>
    const formula = <Formula key={i} tex={piece.written.tex} plain={piece.written.plain} />
    if (piece.kind === 'formula') return formula
    return (
      <span key={i} className="gap">
        {formula}
        {wordJoiner}
        <BlankNumber number={piece.number} />
      </span>
    )
  })
}
