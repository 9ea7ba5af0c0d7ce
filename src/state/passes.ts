import { type Episode, firstOfMany, type Run } from '../lang/run.ts'

/** How many passes of a run can be studied; those that were not kept are fetched by running the program again. */
export const passCount = (run: Run | null): number => (run === null ? 0 : Math.max(run.episodes.length, run.backwards))

/** A pass of a run by its number, or undefined where it was not kept. */
export const passOf = (run: Run | null, pass: number): Episode | undefined => run?.episodes[pass - run.firstKept]

/** Whether a run keeps a pass whole. */
export const isKept = (run: Run | null, pass: number): boolean => passOf(run, pass) !== undefined

/** The pass that a run keeps which is nearest to one. */
export const nearestKept = (run: Run | null, pass: number): number =>
  run === null ? 0 : Math.max(run.firstKept, Math.min(pass, run.firstKept + run.episodes.length - 1))

/** How many passes before the wanted one are kept too, for a step back: fewer than a run keeps in all, and fewer still where they are large. */
const before = { passes: 10, nodes: 20_000, numbers: 1_000_000 } as const

/** The first pass to keep so that one can be studied. `like` is a run whose passes are as large. */
export function windowFrom(pass: number, like: Run | null): number {
  const nodes = like?.episodes[0]?.trace.graph.nodes
  if (nodes === undefined) return pass < before.passes ? 0 : pass
  const numbers = nodes.reduce((sum, { value }) => sum + value.data.length, 0)
  return Math.max(0, pass - Math.floor(Math.min(before.passes, before.nodes / nodes.length, before.numbers / numbers)))
}

/** Whether a pass is kept of every run, whichever is wanted. */
export const isFirst = (pass: number): boolean => pass < firstOfMany

/** A run with the passes of another run of the same program in the place of its own. */
export const withPasses = (run: Run, { episodes, firstKept, control }: Run): Run => ({
  ...run,
  episodes,
  firstKept,
  control,
})

/** Whether a run is a training loop: backward passes over and over. */
export const isTraining = (run: Run | null): boolean => run !== null && run.backwards > 1 && run.control.loops
