import { broadcastOffsets } from '../elementwise.ts'
import type { Graph, OpNode } from '../graph.ts'
import type { Builder, Context, Expansion, Values } from '../op.ts'
import { ops } from '../registry.ts'
import { plant, record, type Tape } from '../tape.ts'
import { scalar } from '../tensor.ts'
import { attrsWithout, type Form, offsetsOf, without } from './form.ts'
import { dataOf, expansionOf, movesOf, type SampleAxes } from './samples.ts'

/** What a magnification under way knows. */
export interface Work {
  readonly graph: Graph
  /** Whether weighted sums stay whole and samples stand side by side. */
  readonly neuron: boolean
  readonly axes: SampleAxes
  /** For a sum that adds the bias of a layer, the product it is added to. */
  readonly products: ReadonlyMap<number, number>
  /** Those products. */
  readonly absorbed: ReadonlySet<number>
  readonly tape: Tape
  /** The forms of the nodes so far. */
  readonly forms: Form[]
}

/** Makes the cells of one op. */
export function expand(work: Work, node: OpNode, index: number): Form {
  const build = builder(work, node)
  const product = work.products.get(index)
  if (product !== undefined) return withBias(work, node, product, build)
  if (work.absorbed.has(index)) return { shape: node.value.shape, axis: null, cells: [] }
  const expansion = expansionOf(node.op)
  switch (expansion) {
    case 'entrywise':
      return entrywise(work, node, work.axes[index]!, build)
    case 'moves':
      return moved(work, node, work.axes[index]!, build)
    default:
      return written(work, node, expansion, build)
  }
}

function builder({ tape, neuron }: Work, node: OpNode): Builder {
  const origin = node.line === undefined ? {} : { line: node.line }
  const op: Builder['op'] = (name, args, attrs = {}) => record(tape, name, args, attrs, origin, node.requiresGrad)
  const constant = (value: number): number =>
    plant(tape, {
      role: 'constant',
      value: scalar(value, node.value.dtype),
      requiresGrad: false,
      literals: [null],
      ...origin,
    })
  const dot: Builder['dot'] = (pairs, bias) => {
    const rest = bias === undefined ? [] : [bias]
    if (neuron) return op('weighted_sum', [...pairs.flat(), ...rest])
    const terms = [...pairs.map((pair) => op('mul', pair)), ...rest]
    return terms.length === 0 ? constant(0) : terms.reduce((left, right) => op('add', [left, right]))
  }
  return { op, constant, dot }
}

/** A form with every entry a cell of its own. */
function splitUp({ shape, axis, cells }: Form, build: Builder): Form {
  if (axis === null) return { shape, axis, cells }
  const entries: number[] = []
  offsetsOf(shape, axis).forEach((offsets, i) => {
    offsets.forEach((offset, sample) => {
      entries[offset] = build.op('index', [cells[i]!], { index: [sample] })
    })
  })
  return { shape, axis: null, cells: entries }
}

/** A form whose cells are vectors along an axis. */
function alongAxis(form: Form, axis: number, build: Builder): Form {
  if (form.axis === axis) return form
  const { shape, cells } = splitUp(form, build)
  const vectors = offsetsOf(shape, axis).map((offsets) =>
    build.op(
      'stack',
      offsets.map((offset) => cells[offset]!),
      { dim: 0 },
    ),
  )
  return { shape, axis, cells: vectors }
}

/** The op itself on each entry, or on each vector of samples. */
function entrywise({ forms }: Work, node: OpNode, axis: number | null, build: Builder): Form {
  const { shape } = node.value
  const whole = without(shape, axis)
  const args = node.args.map((arg) => {
    const form = forms[arg]!
    const own = axis === null ? -1 : axis - (shape.length - form.shape.length)
    const vectors = own >= 0 && form.shape[own] === shape[axis!]
    const { cells } = vectors ? alongAxis(form, own, build) : splitUp(form, build)
    return { cells, offsets: broadcastOffsets(without(form.shape, own < 0 ? null : own), whole) }
  })
  const count = args[0]!.offsets.length
  const cells = Array.from({ length: count }, (_, i) =>
    build.op(
      node.op,
      args.map((arg) => arg.cells[arg.offsets[i]!]!),
      node.attrs,
    ),
  )
  return { shape, axis, cells }
}

/** The arguments' own cells in their new order. */
function moved({ graph, forms }: Work, node: OpNode, axis: number | null, build: Builder): Form {
  const { shape } = node.value
  const moves = movesOf(graph, node)
  const [first] = node.args
  if (axis !== null && node.args.length === 1 && forms[first!]!.axis !== null) {
    const from = forms[first!]!
    const cellOf = new Map(offsetsOf(from.shape, from.axis).map((offsets, i) => [String(offsets), from.cells[i]!]))
    const cells = offsetsOf(shape, axis).flatMap(
      (offsets) => cellOf.get(String(offsets.map((i) => moves[i]!.at))) ?? [],
    )
    if (cells.length === offsetsOf(shape, axis).length) return { shape, axis, cells }
  }
  const args = node.args.map((arg) => splitUp(forms[arg]!, build).cells)
  return { shape, axis: null, cells: moves.map(({ slot, at }) => args[slot]![at]!) }
}

