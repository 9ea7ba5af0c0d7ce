import { contextOf } from './context.ts'
import type { Bindings } from './evaluate.ts'
import type { Graph } from './graph.ts'
import { pull } from './pull.ts'
import { type Expr, interpret } from './rule.ts'
import { plant, record, type Tape } from './tape.ts'
import { full, scalar, type Tensor } from './tensor.ts'

/** Third reading of a rule: nodes of a tape, so that a derivative can be stepped through and differentiated again. */
export const elaborate = (tape: Tape, expr: Expr, at: Bindings<number>): number =>
  interpret<number>(expr, {
    arg: (index) => at.args[index]!,
    output: () => at.output,
    flow: () => at.flow,
    constant: (value) => constantNode(tape, scalar(value, tape.nodes[at.flow]!.value.dtype)),
    apply: (op, args, attrs) => record(tape, op, args, attrs, {}),
  })

const constantNode = (tape: Tape, value: Tensor): number =>
  plant(tape, { role: 'constant', value, requiresGrad: false, literals: [null] })

/** The backward pass of a graph written out as a graph: a tape that begins with the graph's own nodes, and the node of each gradient on it. */
export function gradientGraph(graph: Graph): { tape: Tape; gradients: ReadonlyMap<number, number> } {
  const tape: Tape = { nodes: [...graph.nodes] }
  const gradients = new Map<number, number>()
  const { value } = graph.nodes[graph.output]!
  gradients.set(graph.output, constantNode(tape, full(value.shape, 1, value.dtype)))
  for (let from = graph.output; from >= 0; from--) {
    const node = graph.nodes[from]!
    const flow = gradients.get(from)
    if (node.kind === 'leaf' || !node.requiresGrad || flow === undefined) continue
    const context = contextOf(
      node.args.map((arg) => graph.nodes[arg]!.value),
      node.value,
      node.attrs,
    )
    node.args.forEach((to, slot) => {
      const rule = graph.nodes[to]!.requiresGrad ? pull(node.op, context, slot) : null
      if (rule === null) return
      const amount = elaborate(tape, rule, { args: node.args, output: from, flow })
      const before = gradients.get(to)
      gradients.set(to, before === undefined ? amount : record(tape, 'add', [before, amount], {}, {}))
    })
  }
  return { tape, gradients }
}
