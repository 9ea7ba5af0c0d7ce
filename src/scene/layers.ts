import type { Graph, OpNode } from '../core/graph.ts'
import { isWeight } from '../core/levels/samples.ts'
import { ops } from '../core/registry.ts'
import { sameShape } from '../core/tensor.ts'
import { contextAt } from './context.ts'
import { labelOf } from './label.ts'

/** One layer of a network of tensors: f = W a + b, and g(f). Nodes of the graph. */
export interface Layer {
  /** Which layer, from 1. */
  readonly number: number
  readonly weight: number
  readonly bias: number | null
  /** f: the product, with the bias where there is one. */
  readonly sum: number
  readonly activation: number | null
  /** How the program keeps W; null where W is a vector. */
  readonly stored: 'in×out' | 'out×in' | null
}

/** The layers of a graph of tensors, each fed by the one before. Empty where they are no such chain. */
export function layersOf(graph: Graph): readonly Layer[] {
  const users = usersIn(graph)
  const found = graph.nodes.flatMap((node, index) =>
    node.kind === 'op' && (node.op === 'matmul' || node.op === 'linear')
      ? (layerAt(graph, users, node, index) ?? [])
      : [],
  )
  const weights = new Set(found.map(({ weight }) => weight))
  const chained = found.every(({ sum }, i) => i === 0 || leadsTo(graph, found[i - 1]!.sum, sum))
  if (!chained || weights.size < found.length) return []
  return found.map((layer, i) => ({ ...layer, number: i + 1 }))
}

function usersIn(graph: Graph): readonly (readonly number[])[] {
  const users: number[][] = graph.nodes.map(() => [])
  graph.nodes.forEach((node, index) => {
    if (node.kind === 'op') for (const arg of new Set(node.args)) users[arg]!.push(index)
  })
  return users
}

function leadsTo(graph: Graph, from: number, to: number): boolean {
  const reached = new Set([from])
  for (let index = from + 1; index <= to; index++) {
    const node = graph.nodes[index]!
    if (node.kind === 'op' && node.args.some((arg) => reached.has(arg))) reached.add(index)
  }
  return reached.has(to)
}

/** A parameter, and whether it stands transposed. */
function weightOf(graph: Graph, index: number): { readonly leaf: number; readonly transposed: boolean } {
  const node = graph.nodes[index]!
  if (node.kind === 'leaf') return { leaf: index, transposed: false }
  const { leaf, transposed } = weightOf(graph, node.args[0]!)
  return { leaf, transposed: !transposed }
}

/** What is more likely the weight of two parameters: a matrix before a vector, and what is not called x. */
function likelihood(graph: Graph, index: number): number {
  const { leaf } = weightOf(graph, index)
  const { value, name = '' } = graph.nodes[leaf]!
  return value.shape.length - (/^x/i.test(name) ? 3 : 0)
}

function layerAt(
  graph: Graph,
  users: readonly (readonly number[])[],
  node: OpNode,
  index: number,
): Omit<Layer, 'number'> | null {
  const slots = (node.op === 'linear' ? [1] : [0, 1]).filter((slot) => isWeight(graph, node.args[slot]!))
  const slot = slots.toSorted((p, q) => likelihood(graph, node.args[q]!) - likelihood(graph, node.args[p]!))[0]
  if (slot === undefined) return null
  const { leaf, transposed } = weightOf(graph, node.args[slot]!)
  const rank = graph.nodes[leaf]!.value.shape.length
  if (rank === 0 || rank > 2) return null
  const inFirst = node.op === 'linear' ? false : (slot === 1) !== transposed
  const added = node.op === 'linear' ? null : biasAt(graph, users, index)
  const bias = node.op === 'linear' ? (node.args[2] ?? null) : (added?.bias ?? null)
  const sum = added?.sum ?? index
  return {
    weight: leaf,
    bias: bias !== null && graph.nodes[bias]!.kind === 'leaf' ? bias : null,
    sum,
    activation: activationOf(graph, users, sum),
    stored: rank === 1 ? null : inFirst ? 'in×out' : 'out×in',
  }
}

/** The sum to which a product's only user adds a parameter. */
function biasAt(
  graph: Graph,
  users: readonly (readonly number[])[],
  product: number,
): { readonly sum: number; readonly bias: number } | null {
  const [sum, ...more] = users[product]!
  const node = sum === undefined ? undefined : graph.nodes[sum]
  if (sum === undefined || more.length > 0 || node?.kind !== 'op' || node.op !== 'add') return null
  const bias = node.args.find((arg) => arg !== product)
  const leaf = bias === undefined ? undefined : graph.nodes[bias]
  return bias !== undefined && leaf?.kind === 'leaf' && leaf.requiresGrad ? { sum, bias } : null
}

/** The function that is applied to a sum and nothing else is: written f(x), and of the same shape. */
function activationOf(graph: Graph, users: readonly (readonly number[])[], sum: number): number | null {
  const [only, ...more] = users[sum]!
  const node = only === undefined ? undefined : graph.nodes[only]
  if (only === undefined || more.length > 0 || node?.kind !== 'op' || node.args.length !== 1) return null
  const isFunction = ops[node.op].notation(contextAt(graph, only)).kind === 'call'
  return isFunction && sameShape(node.value.shape, graph.nodes[sum]!.value.shape) ? only : null
}

const plainSum = /^([fz])(\d*)$/

/** In a program of plain numbers: the sums that are named as a lecture or a textbook names them, f1 or z1, where no other name could be mixed up with them. */
export function namedSums(graph: Graph, letter: string): ReadonlyMap<number, string> {
  const names = graph.nodes.flatMap(({ name }) => name ?? [])
  const sums = graph.nodes.flatMap((node, index): [number, string][] => {
    const [, own, digits] = plainSum.exec(node.name ?? '') ?? []
    const isSum = node.kind === 'op' && (node.op === 'add' || node.op === 'mul' || node.op === 'sub')
    return isSum && own !== undefined && own !== letter ? [[index, `${letter}${digits}`]] : []
  })
  const taken = names.some((name) => labelOf(name).base === letter)
  return new Map(taken ? [] : sums)
}
