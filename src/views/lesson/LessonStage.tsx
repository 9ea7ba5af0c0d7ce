import { type ReactNode, useMemo } from 'react'
import { nodeNamed, offsetOf } from '../../lessons/figures.ts'
import type { Place } from '../../lessons/lesson.ts'
import type { SweptPlace } from '../../scene/sweep.ts'
import { setNumber } from '../../state/program.ts'
import { useApp } from '../../state/useApp.ts'
import { SweepView } from '../plot/SweepView.tsx'
import { BoardView } from './BoardView.tsx'
import { useBeat } from './useBeat.ts'

/** What a beat shows in the place of the graph, or beside it: a curve, or the lines of a derivation. */
export function LessonStage({ children }: { readonly children: ReactNode }) {
  const { here, passes } = useBeat()
  const pass = useApp((state) => state.cursor.episode)
  const plot = here?.beat.show?.plot
  const board = here?.beat.show?.board
  const trace = passes[pass]
  const asked = useMemo(() => {
    const place = ({ of, entry = [] }: Place): SweptPlace[] => {
      const node = trace === undefined ? null : nodeNamed(trace, of)
      const offset = trace === undefined || node === null ? null : offsetOf(trace.graph.nodes[node]!.value, entry)
      return node === null || offset === null ? [] : [{ node, entry: offset }]
    }
    const [over] = plot === undefined ? [] : place(plot.over)
    return plot === undefined || over === undefined
      ? null
      : { over, of: plot.of.flatMap(place), ...(plot.reach === undefined ? {} : { reach: plot.reach }) }
  }, [trace, plot])
  if (board !== undefined && trace !== undefined) return <BoardView trace={trace} lines={board} />
  if (plot === undefined || asked === null || trace === undefined) return children
  const leaf = trace.graph.nodes[asked.over.node]!
  const literal = leaf.kind === 'leaf' && leaf.literals[asked.over.entry] != null
  return (
    <div className="lesson-stage" data-beside={plot.beside}>
      {plot.beside && children}
      <SweepView
        passes={passes}
        pass={pass}
        asked={asked}
        derivative={plot.derivative}
        onNumber={literal ? (text, gesture) => setNumber(asked.over.node, asked.over.entry, text, gesture) : null}
      />
    </div>
  )
}
