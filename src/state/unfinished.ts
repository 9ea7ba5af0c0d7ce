import type { Diagnostic, Run } from '../lang/run.ts'
import type { Collected } from './collected.ts'

const nothing: Collected = { elapsedMs: 0, backwards: 0, losses: new Float64Array(), prints: [] }

/** What the engine itself says of a program that did not come to its end. */
export type Unfinished = Pick<Diagnostic, 'type' | 'message' | 'hint' | 'stopped'>

/** The run of a program that did not come to its end, why, and what it had brought about until then. */
export const unfinished = (
  source: string,
  why: Unfinished,
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
  error: { ...why, line: null, span: null },
})
