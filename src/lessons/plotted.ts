import type { Trace } from '../core/trace.ts'
import type { SweepRequest } from '../scene/sweep.ts'
import type { Show } from './lesson.ts'
import { spotOf } from './spot.ts'

/** The curve of a beat, asked of the pass that it is about; null where the program has no such number. */
export function plotted(plot: NonNullable<Show['plot']>, trace: Trace, pass: number): SweepRequest | null {
  const over = spotOf(trace, plot.over)
  if (over === null) return null
  const { derivative, reach } = plot
  const of = plot.of.flatMap((place) => spotOf(trace, place) ?? [])
  return { over, of, derivative, pass, ...(reach === undefined ? {} : { reach }) }
}
