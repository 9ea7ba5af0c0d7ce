import { memo, useMemo } from 'react'
import type { NodeMark } from '../../scene/marks.ts'
import { type NodeDrawing, NodeGlyph, type NodeHands } from './NodeGlyph.tsx'
import { runsOf } from './runs.ts'

/** Where the reader is in the picture. */
export interface Pointing {
  readonly hover: number | null
  /** Which entry of the node that is pointed at, or null for all of it. */
  readonly hoverEntry: number | null
  readonly selected: number | null
  /** Which entry of the selected tensor is chosen, or null for all of it. */
  readonly entry: number | null
  /** The node that the Tab key comes to. */
  readonly focus: number
}

interface NodesProps extends NodeHands {
  readonly drawings: readonly NodeDrawing[]
  /** By the number of the node. */
  readonly marks: readonly NodeMark[]
  readonly pointing: Pointing
  /** The weights whose wire the step or the pointer is about. */
  readonly near: ReadonlySet<number>
}

/** All nodes of the picture. */
export function Nodes({ drawings, ...shown }: NodesProps) {
  const runs = useMemo(() => runsOf(drawings.filter(({ shape }) => shape.look !== 'hidden')), [drawings])
  return runs.map((run, i) => <Run key={i} drawings={run} {...shown} />)
}

const Run = memo(
  function Run({ drawings, marks, pointing, near, canEdit, onPress }: NodesProps) {
    const { hover, hoverEntry, selected, entry, focus } = pointing
    return drawings.map((drawing) => {
      const { index } = drawing.shape
      return (
        <NodeGlyph
          key={index}
          drawing={drawing}
          mark={marks[index]!}
          hovered={hover === index}
          over={hover === index && hoverEntry !== null ? hoverEntry : selected === index ? entry : null}
          selected={selected === index}
          near={near.has(index)}
          focusable={focus === index}
          canEdit={canEdit}
          onPress={onPress}
        />
      )
    })
  },
  (before, after) =>
    before.drawings === after.drawings &&
    before.canEdit === after.canEdit &&
    before.onPress === after.onPress &&
    after.drawings.every(
      ({ shape: { index } }) =>
        before.marks[index] === after.marks[index] &&
        before.near.has(index) === after.near.has(index) &&
        (before.pointing === after.pointing || (!isAt(before.pointing, index) && !isAt(after.pointing, index))),
    ),
)

/** Whether anything of where the reader is shows at a node. */
const isAt = ({ hover, selected, focus }: Pointing, node: number): boolean =>
  hover === node || selected === node || focus === node
