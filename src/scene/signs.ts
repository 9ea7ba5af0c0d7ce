import type { Graph, Node } from '../core/graph.ts'
import { offsetsOf } from '../core/levels/form.ts'
import type { Magnified } from '../core/levels/magnify.ts'
import { sampleAxes } from '../core/levels/samples.ts'
import type { Trace } from '../core/trace.ts'
import { type Conventions, isProgram, type Letters, lettersOf } from './conventions.ts'
import { type Label, labelOf, literalLabel } from './label.ts'
import { type Layer, layersOf, namedSums } from './layers.ts'
import { type Reading, read, type Sign } from './reading.ts'

const made = new WeakMap<Trace, Map<string, Trace>>()

/** The same trace of tensors, to be typeset after other conventions. Made once. */
export function typesetIn(trace: Trace, conventions: Conventions): Trace {
  const { notation, layout, weights } = conventions
  if (isProgram(conventions)) return trace
  const key = `${notation} ${layout} ${weights}`
  const known = made.get(trace) ?? new Map<string, Trace>()
  made.set(trace, known)
  const before = known.get(key)
  if (before !== undefined) return before
  const graph: Graph = { ...trace.graph }
  const signs = signsOf(trace, conventions)
  read(graph, { conventions, signs, magnified: (to) => lower(graph, signs, conventions, to) })
  const typeset: Trace = { ...trace, graph }
  known.set(key, typeset)
  return typeset
}

/** f of layer 1 becomes, magnified, f of its first unit. */
function lower(base: Graph, whole: ReadonlyMap<number, Sign>, conventions: Conventions, { forms }: Magnified): Reading {
  const axes = sampleAxes(base)
  const signs = new Map<number, Sign>()
  for (const [node, sign] of whole) {
    const { shape, axis, cells } = forms[node]!
    offsetsOf(shape, axis).forEach(([offset = 0], i) => {
      const cell = cells[i]
      const own = cellSign(sign, placesOf(shape, offset), axis, axes[node] ?? null)
      if (cell !== undefined) signs.set(cell, { ...own, transposed: false })
    })
  }
  return readingWith(conventions, signs)
}

/** A reading that is not magnified further. */
const readingWith = (conventions: Conventions, signs: ReadonlyMap<number, Sign>): Reading => {
  const reading: Reading = { conventions, signs, magnified: () => reading }
  return reading
}

const placesOf = (shape: readonly number[], offset: number): readonly number[] =>
  shape.map((size, axis) => Math.floor(offset / shape.slice(axis + 1).reduce((p, q) => p * q, 1)) % size)

/** The sign of an entry: units are counted from 1 below, a sample stands above in parentheses. `axis` is not split; `samples` counts samples. */
function cellSign(
  { label, gradient, fn, transposed }: Sign,
  at: readonly number[],
  axis: number | null,
  samples: number | null,
): Sign {
  if (at.length === 0) return { label, gradient, fn, transposed }
  const indexed = (whole: Label): Label => {
    if (whole.face === 'code') {
      const entry = at.map((i, n) => (n === axis ? ':' : String(i))).join(', ')
      return { ...whole, entry }
    }
    const units = at.flatMap((i, n) => (n === axis || n === samples ? [] : [i + 1]))
    const over = samples === null || samples === axis ? whole.over : `${whole.over}(${at[samples]! + 1})`
    return { ...whole, sub: (transposed ? units.toReversed() : units).join(','), over }
  }
  return {
    label: indexed({ ...label, over: label.over.replace('⊤', '') }),
    gradient: gradient === null ? null : indexed(gradient),
    fn,
    transposed,
  }
}

function signsOf(trace: Trace, conventions: Conventions): ReadonlyMap<number, Sign> {
  const letters = lettersOf(conventions)
  if (conventions.notation === 'pytorch') return codeSigns(trace)
  return letters === null ? new Map() : letterSigns(trace.graph, letters, conventions)
}

const bare = { gradient: null, fn: null, transposed: false } as const

/** `.grad` of the leaves that have one of their own. What a leaf held before is in its `.grad` too, so that ∂J/∂w is not called so there. */
function codeSigns({ graph, held }: Trace): ReadonlyMap<number, Sign> {
  const names = graph.nodes.map(({ name }) => name)
  return new Map(
    graph.nodes.flatMap((node, index): [number, Sign][] => {
      const own = node.name !== undefined && names.indexOf(node.name) === names.lastIndexOf(node.name)
      if (node.name === undefined || !own || node.kind === 'op' || !node.requiresGrad || held.has(index)) return []
      const label: Label = { ...literalLabel(node.name), face: 'code' }
      return [[index, { ...bare, label, gradient: { ...label, base: `${label.base}.grad` } }]]
    }),
  )
}

const lossNames = /^(J|L|E|C|loss|cost)$/

function letterSigns(graph: Graph, letters: Letters, conventions: Conventions): ReadonlyMap<number, Sign> {
  const signs = new Map<number, Sign>()
  const { nodes, output } = graph
  const layers = layersOf(graph)
  if (layers.length > 0) for (const [index, node] of nodes.entries()) counted(node, index, signs)
  for (const layer of layers) layerSigns(graph, layer, layers.length, letters, conventions, signs)
  if (layers.length === 0)
    for (const [index, name] of namedSums(graph, letters.sum)) signs.set(index, { ...bare, label: labelOf(name) })
  const loss = nodes[output]
  const free = nodes.every(({ name }, index) => index === output || name !== letters.loss)
  const isLoss = loss?.kind === 'op' && loss.value.shape.length === 0 && !signs.get(output)?.gradient
  if (isLoss && free && (loss.name === undefined ? layers.length > 0 : lossNames.test(loss.name)))
    signs.set(output, { ...bare, label: labelOf(letters.loss) })
  return signs
}

/** In a network the entries of every tensor are counted from 1: x₁, not x[0]. */
function counted({ name, value }: Node, index: number, signs: Map<number, Sign>): void {
  const label = name === undefined ? null : labelOf(name)
  if (label !== null && label.sub === '' && label.face === 'letter' && value.shape.length > 0)
    signs.set(index, { ...bare, label })
}

function layerSigns(
  { nodes }: Graph,
  { number, weight, bias, sum, activation, stored }: Layer,
  count: number,
  letters: Letters,
  { weights }: Conventions,
  signs: Map<number, Sign>,
): void {
  const over = `[${number}]`
  const letter = (base: string): Label => ({ ...labelOf(base), over })
  const isPrediction = (node: number): boolean =>
    number === count && nodes[node]!.name !== undefined && labelOf(nodes[node]!.name ?? '').accent === 'hat'
  const transposed = stored !== null && weights !== 'stored' && weights !== stored
  const w = letter(stored === null ? 'w' : 'W')
  signs.set(weight, { ...bare, label: transposed ? { ...w, over: `${over}⊤` } : w, transposed })
  if (bias !== null) signs.set(bias, { ...bare, label: letter('b') })
  const delta = { ...labelOf('delta'), over }
  const prediction = (node: number, label: Label): Label =>
    isPrediction(node) ? labelOf(nodes[node]!.name ?? '') : label
  signs.set(sum, { ...bare, label: prediction(sum, letter(letters.sum)), gradient: delta })
  if (activation !== null)
    signs.set(activation, {
      ...bare,
      label: prediction(activation, letter(letters.activation)),
      fn: letter(letters.fn),
    })
}
