import { contextOf } from '../core/context.ts'
import type { Node } from '../core/graph.ts'
import type { Context } from '../core/op.ts'

/** What the rule of an op node may know. Throws for a leaf. */
export function contextAt({ nodes }: { readonly nodes: readonly Node[] }, index: number): Context {
  const node = nodes[index]!
  if (node.kind === 'leaf') throw new Error(`node ${index} is a leaf and was not computed`)
  return contextOf(
    node.args.map((arg) => nodes[arg]!.value),
    node.value,
    node.attrs,
  )
}
