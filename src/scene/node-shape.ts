import { contextOf } from '../core/context.ts'
import type { Graph, Node } from '../core/graph.ts'
import { glyph } from '../core/notation.ts'
import { ops } from '../core/registry.ts'
import { item } from '../core/tensor.ts'
import { plainLabel } from './label.ts'
import { plainNumber } from './number.ts'
import { shapeText } from './quantity.ts'
import { type GraphDrawing, type NodeKind, type NodeShape, sizes } from './structure.ts'
import { symbolsOf } from './symbols.ts'

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

/** The arguments of every node. */
export const argsOf = ({ nodes }: Graph): readonly (readonly number[])[] =>
  nodes.map((node) => (node.kind === 'op' ? node.args : []))

/** What of a graph is drawn. It depends on ops, names and shapes only, so nodes keep their place when numbers change. */
export const graphDrawing = (graph: Graph): GraphDrawing => ({
  kind: 'graph',
  shapes: graph.nodes.map((_, index) => shapeOf(graph, index)),
  args: argsOf(graph),
})
