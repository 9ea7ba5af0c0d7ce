import { useMemo } from 'react'
import type { Picture } from '../../lessons/view.ts'
import { leftOut } from '../../scene/left-out.ts'
import { type Marks, marksAt } from '../../scene/marks.ts'
import { pictureOf } from '../../scene/picture.ts'
import { type Structure, sizes } from '../../scene/structure.ts'
import { Captions } from '../graph/Captions.tsx'
import { ChipGlyph, placedChip } from '../graph/Chip.tsx'
import { edgeDrawings } from '../graph/EdgeGlyph.tsx'
import { Edges } from '../graph/Edges.tsx'
import { bundledMarks } from '../graph/GraphView.tsx'
import { GroupGlyph } from '../graph/GroupGlyph.tsx'
import { digitWidth } from '../graph/NodeGlyph.tsx'
import { Nodes, type Pointing } from '../graph/Nodes.tsx'
import { nodeDrawings } from '../graph/nodeDrawings.ts'
import { Boxes } from './Boxes.tsx'

const nowhere: Pointing = { hover: null, hoverEntry: null, selected: null, entry: null, focus: -1 }
const nothing: ReadonlySet<never> = new Set()
const never = (): boolean => false
const ignore = (): void => undefined
const margin = 14
/** How large a picture is drawn that is not too wide for the page. */
const scale = 0.84

/** The graph of a beat, drawn to stand still; where results are left out, with empty boxes in their places. */
export function GraphPicture({
  picture: { trace, cursor, sample },
  given,
}: {
  readonly picture: Extract<Picture, { readonly kind: 'graph' }>
  /** Which values stand there in any case; null where nothing is left out. */
  readonly given: ((node: number) => boolean) | null
}) {
  const structure = useMemo(() => pictureOf(trace, sample), [trace, sample])
  const { layout, edges, captions, groups } = structure
  const whole = useMemo(() => marksAt(trace, cursor, sample), [trace, cursor, sample])
  const marks = given === null ? whole : leftOut(whole, given)
  const chip = chipOf(structure, marks)
  const { top, bottom } = extentOf(structure, whole, chip)
  const [width, height] = [layout.width + 2 * margin, bottom - top]
  return (
    // the beat's words and formulas tell the same
    <div className="graph-picture" inert>
      <svg aria-hidden="true" viewBox={`${-margin} ${top} ${width} ${height}`} style={{ width: scale * width }}>
        <Edges drawings={edgeDrawings(trace, edges)} marks={bundledMarks(edges, marks.edges)} chosen={nothing} />
        {groups.map((group) => (
          <GroupGlyph key={group.key} group={group} current={marks.current} onOpen={ignore} />
        ))}
        <Captions captions={captions} />
        <Nodes
          drawings={nodeDrawings(trace.graph, structure, sample, digitWidth)}
          marks={marks.nodes}
          pointing={nowhere}
          near={nothing}
          canEdit={never}
          onPress={ignore}
        />
        {given !== null && <Boxes structure={structure} marks={whole.nodes} given={given} />}
        {chip !== null && <ChipGlyph chip={chip} />}
      </svg>
    </div>
  )
}

/** How far a picture reaches up and down: layouts keep room for numbers that are not there yet. */
function extentOf({ shapes, layout, captions, groups }: Structure, { nodes }: Marks, chip: ReturnType<typeof chipOf>) {
  const boxes = shapes.flatMap(({ look, height }, i) => {
    if (look === 'hidden') return []
    const [{ y }, { value, gradient, tangent }] = [layout.positions[i]!, nodes[i]!]
    const half = look === 'box' ? sizes.box / 2 : height / 2
    const low = gradient ?? tangent
    return [{ from: y - (value === null ? half : height / 2), to: y + (low === null ? half : height / 2) }]
  })
  const all = [
    ...boxes,
    ...groups.map(({ y, height }) => ({ from: y - height / 2 - 4, to: y + height / 2 })),
    ...captions.map(({ y }) => ({ from: y - 14, to: y })),
    ...(chip === null ? [] : [{ from: chip.at[1] - 12, to: chip.at[1] + 12 }]),
    ...layout.edges.flatMap(({ points }) => points.map(([, y]) => ({ from: y, to: y }))),
  ]
  return {
    top: Math.min(...all.map(({ from }) => from)) - margin / 2,
    bottom: Math.max(...all.map(({ to }) => to)) + margin / 2,
  }
}

/** The product on the edge that the step goes along, where it is drawn. */
function chipOf({ shapes, layout, edges }: Structure, marks: Marks) {
  const at = marks.edges.findIndex(({ chip }) => chip !== null)
  const edge = edges[at]
  if (edge === undefined || edge.look === 'none' || edge.bundle !== undefined) return null
  const boxes = shapes.map(({ width, height }, i) => ({ ...layout.positions[i]!, width, height }))
  return placedChip(marks.edges[at]!.chip, edge.points, boxes, layout, false)
}
