import type { Trace } from '../core/trace.ts'
import { nodeNamed, offsetOf } from './figures.ts'
import type { Place } from './lesson.ts'

/** The node and the entry of it that a place names; null where the program has none. */
export function spotOf(
  tensors: Trace,
  { of, entry = [] }: Place,
): { readonly node: number; readonly entry: number } | null {
  const node = nodeNamed(tensors, of)
  const offset = node === null ? null : offsetOf(tensors.graph.nodes[node]!.value, entry)
  return node === null || offset === null ? null : { node, entry: offset }
}
