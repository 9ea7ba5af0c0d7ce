import { contextOf } from './context.ts'
import type { Bindings } from './evaluate.ts'
import type { Graph } from './graph.ts'
import type { Attrs, OpName } from './op.ts'
import { pull } from './pull.ts'
import { type Expr, interpret } from './rule.ts'
import { plant, record, type Tape } from './tape.ts'
import { full, sameShape, scalar, type Tensor } from './tensor.ts'

/** What a derivative is written with when it becomes nodes of a recording. */
export interface Writer<N> {
  readonly constant: (value: number) => N
  readonly apply: (op: OpName, args: readonly N[], attrs: Attrs) => N
  readonly shapeOf: (node: N) => readonly number[]
}

/** A node, or a number that the rule states. */
type Part<N> = { readonly node: N } | { readonly number: number }

/** Ops that change nothing where the shape stays the same. */
const shaping: readonly OpName[] = ['sum_to', 'expand', 'reshape']

/**
 * Third reading of a rule: nodes of a recording, so that a derivative can be stepped through and differentiated again. What changes no number
 * is left out: a product with 1, a sum over nothing.
 */
export function elaborate<N>(expr: Expr, at: Bindings<N>, write: Writer<N>): N {
  const nodeOf = (part: Part<N>): N => ('node' in part ? part.node : write.constant(part.number))
  const isNumber = (part: Part<N>, number: number): boolean => 'number' in part && part.number === number
  const apply = (op: OpName, args: readonly Part<N>[], attrs: Attrs): Part<N> => {
    const [left, right] = args
    if (op === 'mul' && isNumber(right!, 1)) return left!
    if (op === 'mul' && isNumber(right!, -1)) return { node: write.apply('neg', [nodeOf(left!)], {}) }
    // a mask has a slope, 0, wherever it has one: what is made with it depends on its argument still, as in PyTorch
    if (op === 'gt' && isNumber(right!, 0))
      return { node: write.apply('maximum', [write.apply('sign', [nodeOf(left!)], {}), nodeOf(right!)], {}) }
    const { shape } = attrs
    if (shaping.includes(op) && Array.isArray(shape)) {
      const node = nodeOf(left!)
      if (sameShape(write.shapeOf(node), shape.map(Number))) return { node }
    }
    return { node: write.apply(op, args.map(nodeOf), attrs) }
  }
  return nodeOf(
    interpret<Part<N>>(expr, {
      arg: (index) => ({ node: at.args[index]! }),
      output: () => ({ node: at.output }),
      flow: () => ({ node: at.flow }),
      constant: (number) => ({ number }),
      apply,
    }),
  )
}

const constantNode = (tape: Tape, value: Tensor): number =>
  plant(tape, { role: 'constant', value, requiresGrad: false, literals: [null] })

/** The backward pass of a graph written out as a graph: a tape that begins with the graph's own nodes, and the node of each gradient on it. */
export function gradientGraph(graph: Graph): { tape: Tape; gradients: ReadonlyMap<number, number> } {
  const tape: Tape = { nodes: [...graph.nodes] }
  const gradients = new Map<number, number>()
  const { value } = graph.nodes[graph.output]!
  gradients.set(graph.output, constantNode(tape, full(value.shape, 1, value.dtype)))
  const write: Writer<number> = {
    constant: (number) => constantNode(tape, scalar(number, value.dtype)),
    apply: (op, args, attrs) => record(tape, op, args, attrs, {}),
    shapeOf: (node) => tape.nodes[node]!.value.shape,
  }
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
      const amount = elaborate(rule, { args: node.args, output: from, flow }, write)
      const before = gradients.get(to)
      gradients.set(to, before === undefined ? amount : record(tape, 'add', [before, amount], {}, {}))
    })
  }
  return { tape, gradients }
}
