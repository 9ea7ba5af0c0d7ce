import { lazy, Suspense, useCallback } from 'react'
import type { Trace } from '../core/trace.ts'
import { samplesIn } from '../scene/samples.ts'
import { isAllowed } from '../state/allowed.ts'
import { openGroup, select, setHover } from '../state/picture.ts'
import { setNumber } from '../state/program.ts'
import { partOf } from '../state/shown.ts'
import { useApp } from '../state/useApp.ts'
import { goToNode } from '../state/walk.ts'

// wanted on every visit, but not before the first run has answered
const graph = import('../views/graph/GraphView.tsx')
const GraphView = lazy(async () => ({ default: (await graph).GraphView }))

/** The computation graph at the cursor. `projected`: to be read from the last row. */
export function Graph({ trace, projected }: { readonly trace: Trace; readonly projected: boolean }) {
  const cursor = useApp((state) => state.cursor.step)
  const part = useApp((state) => partOf(state))
  const hover = useApp((state) => state.hover)
  const hoverEntry = useApp((state) => state.hoverEntry)
  const entry = useApp((state) => (state.level === 'tensor' ? state.entry : null))
  const selected = useApp((state) => state.selected)
  const sample = useApp((state) => state.sample)
  const lit = useApp((state) => state.lit)
  const open = useApp((state) => state.open)
  const editable = useApp((state) => isAllowed(state, 'numbers'))
  const press = useCallback((node: number) => goToNode(node), [])
  return (
    <Suspense fallback={null}>
      <GraphView
        trace={trace}
        cursor={cursor}
        part={part}
        projected={projected}
        hover={hover}
        hoverEntry={hoverEntry}
        entry={entry}
        selected={selected}
        lit={lit}
        sample={samplesIn(trace, sample).shown}
        open={open}
        editable={editable}
        onOpen={openGroup}
        onHover={setHover}
        onNode={press}
        onChain={select}
        onNumber={setNumber}
      />
    </Suspense>
  )
}
