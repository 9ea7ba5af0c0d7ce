import type { PointerEvent } from 'react'
import { entriesOf } from '../../scene/marks.ts'
import { sizes } from '../../scene/structure.ts'

/** Numbers above or below a node: one, a row, or a small matrix in brackets. */
export interface EntriesProps {
  readonly entries: string
  readonly grid: { readonly rows: number; readonly columns: number } | null
  readonly scalar: boolean
  /** The side of the node's box they stand on. */
  readonly side: 'above' | 'below' | 'inside'
  readonly read: 'value' | 'gradient' | 'tangent'
  /** Which entry of the tensor the first number is; 0 unless only one is shown. */
  readonly first?: number
  /** How wide a character is, about; longer numbers are set narrower so that they keep to their column. */
  readonly digit: number
  /** The entry that is pointed at. */
  readonly over?: number | null
  readonly editable?: (entry: number) => boolean
  readonly onPointerDown?: (entry: number, event: PointerEvent<SVGElement>) => void
}

const half = sizes.box / 2

export function Entries({
  entries,
  grid,
  scalar,
  side,
  read,
  first = 0,
  digit,
  over = null,
  editable,
  onPointerDown,
}: EntriesProps) {
  const texts = entriesOf(entries)
  const single = scalar || grid === null || texts.length === 1
  const { rows, columns } = single || grid === null ? { rows: 1, columns: 1 } : grid
  const [cell, line] = [sizes.cellWidth, sizes.cellHeight]
  const top = single
    ? { above: -half - 9, below: half + 18, inside: 5 }[side]
    : side === 'above'
      ? -half - rows * line + 5
      : half + line + 3
  const left = (-columns * cell) / 2
  return (
    <g className={`entries ${read}`} data-read={read}>
      {!single && <Brackets x={left} y={top - 13} width={columns * cell} height={rows * line} />}
      {!single && over !== null && over >= first && over < first + texts.length && (
        <rect
          className="entry-over"
          x={left + ((over - first) % columns) * cell + 1}
          y={top - 12 + Math.floor((over - first) / columns) * line}
          width={cell - 2}
          height={line - 2}
          rx={3}
        />
      )}
      {texts.map((text, i) => {
        const canEdit = editable?.(first + i) ?? false
        const [x, y] = [left + (i % columns) * cell + cell / 2, top + Math.floor(i / columns) * line]
        return (
          <text
            key={i}
            x={single ? 0 : x}
            y={single ? top : y}
            textAnchor="middle"
            data-at={first + i}
            data-editable={canEdit ? true : undefined}
            className={single ? 'number' : 'number small'}
            {...(single || text.length * digit <= cell - 5
              ? {}
              : { textLength: cell - 5, lengthAdjust: 'spacingAndGlyphs' })}
            onPointerDown={canEdit ? (event) => onPointerDown?.(first + i, event) : undefined}
          >
            {text}
          </text>
        )
      })}
    </g>
  )
}

function Brackets({
  x,
  y,
  width,
  height,
}: {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}) {
  const [right, bottom] = [x + width, y + height]
  return (
    <path
      className="brackets"
      d={`M${x + 4} ${y}H${x - 1}V${bottom}H${x + 4}M${right - 4} ${y}H${right + 1}V${bottom}H${right - 4}`}
    />
  )
}
