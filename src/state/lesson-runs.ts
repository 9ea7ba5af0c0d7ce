import type { Run } from '../lang/run.ts'
import type { Lesson } from '../lessons/lesson.ts'
import { runBeside } from './run-beside.ts'

/** The runs of all programs of a lesson, by their text: what its titles speak of, before it is their turn. */
export async function lessonRuns({ programs }: Lesson): Promise<ReadonlyMap<string, Run>> {
  const sources = Object.values(programs)
  const runs = await Promise.all(sources.map(runBeside))
  return new Map(sources.map((source, i) => [source, runs[i]!]))
}
