import { components } from './components.ts'
import { splitLongEdges } from './layered-graph.ts'
import { depths, layering } from './layering.ts'
import { placement } from './placement.ts'
import { type Box, type Column, type LayoutEdge, routing } from './routing.ts'

export type { LayoutEdge } from './routing.ts'

/** The size of a node with its labels, and its arguments; an argument may appear twice. */
export interface LayoutNode {
  readonly width: number
  readonly height: number
  readonly args: readonly number[]
  /** Nodes of one rank stand in one column: the units of a layer. */
  readonly rank?: number
}

/** Nodes in Wengert order, arguments before users, and the free space between columns and between neighbours in one. */
export interface LayoutInput {
  readonly nodes: readonly LayoutNode[]
  readonly layerGap: number
  readonly nodeGap: number
}

/** The size of the drawing, the centre of every node, and every edge; the top left corner is the origin. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly positions: readonly { readonly x: number; readonly y: number }[]
  readonly edges: readonly LayoutEdge[]
}

/**
 * Draws a computation graph from left to right (Sugiyama's method): layers, bends, order, strands, coordinates, routes.
 * Connected parts stand one below the other and end in the same column.
 */
export function layout({ nodes, layerGap, nodeGap }: LayoutInput): Layout {
  const args = nodes.map((node) => node.args)
  const parts = components(args).map((members) => arrange(members, nodes, nodeGap))
  const depth = parts.reduce((most, part) => Math.max(most, part.depth), 0)
  const column: number[] = []
  const y: number[] = []
  const bends: (readonly number[])[] = []
  let bottom = 0
  for (const part of parts) {
    const top = bottom === 0 ? 0 : bottom + 2 * nodeGap
    for (const [at, node] of part.members.entries()) {
      column[node] = part.layer[at]! + depth - part.depth
      y[node] = top + part.y[at]!
      bends[node] = part.bends[at]!.map((bend) => top + bend)
    }
    bottom = top + part.height
  }
  const columns = columnsOf(nodes, column, layerGap)
  const boxes = nodes.map(({ width, height }, node): Box => {
    const [left, right] = columns[column[node]!]!
    return { x: (left + right) / 2, y: y[node]!, width, height, column: column[node]! }
  })
  return {
    width: columns.at(-1)?.[1] ?? 0,
    height: bottom,
    positions: boxes.map(({ x, y }) => ({ x, y })),
    edges: routing(boxes, args, columns, (arg, at) => bends[arg]![at - column[arg]! - 1]!),
  }
}

interface Arrangement {
  readonly members: readonly number[]
  /** The number of layers. */
  readonly depth: number
  readonly height: number
  /** By place in `members`. */
  readonly layer: readonly number[]
  readonly y: readonly number[]
  readonly bends: readonly (readonly number[])[]
}

/** Lays out one connected part, from height 0 downwards. */
function arrange(members: readonly number[], nodes: readonly LayoutNode[], nodeGap: number): Arrangement {
  const local = new Map(members.map((node, at) => [node, at]))
  const args = members.map((node) => nodes[node]!.args.map((arg) => local.get(arg)!))
  const ranks = members.map((node) => nodes[node]!.rank ?? null)
  const graph = splitLongEdges(args, layering(args, ranks))
  const heights = graph.layer.map((_, vertex) => (vertex < graph.size ? nodes[members[vertex]!]!.height : 0))
  const { order, strand, line } = placement(graph, depths(args), heights, nodeGap)
  const heightOf = (vertex: number) => halved(line[strand[vertex]!]!)
  const top = strand.reduce((least, _, v) => Math.min(least, heightOf(v) - heights[v]! / 2), Number.POSITIVE_INFINITY)
  const bottom = strand.reduce((most, _, v) => Math.max(most, heightOf(v) + heights[v]! / 2), 0)
  return {
    members,
    depth: order.length,
    height: bottom - top,
    layer: graph.layer.slice(0, graph.size),
    y: members.map((_, vertex) => heightOf(vertex) - top),
    bends: graph.bends.map((own) => own.map((bend) => heightOf(bend) - top)),
  }
}

/** To half a pixel, which keeps whole gaps whole. */
function halved(value: number): number {
  return Math.round(2 * value) / 2
}

function columnsOf(nodes: readonly LayoutNode[], column: readonly number[], layerGap: number): readonly Column[] {
  const widths: number[] = []
  for (const [node, at] of column.entries()) widths[at] = Math.max(widths[at] ?? 0, nodes[node]!.width)
  const columns: Column[] = []
  for (const width of widths) {
    const left = (columns.at(-1)?.[1] ?? -layerGap) + layerGap
    columns.push([left, left + width])
  }
  return columns
}
