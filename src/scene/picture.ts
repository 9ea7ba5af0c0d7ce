import type { Trace } from '../core/trace.ts'
import { foldedGroups, type OpenGroups } from './fold.ts'
import { foldedStructure } from './folded-structure.ts'
import { networkStructure } from './network-structure.ts'
import { type Structure, structureOf } from './structure.ts'

/** The picture of a trace, laid out: a network at neuron level, else its graph, with groups folded where there are too many nodes or the reader wants it. */
export function pictureOf(trace: Trace, sample: number | null, open: OpenGroups = null): Structure {
  const folded = foldedGroups(trace, open)
  if (folded.length > 0) return foldedStructure(trace, folded)
  return networkStructure(trace, sample) ?? structureOf(trace.graph)
}
