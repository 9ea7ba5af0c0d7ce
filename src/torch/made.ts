import { contextOf } from '../core/context.ts'
import type { Graph, Leaf, Node, OpNode, Origin } from '../core/graph.ts'
import type { Attrs, OpName } from '../core/op.ts'
import { settled } from '../core/plan/deferred.ts'
import type { Planner } from '../core/plan/planner.ts'
import { ops } from '../core/registry.ts'

interface Held {
  /** The number of tensors made before it: arguments stand before their users. */
  readonly order: number
  /** The name it was first assigned to. */
  name?: string
  /** What PyTorch calls the node of its backward graph: `MulBackward0`; absent for a leaf. */
  gradFn?: string
  /** How many ops it is made from, counting an op anew for each way that leads to it. */
  readonly history: number
}

/** A node of a running program. Its arguments are nodes themselves, so that what the program no longer holds is forgotten. */
export type Made = (Held & Omit<Leaf, 'name'> & { readonly args: readonly [] }) | MadeOp
/** An op of a running program. */
export type MadeOp = Held & Omit<OpNode, 'args' | 'name'> & { readonly args: readonly Made[] }

/** The tensors of a running program, counted. Only `record` and `plant` make nodes. */
export interface Recording {
  /** How many nodes were made. */
  count: number
  /** The op applied last. */
  last: Made | null
}

export const createRecording = (): Recording => ({ count: 0, last: null })

/** The most ops that are kept of the history of a tensor that needs no gradient: a running average must not grow without end. */
const longestHistory = 1000

/** Adds a leaf. */
export function plant(recording: Recording, leaf: Omit<Leaf, 'kind'>): Made {
  return { kind: 'leaf', ...leaf, order: recording.count++, history: 0, args: [] }
}

/**
 * Applies an op to nodes of the recording. The result requires grad if an argument does, the op has a derivative and `gradMode` is on.
 * Shapes must fit: check them first, in the words of the language the user speaks.
 */
export function record(
  recording: Recording,
  planner: Planner,
  op: OpName,
  args: readonly Made[],
  attrs: Attrs,
  origin: Origin,
  gradMode = true,
): Made {
  const inputs = args.map((node) => node.value)
  const followed = gradMode && args.some((node) => node.requiresGrad)
  const value = planner.compute(op, inputs, attrs, followed)
  const requiresGrad = followed && ops[op].rule(contextOf(inputs, value, attrs)).kind !== 'none'
  const history = args.reduce((n, node) => n + node.history, 1)
  if (!requiresGrad && history > longestHistory)
    return plant(recording, { role: 'data', value, requiresGrad, literals: noLiterals, ...origin })
  const made: Made = { kind: 'op', op, args, attrs, value, requiresGrad, history, order: recording.count++, ...origin }
  recording.last = made
  return made
}

/** The literals of a leaf whose numbers the program computed. */
export const noLiterals: Leaf['literals'] = []

/** Gives a node the name it is first assigned to; later names do not rename it. */
export function name(node: Made, to: string): void {
  node.name ??= to
}

/** All nodes that `output` is made from, itself included, in the order they were made, as far as `follow` lets through. */
export function ancestors(output: Made, follow: (node: Made) => boolean = () => true): Made[] {
  const seen = new Set([output])
  const open = [output]
  for (let node = open.pop(); node !== undefined; node = open.pop())
    for (const arg of node.args)
      if (!seen.has(arg) && follow(arg)) {
        seen.add(arg)
        open.push(arg)
      }
  return [...seen].sort((a, b) => a.order - b.order)
}

/** A node as plain data, with its arguments by their place in the graph. */
function placed(node: Made, indexOf: ReadonlyMap<Made, number>): Node {
  const { order: _, history: __, gradFn: ___, args, ...rest } = node
  const plain = { ...rest, value: settled(node.value) }
  return plain.kind === 'leaf' ? plain : { ...plain, args: args.map((arg) => indexOf.get(arg)!) }
}

/** The graph that `output` is made from, with the place of each node in it. */
export function graphOf(output: Made): { graph: Graph; indexOf: ReadonlyMap<Made, number> } {
  const kept = ancestors(output)
  const indexOf = new Map(kept.map((node, index) => [node, index]))
  return { graph: { nodes: kept.map((node) => placed(node, indexOf)), output: kept.length - 1 }, indexOf }
}
