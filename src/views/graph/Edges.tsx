import { memo, useMemo } from 'react'
import type { EdgeMark } from '../../scene/marks.ts'
import { type EdgeDrawing, EdgeGlyph } from './EdgeGlyph.tsx'
import { runsOf } from './runs.ts'

/** What edges show: their marks by their place in the picture, and which of them lie on the chosen path. */
interface EdgesProps {
  readonly drawings: readonly EdgeDrawing[]
  readonly marks: readonly EdgeMark[]
  readonly chosen: ReadonlySet<string>
}

/** All edges of the picture. */
export function Edges({ drawings, ...shown }: EdgesProps) {
  const runs = useMemo(() => runsOf(drawings.filter(({ look }) => look !== 'none')), [drawings])
  return runs.map((run, i) => <Run key={i} drawings={run} {...shown} />)
}

const Run = memo(
  function Run({ drawings, marks, chosen }: EdgesProps) {
    return drawings.map((drawing) => (
      <EdgeGlyph key={drawing.id} drawing={drawing} mark={marks[drawing.index]!} chosen={chosen.has(drawing.id)} />
    ))
  },
  (before, after) =>
    before.drawings === after.drawings &&
    before.chosen === after.chosen &&
    after.drawings.every(({ index }) => before.marks[index] === after.marks[index]),
)
