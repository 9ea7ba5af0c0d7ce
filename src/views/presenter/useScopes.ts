import { useEffect, useMemo, useState } from 'react'
import type { Run } from '../../lang/run.ts'
import type { Scope } from '../../lessons/figures.ts'
import { programOf } from '../../lessons/lecture.ts'
import type { Beat, Lesson } from '../../lessons/lesson.ts'
import { lessonRuns } from '../../state/lesson-runs.ts'
import { baseIn } from '../../state/shown.ts'
import type { State } from '../../state/store.ts'
import { ownProgram } from '../../state/teacher.ts'

/** What the prose of any beat of some lessons speaks of: the program on screen, or the one that the beat will bring. */
export function useScopes(state: State, lessons: readonly Lesson[]): (lesson: Lesson, beat: Beat) => Scope {
  const [runs, setRuns] = useState<ReadonlyMap<string, Run>>(new Map())
  const ids = lessons.map(({ id }) => id).join(' ')
  useEffect(() => {
    let current = true
    for (const lesson of lessons)
      lessonRuns(lesson).then(
        (ran) => current && setRuns(ran),
        () => undefined,
      )
    return () => {
      current = false
    }
  }, [ids])
  const { run, conventions } = state
  const own = ownProgram(state)
  return useMemo(() => {
    const scopes = new Map<Run | null, Scope['passes']>()
    return (lesson, beat) => {
      const program = programOf(lesson, beat.program)
      const about = program === own ? run : (runs.get(program) ?? null)
      const passes =
        scopes.get(about) ?? (about?.episodes ?? []).flatMap((_, i) => baseIn({ run: about, conventions }, i) ?? [])
      scopes.set(about, passes)
      return { passes, pass: beat.pass ?? 0 }
    }
  }, [own, run, runs, conventions])
}
