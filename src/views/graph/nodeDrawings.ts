import type { Graph } from '../../core/graph.ts'
import type { Structure } from '../../scene/structure.ts'
import { plainName, symbolsOf } from '../../scene/symbols.ts'
import type { NodeDrawing } from './NodeGlyph.tsx'

/** What of the nodes of a picture stays the same while its trace does; of samples that stand side by side, only one if `sample` says so. */
export function nodeDrawings(
  graph: Graph,
  { shapes, layout }: Pick<Structure, 'shapes' | 'layout'>,
  sample: number | null,
  digit: number,
): NodeDrawing[] {
  const symbols = symbolsOf(graph)
  return shapes.map((shape, i) => {
    const node = graph.nodes[i]!
    const first = sample !== null && node.value.shape.length === 1 ? sample : 0
    return { shape, ...layout.positions[i]!, name: plainName(symbols, i), node, first, digit }
  })
}
