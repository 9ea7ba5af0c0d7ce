import { contextOf } from '../core/context.ts'
import type { Graph, Node } from '../core/graph.ts'
import { glyph } from '../core/notation.ts'
import { ops } from '../core/registry.ts'
import { item } from '../core/tensor.ts'
import { type Label, plainLabel } from './label.ts'
import type { Layout, LayoutEdge, LayoutNode } from './layout/layout.ts'
import { notTall } from './layout/not-tall.ts'
import { plainNumber } from './number.ts'
import { shapeText } from './quantity.ts'
import { symbolsOf } from './symbols.ts'

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
  /** hidden: inside a folded group. box: on its own. sum, activation: the halves of a unit. weight: a number on a wire. bias: a small box above its unit. */
  readonly look: 'hidden' | 'box' | 'sum' | 'activation' | 'weight' | 'bias'
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

const largestGrid = 4
/** The kind of a node in its graph. */
export const kindOf = (graph: Graph, index: number): NodeKind => {
  const node = graph.nodes[index]!
  if (index === graph.output && node.kind === 'op') return 'loss'
  return node.kind === 'op' ? 'operation' : node.role
}

export const gridOf = (shape: readonly number[]): NodeShape['grid'] => {
  const [rows, columns] = shape.length === 0 ? [1, 1] : shape.length === 1 ? [1, shape[0]!] : [shape[0]!, shape[1]!]
  return shape.length <= 2 && rows <= largestGrid && columns <= largestGrid && rows * columns > 0
    ? { rows, columns }
    : null
}

/** A shape as a node wears it: nothing for a number, `[4]`, `2×3`. */
const shapeBadge = (shape: readonly number[]): string => (shape.length === 1 ? `[${shape[0]}]` : shapeText(shape))

function glyphOf(graph: Graph, node: Node): string {
  if (node.kind === 'leaf') return ''
  const context = contextOf(
    node.args.map((arg) => graph.nodes[arg]!.value),
    node.value,
    node.attrs,
  )
  const exponent = node.op === 'pow' ? graph.nodes[node.args[1]!]! : null
  if (exponent?.kind === 'leaf' && exponent.role === 'constant') {
    const text = plainNumber(item(exponent.value))
    if (text === '2' || text === '3') return text === '2' ? '□²' : '□³'
  }
  return glyph(ops[node.op].notation(context))
}

/** How wide a text of the box is, about; the same for every value of its numbers. */
const textWidth = (text: string, perLetter: number): number => [...text.normalize('NFC')].length * perLetter

/** The shape of a node that stands on its own. */
export function shapeOf(graph: Graph, index: number): NodeShape {
  const node = graph.nodes[index]!
  const kind = kindOf(graph, index)
  const { label } = symbolsOf(graph)[index]!
  const shape = shapeBadge(node.value.shape)
  const grid = gridOf(node.value.shape)
  const common = { index, kind, label, glyph: glyphOf(graph, node), shape, grid, look: 'box' as const }
  if (kind === 'constant' && label === null)
    return { ...common, boxWidth: sizes.constant, width: 40, height: sizes.constant }
  const nameWidth = label === null ? 0 : textWidth(plainLabel(label), 11)
  const text = 20 + nameWidth + textWidth(common.glyph, 9) + (shape === '' ? 0 : 6 + textWidth(shape, 7))
  const gridWidth = grid === null || shape === '' ? 0 : grid.columns * sizes.cellWidth + 8
  const boxWidth = Math.max(48, text, gridWidth)
  const numbers = grid === null || shape === '' ? sizes.line : grid.rows * sizes.cellHeight + 12
  return { ...common, boxWidth, width: Math.max(boxWidth, 66), height: sizes.box + 2 * numbers }
}

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

/** A picture before it is laid out: what is to be laid out, which takes long where there is much of it, and the picture that a layout gives. */
export interface Plan {
  /** The same for the same picture. */
  readonly key: string
  readonly nodes: readonly LayoutNode[]
  readonly placed: (layout: Layout) => Structure
}

const recent = new Map<string, Structure>()
const mostRecent = 8

/** Whether the picture of a plan was made lately. */
export const isDrawn = ({ key }: Plan): boolean => recent.has(key)

/** The picture of a plan, as it was made before or is made now. `layOut` is for a layout that was made elsewhere. */
export function drawn({ key, nodes, placed }: Plan, layOut: typeof notTall = notTall): Structure {
  const known = recent.get(key)
  if (known !== undefined) return known
  const made = placed(layOut(nodes))
  recent.set(key, made)
  if (recent.size > mostRecent) recent.delete(recent.keys().next().value ?? key)
  return made
}

/** The structure of a graph. It depends on ops, names and shapes only, so nodes keep their place when numbers change. */
export const structureOf = (graph: Graph): Structure => drawn(graphPlan(graph))

/** The plan of a graph in which every node stands on its own. */
export function graphPlan(graph: Graph): Plan {
  const shapes = graph.nodes.map((_, index) => shapeOf(graph, index))
  const args = graph.nodes.map((node) => (node.kind === 'op' ? node.args : []))
  return {
    key: JSON.stringify([shapes, args]),
    nodes: shapes.map(({ width, height }, index) => ({ width, height, args: args[index]! })),
    placed: (layout) => ({
      shapes,
      layout,
      edges: layout.edges.map((edge) => lineBetween(edge, shapes, layout)),
      captions: [],
      groups: [],
    }),
  }
}
