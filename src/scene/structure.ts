import type { Label } from './label.ts'
import type { Layout, LayoutEdge } from './layout/layout.ts'
import { notTall } from './layout/not-tall.ts'

/** What a node is, and so how it is drawn. */
export type NodeKind = 'parameter' | 'data' | 'constant' | 'operation' | 'loss'

/** What of a node's drawing does not change while numbers change: kind, label, size. */
export interface NodeShape {
  readonly index: number
  readonly kind: NodeKind
  readonly label: Label | null
  /** What the node's box says beside its label: the op's glyph. */
  readonly glyph: string
  /** `2×3`, or empty for a number. */
  readonly shape: string
  /** How its entries are drawn: rows and columns of a small matrix, or null where only the shape is shown. */
  readonly grid: { readonly rows: number; readonly columns: number } | null
  /** hidden: inside a folded group. box: on its own. sum, activation: the halves of a unit. weight: a number on a wire. sign: the same where there is only room for its sign. bias: a small box above its unit. */
  readonly look: 'hidden' | 'box' | 'sum' | 'activation' | 'weight' | 'sign' | 'bias'
  readonly boxWidth: number
  readonly width: number
  readonly height: number
}

type Point = readonly [number, number]

/** How an edge is drawn: from box to box. */
export interface EdgeShape {
  readonly from: number
  readonly to: number
  readonly slot: number
  readonly points: readonly Point[]
  /** line: through its points. wire: straight, with a weight on it. stub: from the weight to the unit, drawn only while something flows. none: where two boxes touch. */
  readonly look: 'line' | 'wire' | 'stub' | 'none'
  /** The node of the weight on a wire. */
  readonly weight: number | null
  /** The same for all edges that are drawn as one. */
  readonly bundle?: string
}

/** A folded group as a box. */
export interface GroupShape {
  readonly key: number
  readonly nodes: readonly number[]
  readonly label: string
  readonly content: string
  readonly x: number
  readonly y: number
  readonly boxWidth: number
  readonly height: number
}

/** A graph laid out: node shapes with their places, and edges. */
export interface Structure {
  readonly shapes: readonly NodeShape[]
  readonly layout: Layout
  /** In the order of the layout's edges: by user, then by argument. */
  readonly edges: readonly EdgeShape[]
  /** What is written above the columns. */
  readonly captions: readonly { readonly x: number; readonly y: number; readonly text: string }[]
  readonly groups: readonly GroupShape[]
}

/** Sizes of the drawing in user units, shared by the layout and the view. */
export const sizes = {
  box: 34,
  line: 20,
  cellWidth: 42,
  cellHeight: 17,
  constant: 26,
} as const

/** An edge of a layout from box to box. */
export function lineBetween(
  { from, to, slot, points }: LayoutEdge,
  shapes: readonly { readonly boxWidth: number }[],
  { positions }: Pick<Layout, 'positions'>,
): EdgeShape {
  const [start, end] = [points[0]!, points.at(-1)!]
  const out: Point = [positions[from]!.x + shapes[from]!.boxWidth / 2, start[1]]
  const into: Point = [positions[to]!.x - shapes[to]!.boxWidth / 2, end[1]]
  return { from, to, slot, points: [out, ...points.slice(1, -1), into], look: 'line', weight: null }
}

/** A graph in which every node stands on its own, before it is laid out: plain data, so that a worker can lay it out. */
export interface GraphDrawing {
  readonly kind: 'graph'
  readonly shapes: readonly NodeShape[]
  readonly args: readonly (readonly number[])[]
}

/** A graph laid out. */
export function placedGraph({ shapes, args }: GraphDrawing): Structure {
  const layout = notTall(shapes.map(({ width, height }, index) => ({ width, height, args: args[index]! })))
  return {
    shapes,
    layout,
    edges: layout.edges.map((edge) => lineBetween(edge, shapes, layout)),
    captions: [],
    groups: [],
  }
}
