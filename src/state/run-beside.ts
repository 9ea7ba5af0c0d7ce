import type { Run } from '../lang/run.ts'
import { createEngine, type Engine } from './engine.ts'

let engine: Engine | null = null
const ran = new Map<string, Run>()
let turn: Promise<unknown> = Promise.resolve()

/** The run of a program, beside the engine of the walk: once for all who ask, and one after the other, because an engine answers a request that was overtaken with the newer program's run. */
export function runBeside(source: string): Promise<Run> {
  const mine = turn.then(async () => {
    engine ??= createEngine()
    const run = ran.get(source) ?? (await engine.run(source))
    ran.set(source, run)
    return run
  })
  turn = mine.catch(() => undefined)
  return mine
}
