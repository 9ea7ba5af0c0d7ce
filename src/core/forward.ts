import { added } from './backward.ts'
import { contextOf } from './context.ts'
import { evaluate } from './evaluate.ts'
import type { Graph } from './graph.ts'
import { push } from './pull.ts'
import type { Tensor } from './tensor.ts'

/** Forward mode: the tangent of every node for the given tangents of leaves; undefined where nothing moves. */
export function tangents(graph: Graph, seeds: ReadonlyMap<number, Tensor>): readonly (Tensor | undefined)[] {
  const moved = new Array<Tensor | undefined>(graph.nodes.length)
  graph.nodes.forEach((node, index) => {
    if (node.kind === 'leaf') {
      moved[index] = seeds.get(index)
      return
    }
    const args = node.args.map((arg) => graph.nodes[arg]!.value)
    const context = contextOf(args, node.value, node.attrs)
    node.args.forEach((arg, slot) => {
      const tangent = moved[arg]
      const rule = push(node.op, context, slot)
      if (tangent === undefined || rule === null) return
      const amount = evaluate(rule, { args, output: node.value, flow: tangent }, tangent.dtype)
      moved[index] = added(moved[index], amount)
    })
  })
  return moved
}
