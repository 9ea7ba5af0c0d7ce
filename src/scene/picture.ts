import type { Trace } from '../core/trace.ts'
import { foldedGroups, type OpenGroups } from './fold.ts'
import { foldedDrawing } from './folded-drawing.ts'
import { networkDrawing } from './network-drawing.ts'
import { graphDrawing } from './node-shape.ts'
import { type Drawing, placed } from './placed.ts'
import type { Structure } from './structure.ts'

/** A picture before it is laid out. The same key means the same picture. */
export interface Plan {
  readonly key: string
  readonly drawing: Drawing
}

/** What is to be drawn of a trace: a network at neuron level, else its graph, with groups folded where there are too many nodes or the reader wants it. */
export function planOf(trace: Trace, sample: number | null, open: OpenGroups): Plan {
  const folded = foldedGroups(trace, open)
  const drawing =
    folded.length > 0 ? foldedDrawing(trace, folded) : (networkDrawing(trace, sample) ?? graphDrawing(trace.graph))
  return { key: JSON.stringify(drawing), drawing }
}

const recent = new Map<string, Structure>()
const mostRecent = 8

/** Whether the picture of a plan was made lately. */
export const isKnown = ({ key }: Plan): boolean => recent.has(key)

/** Keeps the picture of a plan, which was made elsewhere. */
export function keep({ key }: Plan, structure: Structure): Structure {
  recent.set(key, structure)
  if (recent.size > mostRecent) recent.delete(recent.keys().next().value ?? key)
  return structure
}

/** The picture of a trace, laid out, as it was made before or is made now. */
export function pictureOf(trace: Trace, sample: number | null, open: OpenGroups = null): Structure {
  const plan = planOf(trace, sample, open)
  return recent.get(plan.key) ?? keep(plan, placed(plan.drawing))
}
