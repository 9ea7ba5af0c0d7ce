import { contextOf } from './context.ts'
import { evaluate } from './evaluate.ts'
import type { Graph, OpNode } from './graph.ts'
import { pull } from './pull.ts'
import { ops } from './registry.ts'
import { full, type Tensor } from './tensor.ts'
import type { Step, Trace } from './trace.ts'

const nothingHeld: ReadonlyMap<number, Tensor> = new Map()

/**
 * Everything that happens when a graph is evaluated and, unless `direction` is forward, differentiated in reverse mode from its output:
 * one step per value, the seed, one step per edge along which a gradient flows. Both passes are loops over the Wengert list.
 */
export function trace(graph: Graph, direction: 'forward' | 'backward' = 'backward', held = nothingHeld): Trace {
  const forward = graph.nodes.flatMap((node, index): Step[] =>
    node.kind === 'op' ? [{ kind: 'value', node: index }] : [],
  )
  return { graph, steps: direction === 'forward' ? forward : [...forward, ...backward(graph)], held }
}

function backward(graph: Graph): Step[] {
  const { nodes, output } = graph
  const gradients = new Array<Tensor | undefined>(nodes.length)
  const seed = full(nodes[output]!.value.shape, 1, nodes[output]!.value.dtype)
  gradients[output] = seed
  const steps: Step[] = [{ kind: 'seed', node: output, amount: seed }]
  for (let from = output; from >= 0; from--) {
    const node = nodes[from]!
    const upstream = gradients[from]
    if (node.kind === 'leaf' || !node.requiresGrad || upstream === undefined) continue
    for (const { slot, to, amount } of contributions(graph, node, upstream)) {
      gradients[to] = added(gradients[to], amount)
      steps.push({ kind: 'contribution', from, slot, to, amount })
    }
  }
  return steps
}

/** What a node whose gradient is complete hands to each argument that requires grad. */
function contributions(graph: Graph, node: OpNode, upstream: Tensor): { slot: number; to: number; amount: Tensor }[] {
  const args = node.args.map((arg) => graph.nodes[arg]!.value)
  const context = contextOf(args, node.value, node.attrs)
  return node.args.flatMap((to, slot) => {
    if (!graph.nodes[to]!.requiresGrad) return []
    const rule = pull(node.op, context, slot)
    if (rule === null) return []
    return [{ slot, to, amount: evaluate(rule, { args, output: node.value, flow: upstream }, upstream.dtype) }]
  })
}

/** A bucket with one more amount in it: `+=`, never `=`. */
export const added = (bucket: Tensor | undefined, amount: Tensor): Tensor =>
  bucket === undefined ? amount : ops.add.forward([bucket, amount], {})
