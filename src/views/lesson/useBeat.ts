import { useMemo, useRef } from 'react'
import type { Trace } from '../../core/trace.ts'
import type { Beat, Lesson } from '../../lessons/lesson.ts'
import type { Stop } from '../../lessons/stops.ts'
import { baseIn } from '../../state/shown.ts'
import type { Standing } from '../../state/standing.ts'
import { revealOf, standingIn, stopHere } from '../../state/teacher.ts'
import { useApp } from '../../state/useApp.ts'

/** The beat on screen, and the run that its text and its pictures are about: the tensors of all passes. */
export interface Shown {
  readonly standing: Standing | null
  readonly here: { readonly lesson: Lesson; readonly beat: Beat } | null
  readonly passes: readonly Trace[]
  /** How much of the beat's question is shown. */
  readonly reveal: Stop['reveal']
  /** Whether what the slide says has its turn. */
  readonly slide: boolean
}

/** The beat where the reader stands. While the program of the next one is still running, the one before stays on screen, text and picture together. */
export function useBeat(): Shown {
  const standing = useApp((state) => state.lesson)
  const run = useApp((state) => state.run)
  const conventions = useApp((state) => state.conventions)
  const reveal = useApp(revealOf)
  const slide = useApp((state) => stopHere(state)?.slide === true)
  const arriving = useApp((state) => state.arriving)
  const now = useMemo(
    (): Shown => ({
      standing,
      here: standingIn({ lesson: standing }),
      passes: (run?.episodes ?? []).flatMap((_, i) => baseIn({ run, conventions }, i) ?? []),
      reveal,
      slide,
    }),
    [standing, run, conventions, reveal, slide],
  )
  const last = useRef(now)
  if (!arriving || last.current.here === null) last.current = now
  return last.current
}
