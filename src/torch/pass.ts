import { trace } from '../core/backward.ts'
import type { Graph, Node, OpNode } from '../core/graph.ts'
import { settled } from '../core/plan/deferred.ts'
import type { Tensor } from '../core/tensor.ts'
import type { Trace } from '../core/trace.ts'
import { graphOf, type Made, record } from './made.ts'
import { type Target, targetOf } from './reverse.ts'
import { nodeOf, origin, type Session } from './session.ts'
import type { TensorValue } from './value.ts'

/** The most ops one picture may have. A larger pass is not shown. */
export const mostOps = 10_000

/** What happened in a backward pass besides what the rules say. */
export interface Notes {
  /** The gradients that hooks of the program replaced. */
  readonly replaced: Map<Target, { readonly name: string; readonly amount: Tensor }>
  /** What functions that the program differentiates itself gave back for the arguments of a node. */
  readonly gave: Map<Made, readonly (Tensor | null)[]>
  /** What `.grad` held before. */
  readonly held: Map<TensorValue, Tensor>
}

/** A backward pass as it is shown; null where the graph is too large. `wanted` are the nodes that get a gradient, null for all that ask for one. */
export function passOf(
  session: Session,
  outputs: readonly Made[],
  seeds: readonly (TensorValue | null)[],
  wanted: ReadonlySet<Made> | null,
  notes: Notes,
): Trace | null {
  const { output, made } = joined(session, outputs, seeds)
  const { graph, indexOf } = graphOf(output, session.loopStart)
  if (graph.nodes.filter((node) => node.kind === 'op').length > mostOps) return null
  const nodes: Node[] = [...graph.nodes]
  const replaced = new Map<number, { name: string; amount: Tensor }>()
  const held = new Map<number, Tensor>()
  const holders = new Map<Target, number>()
  for (const [node, index] of indexOf) {
    const plain = nodes[index]!
    const requiresGrad = plain.requiresGrad && (wanted === null || wanted.has(node) || made.has(node))
    const given = notes.gave.get(node)?.map((amount) => (amount === null ? null : settled(amount)))
    nodes[index] =
      plain.kind === 'leaf'
        ? { ...plain, requiresGrad }
        : { ...plain, requiresGrad, ...(given === undefined ? {} : { given }) }
    const target = targetOf(node)
    // A leaf that was changed in place stands in the graph more than once; its newest node is where its gradient is gathered.
    if (requiresGrad) holders.set(target, index)
  }
  for (const [target, index] of holders) {
    const change = notes.replaced.get(target)
    if (change !== undefined) replaced.set(index, { ...change, amount: settled(change.amount) })
    const before = target.kind === 'tensor' ? notes.held.get(target) : undefined
    if (before !== undefined) held.set(index, settled(before))
  }
  return shown({ nodes, output: graph.output }, replaced, held)
}

/** One number to differentiate: the output itself, or Σ output·seed over several or with seeds other than 1. */
function joined(session: Session, outputs: readonly Made[], seeds: readonly (TensorValue | null)[]) {
  const made = new Set<Made>()
  const [first] = outputs
  if (first === undefined) throw new Error('a backward pass starts somewhere')
  if (outputs.length === 1 && (seeds[0] ?? null) === null) return { output: first, made }
  const op = (name: 'mul' | 'sum' | 'add', args: readonly Made[]): Made => {
    const attrs = name === 'sum' ? { dims: args[0]!.value.shape.map((_, axis) => axis), keepdim: false } : {}
    const node = record(session.recording, session.planner, name, args, attrs, origin(session))
    made.add(node)
    return node
  }
  const terms = outputs.map((output, i) => {
    const seed = seeds[i] ?? null
    return op('sum', [seed === null ? output : op('mul', [output, nodeOf(session, seed)])])
  })
  return { output: terms.reduce((left, right) => op('add', [left, right])), made }
}

/** The trace of a graph in which each replaced gradient passes a node that stands for the hooks. */
function shown(
  graph: Graph,
  replaced: ReadonlyMap<number, { readonly name: string; readonly amount: Tensor }>,
  held: ReadonlyMap<number, Tensor>,
): Trace {
  if (replaced.size === 0) return trace(graph, 'backward', held)
  const nodes: Node[] = []
  const own: number[] = []
  const seen: number[] = []
  graph.nodes.forEach((node, index) => {
    own.push(nodes.length)
    nodes.push(node.kind === 'leaf' ? node : { ...node, args: node.args.map((arg) => seen[arg]!) })
    const change = replaced.get(index)
    if (change !== undefined) nodes.push(hookAt(own[index]!, node, change))
    seen.push(nodes.length - 1)
  })
  const moved = new Map([...held].map(([index, value]) => [own[index]!, value]))
  return trace({ nodes, output: seen[graph.output]! }, 'backward', moved)
}

const hookAt = (
  arg: number,
  { value, line }: Node,
  { name, amount }: { readonly name: string; readonly amount: Tensor },
): OpNode => ({
  kind: 'op',
  op: 'hooked',
  args: [arg],
  attrs: { name: name === '<lambda>' ? 'hook' : name },
  value,
  requiresGrad: true,
  given: [amount],
  ...(line === undefined ? {} : { line }),
})
