import { contextOf } from './context.ts'
import { evaluate } from './evaluate.ts'
import type { Faults } from './faults.ts'
import type { Graph, OpNode } from './graph.ts'
import { pull } from './pull.ts'
import { ops } from './registry.ts'
import { full, type Tensor } from './tensor.ts'
import type { Arrival, Planted, Step, Trace } from './trace.ts'

const nothingHeld: ReadonlyMap<number, Tensor> = new Map()

/**
 * Everything that happens when a graph is evaluated and, unless `direction` is forward, differentiated in reverse mode from its output:
 * one step per value, the seed, one step per edge along which a gradient flows. Both passes are loops over the Wengert list.
 * With `faults` the backward pass makes a mistake on purpose.
 */
export function trace(
  graph: Graph,
  direction: 'forward' | 'backward' = 'backward',
  held = nothingHeld,
  faults: Faults | null = null,
): Trace {
  const forward = graph.nodes.flatMap((node, index): Step[] =>
    node.kind === 'op' ? [{ kind: 'value', node: index }] : [],
  )
  return { graph, steps: direction === 'forward' ? forward : [...forward, ...backward(graph, faults)], held }
}

function backward(graph: Graph, faults: Faults | null): Step[] {
  const { nodes } = graph
  const start = faults?.seed?.(graph) ?? graph.output
  const gradients = new Array<Tensor | undefined>(nodes.length)
  const seed = full(nodes[start]!.value.shape, 1, nodes[start]!.value.dtype)
  gradients[start] = seed
  const steps: Step[] = [{ kind: 'seed', node: start, amount: seed }]
  const handOn = (from: number): void => {
    const node = nodes[from]!
    const upstream = gradients[from]
    if (node.kind === 'leaf' || !node.requiresGrad || upstream === undefined) return
    const hand = faults === null ? contributions : mistaken(faults, gradients)
    for (const { slot, to, amount, planted } of hand(graph, node, upstream, from)) {
      const before = gradients[to]
      if (before !== undefined && faults?.keeps === 'the first') continue
      const overwrites = before !== undefined && faults?.keeps === 'the last'
      gradients[to] = overwrites ? amount : added(before, amount)
      const step = { kind: 'contribution' as const, from, slot, to, amount }
      steps.push(planted === undefined ? step : { ...step, planted: { ...planted, overwrites } })
    }
  }
  const order = faults?.order?.(graph, start)
  if (order === undefined) for (let from = start; from >= 0; from--) handOn(from)
  else for (const from of order) handOn(from)
  return steps
}

interface Contribution {
  readonly slot: number
  readonly to: number
  readonly amount: Tensor
  readonly planted?: Omit<Planted, 'overwrites'>
}

/** What a node whose gradient is complete hands to each argument that requires grad. */
function contributions(graph: Graph, node: OpNode, upstream: Tensor): Contribution[] {
  if (node.given !== undefined) return givenBy(node, node.given, graph)
  const args = node.args.map((arg) => graph.nodes[arg]!.value)
  const context = contextOf(args, node.value, node.attrs)
  return node.args.flatMap((to, slot) => {
    if (!graph.nodes[to]!.requiresGrad) return []
    const rule = pull(node.op, context, slot)
    if (rule === null) return []
    return [{ slot, to, amount: evaluate(rule, { args, output: node.value, flow: upstream }, upstream.dtype) }]
  })
}

/** What the program's own code handed to each argument that requires grad. */
const givenBy = ({ args }: OpNode, given: readonly (Tensor | null)[], { nodes }: Graph): Contribution[] =>
  args.flatMap((to, slot) => {
    const amount = given[slot] ?? null
    return amount === null || !nodes[to]!.requiresGrad ? [] : [{ slot, to, amount }]
  })

/** The same by the rules and the values that a mistake puts in place of the true ones, one argument after the other. */
const mistaken = ({ rule: ruleOf, args: argsOf }: Faults, gradients: readonly (Tensor | undefined)[]) =>
  function* (graph: Graph, node: OpNode, upstream: Tensor, from: number): Generator<Contribution> {
    if (node.given !== undefined) {
      yield* givenBy(node, node.given, graph)
      return
    }
    const values = node.args.map((arg) => graph.nodes[arg]!.value)
    const context = contextOf(values, node.value, node.attrs)
    const rule = ruleOf?.(node.op, context) ?? ops[node.op].rule(context)
    for (const [slot, to] of node.args.entries()) {
      const expr = graph.nodes[to]!.requiresGrad ? pull(node.op, context, slot, rule) : null
      if (expr === null) continue
      const args = argsOf?.(graph, { user: from, slot }, gradients) ?? values
      const amount = evaluate(expr, { args, output: node.value, flow: upstream }, upstream.dtype)
      yield { slot, to, amount, planted: { rule, args, upstream } }
    }
  }

/** A bucket with one more amount in it: `+=`, never `=`. */
export const added = (bucket: Tensor | undefined, amount: Tensor): Tensor =>
  bucket === undefined ? amount : ops.add.forward([bucket, amount], {})

/** A bucket after a step that brings a gradient or a tangent. Only a planted mistake overwrites. */
export const filled = (bucket: Tensor | undefined, step: Arrival): Tensor =>
  step.kind === 'contribution' && step.planted?.overwrites === true ? step.amount : added(bucket, step.amount)
