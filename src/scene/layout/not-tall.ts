import { type Layout, type LayoutNode, layout } from './layout.ts'

const layerGap = 44
/** Between the nodes of a column: the first with which the picture is not tall, else the last, for height is what limits its scale. */
const nodeGaps = [22, 12, 8]
const tall = 340
/** Of many nodes only the closest arrangement is tried: theirs is never low. */
const manyNodes = 150

/** A picture as airy as its height allows. */
export function notTall(nodes: readonly LayoutNode[]): Layout {
  const gaps = nodes.length > manyNodes ? nodeGaps.slice(-1) : nodeGaps
  const [widest, ...closer] = gaps.map((nodeGap) => () => layout({ nodes, layerGap, nodeGap }))
  return closer.reduce((made, next) => (made.height <= tall ? made : next()), widest!())
}
