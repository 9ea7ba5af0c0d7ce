import { type FoldedDrawing, placedFolded } from './folded-structure.ts'
import { type NetworkDrawing, placedNetwork } from './network-structure.ts'
import { type GraphDrawing, placedGraph, type Structure } from './structure.ts'

/** What is to be drawn: plain data, so that a worker can lay it out. */
export type Drawing = GraphDrawing | FoldedDrawing | NetworkDrawing

/** A drawing laid out. */
export function placed(drawing: Drawing): Structure {
  switch (drawing.kind) {
    case 'graph':
      return placedGraph(drawing)
    case 'folded':
      return placedFolded(drawing)
    case 'network':
      return placedNetwork(drawing)
  }
}
