import { contextOf } from './context.ts'
import type { Graph, Leaf, Node, Origin } from './graph.ts'
import type { Attrs, OpName } from './op.ts'
import { ops } from './registry.ts'

/** The recording of a running program: every tensor made so far, in order. Only `record` and `plant` add to it. */
export interface Tape {
  readonly nodes: Node[]
}

export const createTape = (): Tape => ({ nodes: [] })

/** Adds a leaf and returns its index. */
export function plant(tape: Tape, leaf: Omit<Leaf, 'kind'>): number {
  tape.nodes.push({ kind: 'leaf', ...leaf })
  return tape.nodes.length - 1
}

/**
 * Applies an op to nodes of the tape, adds the result and returns its index. The result requires grad if an argument does,
 * the op has a derivative and `gradMode` is on. Shapes must fit: check them first, in the words of the language the user speaks.
 */
export function record(
  tape: Tape,
  op: OpName,
  args: readonly number[],
  attrs: Attrs,
  origin: Origin,
  gradMode = true,
): number {
  const inputs = args.map((index) => tape.nodes[index]!)
  const value = ops[op].forward(
    inputs.map((node) => node.value),
    attrs,
  )
  const differentiable =
    ops[op].rule(
      contextOf(
        inputs.map((node) => node.value),
        value,
        attrs,
      ),
    ).kind !== 'none'
  const requiresGrad = gradMode && differentiable && inputs.some((node) => node.requiresGrad)
  tape.nodes.push({ kind: 'op', op, args, attrs, value, requiresGrad, ...origin })
  return tape.nodes.length - 1
}

/** Gives a node the name it is first assigned to; later names do not rename it. */
export function name(tape: Tape, index: number, to: string): void {
  const node = tape.nodes[index]!
  if (node.name === undefined) tape.nodes[index] = { ...node, name: to }
}

/** The part of a tape that `output` is made from, re-indexed, with the place of each tape node in it. */
export function graphOf(
  nodes: readonly Node[],
  output: number,
): { graph: Graph; indexOf: ReadonlyMap<number, number> } {
  const needed = new Set([output])
  for (let i = output; i >= 0; i--) {
    const node = nodes[i]!
    if (needed.has(i) && node.kind === 'op') for (const arg of node.args) needed.add(arg)
  }
  const kept = [...needed].sort((a, b) => a - b)
  const indexOf = new Map(kept.map((old, index) => [old, index]))
  const renumber = (node: Node): Node =>
    node.kind === 'leaf' ? node : { ...node, args: node.args.map((arg) => indexOf.get(arg)!) }
  return { graph: { nodes: kept.map((old) => renumber(nodes[old]!)), output: kept.length - 1 }, indexOf }
}
