import type { Trace } from '../core/trace.ts'
import { networkOf } from './network.ts'

/** Which sample of a batch the reader wants to see; null leaves it to the picture. */
export type SampleChoice = number | 'all' | null

const mostSideBySide = 4

/** How many samples stand side by side in a trace, and the one that is shown, or null where all are. */
export function samplesIn(
  trace: Trace,
  wanted: SampleChoice,
): { readonly count: number; readonly shown: number | null } {
  const count = networkOf(trace)?.samples ?? 1
  if (count === 1 || wanted === 'all') return { count, shown: null }
  if (wanted === null) return { count, shown: count > mostSideBySide ? 0 : null }
  return { count, shown: Math.min(wanted, count - 1) }
}
