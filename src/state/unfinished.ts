import type { Run } from '../lang/run.ts'
import type { Collected } from './collected.ts'

const nothing: Collected = { elapsedMs: 0, backwards: 0, losses: new Float64Array(), prints: [] }

/** The run of a program that did not come to its end, why, and what it had brought about until then. */
export const unfinished = (
  source: string,
  [type, message, hint]: readonly [type: string, message: string, hint: string],
  { backwards, losses, prints }: Collected = nothing,
): Run => ({
  source,
  episodes: [],
  firstKept: 0,
  backwards,
  losses: losses.slice(),
  prints: [...prints],
  stdout: prints.map(({ text }) => text).join(''),
  variables: [],
  modules: [],
  control: { loops: false, branches: false },
  error: { type, message, hint, line: null, span: null },
})
