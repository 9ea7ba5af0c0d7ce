import { added } from './backward.ts'
import { contextOf } from './context.ts'
import { evaluate } from './evaluate.ts'
import type { Graph } from './graph.ts'
import { push } from './pull.ts'
import { full, type Tensor } from './tensor.ts'
import type { Step, Trace } from './trace.ts'

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

/**
 * Forward mode, step by step: one entry of a leaf moves by 1, and every node's tangent, how fast it moves with it, flows on to its users.
 * Values and tangents are computed in one pass from left to right. Source: Griewank and Walther, Evaluating Derivatives, ch. 3.
 */
export function pushForward(graph: Graph, leaf: number, entry: number): Trace {
  const { shape, dtype } = graph.nodes[leaf]!.value
  const unit = full(shape, 0, dtype)
  unit.data[entry] = 1
  const moved = new Array<Tensor | undefined>(graph.nodes.length)
  moved[leaf] = unit
  const steps: Step[] = [{ kind: 'nudge', node: leaf, amount: unit }]
  graph.nodes.forEach((node, to) => {
    if (node.kind === 'leaf') return
    steps.push({ kind: 'value', node: to })
    const args = node.args.map((arg) => graph.nodes[arg]!.value)
    const context = contextOf(args, node.value, node.attrs)
    node.args.forEach((from, slot) => {
      const tangent = moved[from]
      const rule = push(node.op, context, slot)
      if (tangent === undefined || rule === null) return
      const amount = evaluate(rule, { args, output: node.value, flow: tangent }, tangent.dtype)
      moved[to] = added(moved[to], amount)
      steps.push({ kind: 'push', from, slot, to, amount })
    })
  })
  return { graph, steps, held: new Map() }
}
