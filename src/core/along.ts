import { tangents } from './forward.ts'
import type { Graph, Leaf, Node } from './graph.ts'
import type { Entry } from './numerical.ts'
import { replay } from './replay.ts'
import { full, type Tensor, tensor } from './tensor.ts'

/** A graph at one number of a leaf: the values of all nodes, and how fast each moves with that number; undefined where it does not. */
export interface Spot {
  readonly values: readonly Tensor[]
  readonly slopes: readonly (Tensor | undefined)[]
}

/** A graph as a function of one number of a leaf, in double precision. */
export interface Along {
  readonly valuesAt: (x: number) => readonly Tensor[]
  readonly spotAt: (x: number) => Spot
  /** Which nodes are computed from the leaf. */
  readonly moves: readonly boolean[]
}

const fixed = (value: Tensor): Leaf => ({ kind: 'leaf', role: 'data', value, requiresGrad: false, literals: [] })

/** Nodes that no gradient passes, being detached or made without recording, as numbers that stand still. */
const cut = (nodes: readonly Node[]): readonly Node[] =>
  nodes.map((node) => {
    const stops = node.kind === 'op' && !node.requiresGrad && node.args.some((arg) => nodes[arg]!.requiresGrad)
    return stops ? fixed(node.value) : node
  })

/** Forward mode from one entry of a leaf: the slopes that reverse mode finds too. */
function slopesIn(graph: Graph, { leaf, entry }: Entry): readonly (Tensor | undefined)[] {
  const { shape, dtype } = graph.nodes[leaf]!.value
  const unit = full(shape, 0, dtype === 'float64' ? dtype : 'float32')
  unit.data[entry] = 1
  return tangents({ ...graph, nodes: cut(graph.nodes) }, new Map([[leaf, unit]]))
}

/** A graph where it was recorded. */
export const spotOf = (graph: Graph, at: Entry): Spot => ({
  values: graph.nodes.map(({ value }) => value),
  slopes: slopesIn(graph, at),
})

/** Evaluates a graph and its slopes again and again, with another number in one entry of a leaf. What does not depend on it is not computed again. */
export function along(graph: Graph, { leaf, entry }: Entry): Along {
  const moves: boolean[] = []
  graph.nodes.forEach((node, index) => {
    moves.push(node.kind === 'leaf' ? index === leaf : node.args.some((arg) => moves[arg]))
  })
  const start = replay(graph, leaf, graph.nodes[leaf]!.value, 'float64')
  const nodes = graph.nodes.map((node, index) => (moves[index] ? node : fixed(start[index]!)))
  const { shape, data } = graph.nodes[leaf]!.value
  const valuesAt = (x: number): readonly Tensor[] => {
    const moved = tensor(data, shape, 'float64')
    moved.data[entry] = x
    return replay({ ...graph, nodes }, leaf, moved, 'float64')
  }
  const spotAt = (x: number): Spot => {
    const values = valuesAt(x)
    // an argument that stands still still says whether a gradient would reach it
    const there = graph.nodes.map((node, index) => ({ ...node, value: values[index]! }))
    return { values, slopes: slopesIn({ ...graph, nodes: there }, { leaf, entry }) }
  }
  return { valuesAt, spotAt, moves }
}
