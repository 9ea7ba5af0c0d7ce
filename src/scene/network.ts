import type { Graph } from '../core/graph.ts'
import type { Trace } from '../core/trace.ts'
import { lowerOf } from './levels.ts'

/** A weighted input of a unit: the wire from `input` to the unit `sum`, with its weight; the weight is argument `slot` of the sum. */
export interface Wire {
  readonly sum: number
  readonly input: number
  readonly weight: number
  readonly slot: number
}

/** One unit of a layer: f, the weighted sum, and g, the activation, where there is one. */
export interface Unit {
  readonly sum: number
  readonly activation: number | null
  readonly bias: number | null
  /** Which layer, from 1. */
  readonly layer: number
}

/** The layers of a graph at neuron level. */
export interface Network {
  readonly units: readonly Unit[]
  readonly wires: readonly Wire[]
  /** The number of samples that stand side by side in every unit; 1 where there is only one. */
  readonly samples: number
}

const known = new WeakMap<Trace, Network | null>()

/** The network in a trace at neuron level; null at other levels. Made once. */
export function networkOf(trace: Trace): Network | null {
  const before = known.get(trace)
  if (before !== undefined) return before
  const found = findNetwork(trace)
  known.set(trace, found)
  return found
}

function findNetwork(trace: Trace): Network | null {
  const lower = lowerOf(trace)
  if (lower?.level !== 'neuron') return null
  const { graph } = trace
  const { owner, forms } = lower.magnified
  const isMatrix = (node: number): boolean => forms[owner[node]!]!.shape.length > 1
  const sums = graph.nodes.flatMap((node, index) => (node.kind === 'op' && node.op === 'weighted_sum' ? [index] : []))
  const layers = [...new Set(sums.map((sum) => owner[sum]!))]
  const wires = sums.flatMap((sum) => wiresOf(graph, sum, isMatrix))
  const units = sums.map(
    (sum): Unit => ({
      sum,
      activation: activationOf(graph, sum),
      bias: biasOf(graph, sum),
      layer: layers.indexOf(owner[sum]!) + 1,
    }),
  )
  const samples = Math.max(1, ...graph.nodes.map(({ value }) => (value.shape.length === 1 ? value.shape[0]! : 1)))
  return { units, wires, samples }
}

const argsOf = (graph: Graph, index: number): readonly number[] => {
  const node = graph.nodes[index]!
  return node.kind === 'op' ? node.args : []
}

/** A number that learns: what may stand on a wire. */
const isParameter = (graph: Graph, index: number): boolean => {
  const node = graph.nodes[index]!
  return node.kind === 'leaf' && node.requiresGrad && node.value.shape.length === 0
}

function wiresOf(graph: Graph, sum: number, isMatrix: (node: number) => boolean): Wire[] {
  const args = argsOf(graph, sum)
  return Array.from({ length: Math.floor(args.length / 2) }, (_, i) => [2 * i, 2 * i + 1] as const).flatMap(
    ([p, q]) => {
      const weights = [p, q].filter((slot) => isParameter(graph, args[slot]!))
      const slot = weights.find((each) => isMatrix(args[each]!)) ?? weights[0]
      return slot === undefined ? [] : [{ sum, slot, weight: args[slot]!, input: args[slot === p ? q : p]! }]
    },
  )
}

function biasOf(graph: Graph, sum: number): number | null {
  const args = argsOf(graph, sum)
  const last = args.at(-1)
  return args.length % 2 === 1 && last !== undefined && isParameter(graph, last) ? last : null
}

/** The function of one argument that is applied to a sum and nothing else is. */
function activationOf(graph: Graph, sum: number): number | null {
  const users = graph.nodes.flatMap((node, index) => (node.kind === 'op' && node.args.includes(sum) ? [index] : []))
  const [only, ...more] = users
  return only !== undefined && more.length === 0 && argsOf(graph, only).length === 1 ? only : null
}
