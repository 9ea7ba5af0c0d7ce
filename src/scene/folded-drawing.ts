import type { Trace } from '../core/trace.ts'
import type { Group } from './fold.ts'
import type { FoldedDrawing } from './folded-structure.ts'
import { argsOf, shapeOf } from './node-shape.ts'
import type { NodeShape } from './structure.ts'

/** What of a graph is drawn where some groups are folded. */
export function foldedDrawing({ graph }: Trace, folded: readonly Group[]): FoldedDrawing {
  const inside = new Set(folded.flatMap(({ nodes }) => nodes))
  const shapes = graph.nodes.map((_, index): NodeShape => {
    const shape = shapeOf(graph, index)
    return inside.has(index) ? { ...shape, look: 'hidden' } : shape
  })
  return { kind: 'folded', shapes, args: argsOf(graph), folded }
}
