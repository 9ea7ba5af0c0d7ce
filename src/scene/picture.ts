import type { Trace } from '../core/trace.ts'
import { foldedGroups, type OpenGroups } from './fold.ts'
import { foldedPlan } from './folded-structure.ts'
import { networkOf } from './network.ts'
import { networkPlan } from './network-structure.ts'
import { drawn, graphPlan, type Plan, type Structure } from './structure.ts'

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

/** The picture of a trace, laid out: a network at neuron level, else its graph, with groups folded where there are too many nodes or the reader wants it. */
export const pictureOf = (trace: Trace, sample: number | null, open: OpenGroups = null): Structure =>
  drawn(planOf(trace, sample, open))

/** The same before it is laid out. */
export function planOf(trace: Trace, sample: number | null, open: OpenGroups): Plan {
  const folded = foldedGroups(trace, open)
  if (folded.length > 0) return foldedPlan(trace, folded)
  return networkPlan(trace, sample) ?? graphPlan(trace.graph)
}
