import type { Graph } from '../../core/graph.ts'
import { notate, type Written } from '../../core/notation.ts'
import { ops } from '../../core/registry.ts'
import { contextAt } from '../context.ts'
import type { NodeSymbol } from '../symbols.ts'

const longest = 34

/** A node as an expression of the leaves: 0.5 · (w − 3)². Null where that is long, or the node is a leaf. */
export function writtenOut(graph: Graph, symbols: readonly NodeSymbol[], index: number): Written | null {
  const node = graph.nodes[index]!
  if (node.kind === 'leaf') return null
  const args: Written[] = []
  for (const arg of node.args) {
    const leaf = graph.nodes[arg]!.kind === 'leaf'
    const inner = leaf ? symbols[arg]!.written : writtenOut(graph, symbols, arg)
    if (inner === null) return null
    args.push(inner)
  }
  const whole = notate(ops[node.op].notation(contextAt(graph, index)), args, node.value.shape.length)
  return whole.plain.length > longest ? null : whole
}
