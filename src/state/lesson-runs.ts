import type { Run } from '../lang/run.ts'
import type { Lesson } from '../lessons/lesson.ts'
import { createEngine, type Engine } from './engine.ts'

let engine: Engine | null = null
const ran = new Map<string, Run>()
let turn: Promise<unknown> = Promise.resolve()

/** The runs of all programs of a lesson, by their text: what its titles speak of, before it is their turn. One after the other, beside the engine of the walk. */
export function lessonRuns({ programs }: Lesson): Promise<ReadonlyMap<string, Run>> {
  engine ??= createEngine()
  const { run } = engine
  for (const source of Object.values(programs))
    turn = turn.then(async () => {
      if (!ran.has(source)) ran.set(source, await run(source))
    })
  return turn.then(() => new Map(ran))
}
