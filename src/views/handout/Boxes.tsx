import { entriesOf, type NodeMark } from '../../scene/marks.ts'
import { type NodeShape, type Structure, sizes } from '../../scene/structure.ts'

const half = sizes.box / 2

/** An empty box to write a number in, by its top left corner. */
interface Empty {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly read: 'value' | 'gradient'
}

/** Empty boxes for numbers that are left out, each where the number would stand. */
export function Boxes({
  structure: { shapes, layout },
  marks,
  given,
}: {
  readonly structure: Structure
  readonly marks: readonly NodeMark[]
  readonly given: (node: number) => boolean
}) {
  return shapes.map((shape, i) => {
    if (shape.look === 'hidden') return null
    const { x, y } = layout.positions[i]!
    return (
      <g key={shape.index} className="empty-boxes" transform={`translate(${x} ${y})`}>
        {emptiesOf(shape, marks[i]!, given(i)).map((box) => (
          <rect key={`${box.read} ${box.x} ${box.y}`} className="empty-box" data-of={box.read} rx={2} {...place(box)} />
        ))}
      </g>
    )
  })
}

const place = ({ x, y, width, height }: Empty) => ({ x, y, width, height })

function emptiesOf(shape: NodeShape, mark: NodeMark, given: boolean): Empty[] {
  const below = mark.gradient === 'None' ? null : (mark.gradient ?? mark.tangent)
  return [
    ...(mark.value === null || given ? [] : grid(shape, mark.value, 'value')),
    ...(below === null ? [] : grid(shape, below, 'gradient')),
  ]
}

/** The boxes of a node's entries: above it for its value, below it for its gradient, beside the number for a weight on a wire. */
function grid(shape: NodeShape, text: string, read: Empty['read']): Empty[] {
  const count = entriesOf(text).length
  const compact = shape.look === 'weight' || shape.look === 'sign' || shape.look === 'bias'
  if (compact) return [{ x: -20, y: read === 'value' ? -9 : 8, width: 40, height: 16, read }]
  if (count === 1 || shape.grid === null)
    return [{ x: -24, y: read === 'value' ? -half - 24 : half + 5, width: 48, height: 20, read }]
  const { rows, columns } = shape.grid
  const [cell, line] = [sizes.cellWidth, sizes.cellHeight]
  const top = (read === 'value' ? -half - rows * line + 5 : half + line + 3) - 12
  return Array.from({ length: count }, (_, i) => ({
    x: (-columns * cell) / 2 + (i % columns) * cell + 1,
    y: top + Math.floor(i / columns) * line,
    width: cell - 2,
    height: line - 2,
    read,
  }))
}