type Written = Exclude<Expansion, string>

const valuesOf = (graph: Graph, { args, value }: OpNode): Values => ({
  args: args.map((arg) => graph.nodes[arg]!.value),
  output: value,
})

/** An op that writes its own expansion: on the entries, or, where the samples take no part in it, on vectors of samples. */
function written(work: Work, node: OpNode, expansion: Written, build: Builder): Form {
  const { graph, forms, neuron } = work
  const { shape } = node.value
  const data = neuron ? dataOf(graph, node) : null
  if (data !== null) return layer(work, node, expansion, data, build)
  const [form] = node.args.map((arg) => forms[arg]!)
  if (node.args.length === 1 && form !== undefined && form.axis !== null) {
    const made = besideSamples(node, expansion, form, form.axis, build, valuesOf(graph, node))
    if (made !== null) return made
  }
  const args = node.args.map((arg) => splitUp(forms[arg]!, build).cells)
  const context: Context = { shapes: node.args.map((arg) => forms[arg]!.shape), shape, attrs: node.attrs }
  return { shape, axis: null, cells: expansion(args, context, build, valuesOf(graph, node)) }
}

/** A matrix product of a layer's weight with data that run over samples: the product for one sample, on vectors of samples. */
function layer(
  { forms, graph }: Work,
  node: OpNode,
  expansion: Written,
  data: { readonly slot: number; readonly axis: number },
  build: Builder,
): Form {
  const { shape } = node.value
  const args = node.args.map((arg, slot) =>
    slot === data.slot ? alongAxis(forms[arg]!, data.axis, build) : splitUp(forms[arg]!, build),
  )
  const shapes = args.map((arg) => without(arg.shape, arg.axis))
  const context: Context = { shapes, shape: without(shape, data.axis), attrs: node.attrs }
  const cells = expansion(
    args.map((arg) => arg.cells),
    context,
    build,
    valuesOf(graph, node),
  )
  return { shape, axis: data.axis, cells }
}

/** An op over other axes than the samples', or one that first reduces the samples; null for one that mixes them. */
function besideSamples(
  node: OpNode,
  expansion: Written,
  form: Form,
  axis: number,
  build: Builder,
  values: Values,
): Form | null {
  const { shape, attrs } = { shape: node.value.shape, attrs: node.attrs }
  const inner = without(form.shape, axis)
  const rest = attrsWithout(attrs, axis)
  const { dim, dims, keepdim } = attrs
  // what is looked up in the values has one number for each entry, not for each vector
  if (ops[node.op].rule({ shapes: [form.shape], shape, attrs }).kind === 'none') return null
  if (Array.isArray(dims) && dims.includes(axis)) {
    if (dims.length === 1 && keepdim !== true)
      return { shape, axis: null, cells: form.cells.map((cell) => build.op(node.op, [cell], { ...attrs, dims: [0] })) }
    // only a sum, and a mean, of some may be taken of the sums, and means, of others
    if (node.op !== 'sum' && node.op !== 'mean') return null
    const reduced = form.cells.map((cell) => build.op(node.op, [cell], { dims: [0], keepdim: false }))
    return { shape, axis: null, cells: expansion([reduced], { shapes: [inner], shape, attrs: rest }, build, values) }
  }
  if (!Array.isArray(dims) && (typeof dim !== 'number' || dim === axis)) return null
  const gone = keepdim === true || !Array.isArray(dims) ? 0 : dims.filter((d) => Number(d) < axis).length
  const context: Context = { shapes: [inner], shape: without(shape, axis - gone), attrs: rest }
  return { shape, axis: axis - gone, cells: expansion([form.cells], context, build, values) }
}

/** A layer's product and the bias added to it as one weighted sum for each unit. */
function withBias(work: Work, node: OpNode, product: number, build: Builder): Form {
  const made = work.graph.nodes[product]!
  const other = node.args.find((arg) => arg !== product)
  if (made.kind === 'leaf' || other === undefined) throw new Error(`node ${product} is no product with a bias`)
  const axis = work.neuron ? (dataOf(work.graph, made)?.axis ?? null) : null
  const bias = splitUp(work.forms[other]!, build)
  const aligned = axis === null ? -1 : axis - (node.value.shape.length - bias.shape.length)
  const ownBias = broadcastOffsets(without(bias.shape, aligned < 0 ? null : aligned), without(node.value.shape, axis))
  let unit = 0
  // an expansion calls `dot` once for each entry of the result, in row-major order
  const dot: Builder['dot'] = (pairs) => build.dot(pairs, bias.cells[ownBias[unit++]!])
  return expandAs(work, made, { ...build, dot })
}

function expandAs(work: Work, node: OpNode, build: Builder): Form {
  const expansion = expansionOf(node.op)
  if (typeof expansion === 'string') throw new Error(`${node.op} is no product`)
  return written(work, node, expansion, build)
}
