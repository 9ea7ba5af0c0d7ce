import { type KeyboardEvent, memo } from 'react'
import type { GroupShape } from '../../scene/structure.ts'
import { Ring } from './Ring.tsx'

/** A folded group: what it stands for, how much is in it, and whether the step is inside. Opened by a click or Enter. */
export const GroupGlyph = memo(function GroupGlyph({
  group,
  current,
  onOpen,
}: {
  readonly group: GroupShape
  readonly current: number | null
  readonly onOpen: (group: number) => void
}) {
  const { key, nodes, label, content, x, y, boxWidth, height } = group
  const now = current !== null && nodes.includes(current)
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    onOpen(key)
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: an SVG group cannot be a button element
    <g
      className="fold-group"
      data-group={key}
      data-now={now}
      transform={`translate(${x} ${y})`}
      role="button"
      tabIndex={0}
      aria-label={`${label}, ${content}, folded. Open`}
      onClick={() => onOpen(key)}
      onKeyDown={press}
    >
      <title>{`${label}: ${content}. Click to open.`}</title>
      {now && <Ring width={boxWidth} height={height} />}
      <rect className="behind" x={-boxWidth / 2 + 4} y={-height / 2 - 4} width={boxWidth} height={height} rx={8} />
      <rect className="front" x={-boxWidth / 2} y={-height / 2} width={boxWidth} height={height} rx={8} />
      <text y={-3} textAnchor="middle" className="group-label">
        {label}
      </text>
      <text y={16} textAnchor="middle" className="group-content">
        {content}
      </text>
    </g>
  )
})
