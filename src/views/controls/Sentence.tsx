import type { Phase } from '../../scene/ledger.ts'
import type { Piece } from '../../scene/sentence.ts'

/** The sentence of the step. A node it names is a button that rings the node. */
export function Sentence({
  pieces,
  phase,
  onHover,
  onNode,
}: {
  readonly pieces: readonly Piece[]
  readonly phase: Phase | null
  readonly onHover: (node: number | null) => void
  readonly onNode: (node: number) => void
}) {
  return (
    <p className="sentence" data-phase={phase ?? 'start'}>
      {phase !== null && <span className="phase">{phase}</span>}
      {pieces.map(({ text, node }, i) =>
        node === null ? (
          <span key={i}>{text}</span>
        ) : (
          <button
            key={i}
            type="button"
            className="name"
            onPointerEnter={() => onHover(node)}
            onPointerLeave={() => onHover(null)}
            onFocus={() => onHover(node)}
            onBlur={() => onHover(null)}
            onClick={() => onNode(node)}
          >
            {text}
          </button>
        ),
      )}
    </p>
  )
}
