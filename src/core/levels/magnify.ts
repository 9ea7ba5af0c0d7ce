import type { Graph, Leaf, OpNode, Origin } from '../graph.ts'
import { createTape, plant } from '../tape.ts'
import { sameShape, tensor } from '../tensor.ts'
import { expand, type Work } from './expand.ts'
import { type Form, offsetsOf } from './form.ts'
import { dataOf, isWeight, sampleAxes } from './samples.ts'

/** The magnifications, from the coarsest. */
export const levels = ['tensor', 'neuron', 'scalar'] as const

/** tensor: what the program says. neuron: a weighted sum and an activation for every unit, samples side by side. scalar: every product and every sum. */
export type Level = (typeof levels)[number]

/** A graph at a lower level, and where its nodes come from. */
export interface Magnified {
  readonly graph: Graph
  /** For each node of the lower level the tensor it belongs to: it is an entry of it, or a step on the way to its entries. */
  readonly owner: readonly number[]
  /** How each tensor stands at the lower level. A product that its user makes a weighted sum of, with the bias, has no cells. */
  readonly forms: readonly Form[]
}

/** More nodes than this are not made. */
export const mostCells = 20_000

/**
 * The same computation entry by entry, each op written out as it says. Null where that would be more than `mostCells` nodes, and where code of the
 * program's own hands on gradients: it says what a whole tensor gets, not which entry gives it.
 */
export function magnify(graph: Graph, level: 'neuron' | 'scalar'): Magnified | null {
  if (graph.nodes.some((node) => node.kind === 'op' && node.given !== undefined)) return null
  const neuron = level === 'neuron'
  const axes = neuron ? sampleAxes(graph) : graph.nodes.map(() => null)
  const products = neuron ? biasedProducts(graph) : new Map<number, number>()
  const work: Work = {
    graph,
    neuron,
    axes,
    products,
    absorbed: new Set(products.values()),
    tape: createTape(),
    forms: [],
  }
  const owner: number[] = []
  for (const [index, node] of graph.nodes.entries()) {
    const form = node.kind === 'leaf' ? split(work, node, index) : expand(work, node, index)
    work.forms.push(form)
    if (node.kind === 'op') nameCells(work, node, form)
    while (owner.length < work.tape.nodes.length) owner.push(index)
    if (owner.length > mostCells) return null
  }
  const output = work.forms[graph.output]!.cells.at(-1) ?? 0
  return { graph: { nodes: work.tape.nodes, output }, owner, forms: work.forms }
}

function split({ tape, axes }: Work, leaf: Leaf, index: number): Form {
  const { shape, data, dtype } = leaf.value
  const axis = axes[index]!
  const cells = offsetsOf(shape, axis).map((offsets) =>
    plant(tape, {
      role: leaf.role,
      requiresGrad: leaf.requiresGrad,
      value: tensor(
        offsets.map((i) => data[i]!),
        axis === null ? [] : [offsets.length],
        dtype,
      ),
      literals: offsets.map((i) => leaf.literals[i] ?? null),
      ...originOf(leaf, shape, axis, offsets[0]),
    }),
  )
  return { shape, axis, cells }
}

/** Gives the cells an op made its name, each with its entry. */
function nameCells({ tape }: Work, { name, line }: OpNode, { shape, axis, cells }: Form): void {
  const origin: Origin = { ...(name !== undefined && { name }), ...(line !== undefined && { line }) }
  const offsets = offsetsOf(shape, axis)
  cells.forEach((cell, i) => {
    const node = tape.nodes[cell]!
    if (node.name === undefined) tape.nodes[cell] = { ...node, ...originOf(origin, shape, axis, offsets[i]?.[0]) }
  })
}

/** Where a cell comes from: its tensor's line and name, and which entry of it. */
function originOf({ line, name }: Origin, shape: readonly number[], axis: number | null, offset = 0): Origin {
  return {
    ...(line !== undefined && { line }),
    ...(name !== undefined && { name }),
    ...(name !== undefined && shape.length > 0 && { entry: entryText(shape, axis, offset) }),
  }
}

/** An entry as Python writes it: `2, 1`; with a colon where it stands for all samples. */
function entryText(shape: readonly number[], axis: number | null, offset: number): string {
  let rest = offset
  const index: string[] = []
  for (let i = shape.length - 1; i >= 0; i--) {
    index.unshift(i === axis ? ':' : String(rest % shape[i]!))
    rest = Math.floor(rest / shape[i]!)
  }
  return index.join(', ')
}

/** Matrix products of a layer to which their only user adds a parameter, by that user: the user is the weighted sum. */
function biasedProducts(graph: Graph): ReadonlyMap<number, number> {
  const uses = new Map<number, number>()
  for (const node of graph.nodes)
    if (node.kind === 'op') for (const arg of node.args) uses.set(arg, (uses.get(arg) ?? 0) + 1)
  const isLayer = (index: number): boolean => {
    const node = graph.nodes[index]!
    return (
      node.kind === 'op' &&
      node.op === 'matmul' &&
      node.name === undefined &&
      uses.get(index) === 1 &&
      node.args.some((arg) => isWeight(graph, arg) && graph.nodes[arg]!.value.shape.length === 2)
    )
  }
  return new Map(
    graph.nodes.flatMap((node, index): [number, number][] => {
      if (node.kind === 'leaf' || node.op !== 'add') return []
      const product = node.args.find(isLayer)
      const bias = graph.nodes[node.args.find((arg) => arg !== product) ?? index]!
      if (product === undefined || bias.kind === 'op' || !bias.requiresGrad) return []
      const made = graph.nodes[product]!
      const axis = made.kind === 'op' ? (dataOf(graph, made)?.axis ?? null) : null
      const perSample =
        axis !== null && (bias.value.shape[axis - made.value.shape.length + bias.value.shape.length] ?? 1) !== 1
      return !perSample && sameShape(made.value.shape, node.value.shape) ? [[index, product]] : []
    }),
  )
}
