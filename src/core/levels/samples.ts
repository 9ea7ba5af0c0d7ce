import type { Graph, OpNode } from '../graph.ts'
import type { OpName } from '../op.ts'
import { ops } from '../registry.ts'
import { sameShape, type Tensor, tensor } from '../tensor.ts'
import { offsetsOf } from './form.ts'

/** The axis of each node that counts samples, or null where there is none. */
export type SampleAxes = readonly (number | null)[]

/** How an op is expanded when it does not say: entry by entry where its rule is. */
export const expansionOf = (op: OpName) => ops[op].expansion ?? 'entrywise'

/** The argument of a matrix product that runs over the samples, and its axis; null where the product is of one sample or of weights alone. */
export function dataOf(graph: Graph, node: OpNode): { readonly slot: number; readonly axis: number } | null {
  const [x, z] = node.args
  if (node.args.some((arg) => graph.nodes[arg]!.value.shape.length !== 2) && node.op === 'matmul') return null
  if (node.op === 'linear') return graph.nodes[x!]!.value.shape.length === 2 ? { slot: 0, axis: 0 } : null
  if (node.op !== 'matmul') return null
  const [left, right] = [isWeight(graph, x!), isWeight(graph, z!)]
  if (left === right) return null
  return right ? { slot: 0, axis: 0 } : { slot: 1, axis: 1 }
}

/** A parameter, or a parameter transposed. */
export function isWeight(graph: Graph, index: number): boolean {
  const node = graph.nodes[index]!
  if (node.kind === 'leaf') return node.requiresGrad
  return node.op === 'transpose' && isWeight(graph, node.args[0]!)
}

/** For each entry of a moving op's result the argument and the entry it comes from. */
export function movesOf(graph: Graph, node: OpNode): { readonly slot: number; readonly at: number }[] {
  const starts: number[] = []
  let next = 0
  const ids = node.args.map((arg): Tensor => {
    const { shape, data } = graph.nodes[arg]!.value
    starts.push(next)
    next += data.length
    return tensor(
      Array.from(data, (_, i) => next - data.length + i),
      shape,
      'int64',
    )
  })
  return Array.from(ops[node.op].forward(ids, node.attrs).data, (id) => {
    const slot = starts.findLastIndex((start) => start <= id)
    return { slot, at: id - starts[slot]! }
  })
}

/** The axes that count samples: a matrix that a layer's weight multiplies runs over them, and what is computed from it entry by entry does too. */
export function sampleAxes(graph: Graph): SampleAxes {
  const axes = new Array<number | null | undefined>(graph.nodes.length).fill(undefined)
  let changed = true
  const set = (index: number, axis: number): void => {
    if (axes[index] !== undefined || weights.has(index) || axis < 0) return
    axes[index] = axis
    changed = true
  }
  const weights = new Set<number>()
  graph.nodes.forEach((node, index) => {
    const data = node.kind === 'op' ? dataOf(graph, node) : null
    if (node.kind !== 'op' || data === null) return
    for (const arg of node.args) if (isWeight(graph, arg)) weights.add(arg)
    set(index, data.axis)
    weights.delete(node.args[data.slot]!)
    set(node.args[data.slot]!, data.axis)
  })
  while (changed) {
    changed = false
    graph.nodes.forEach((node, index) => {
      if (node.kind === 'op') relate(graph, node, index, axes, set)
    })
  }
  return axes.map((axis) => axis ?? null)
}

/** Passes a sample axis on from an op's arguments to its result, and back. */
function relate(
  graph: Graph,
  node: OpNode,
  index: number,
  axes: readonly (number | null | undefined)[],
  set: (index: number, axis: number) => void,
): void {
  const shapeOf = (i: number) => graph.nodes[i]!.value.shape
  const shape = node.value.shape
  const expansion = expansionOf(node.op)
  const own = axes[index]
  if (expansion === 'entrywise') {
    for (const arg of node.args) {
      const shift = shape.length - shapeOf(arg).length
      const axis = axes[arg]
      if (typeof axis === 'number' && shapeOf(arg)[axis] === shape[axis + shift]) set(index, axis + shift)
      if (typeof own === 'number' && own >= shift && shapeOf(arg)[own - shift] === shape[own]) set(arg, own - shift)
    }
    return
  }
  const [first] = node.args
  const axis = axes[first!]
  if (expansion === 'moves') {
    if (typeof axis === 'number') for (const to of along(graph, node, first!, axis)) set(index, to)
    if (typeof own === 'number')
      for (const [from] of shapeOf(first!).entries())
        if (along(graph, node, first!, from).includes(own)) set(first!, from)
    return
  }
  if (typeof axis !== 'number' || node.op === 'matmul' || node.op === 'linear') return
  const { dim, dims, keepdim } = node.attrs
  if (typeof dim === 'number' && dim !== axis && sameShape(shape, shapeOf(first!))) set(index, axis)
  if (!Array.isArray(dims) || dims.includes(axis)) return
  set(index, keepdim === true ? axis : axis - dims.filter((d) => Number(d) < axis).length)
}

/** The axes of a moving op's result along which whole vectors of `arg` along `axis` lie. */
function along(graph: Graph, node: OpNode, arg: number, axis: number): number[] {
  if (node.args.length > 1 && node.args.some((other) => other !== arg)) return []
  const size = graph.nodes[arg]!.value.shape[axis]
  const whole = new Set(offsetsOf(graph.nodes[arg]!.value.shape, axis).map(String))
  const moved = movesOf(graph, node).map(({ at }) => at)
  return node.value.shape.flatMap((length, to) =>
    length === size && offsetsOf(node.value.shape, to).every((group) => whole.has(String(group.map((i) => moved[i]!))))
      ? [to]
      : [],
  )
}
