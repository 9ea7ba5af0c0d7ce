import type { Graph, Node } from '../core/graph.ts'
import { Binding, notate, numberBinding, type Written } from '../core/notation.ts'
import { ops } from '../core/registry.ts'
import { item } from '../core/tensor.ts'
import { contextAt } from './context.ts'
import { type Label, labelOf, literalLabel, plainLabel, writtenLabel } from './label.ts'
import { written } from './number.ts'
import { readingOf, type Sign } from './reading.ts'

/** What a node is called: its label if the program named it, and how formulas write it. */
export interface NodeSymbol {
  readonly label: Label | null
  readonly written: Written
  /** Whether the node is written as the expression that made it, having no name. */
  readonly inline: boolean
  /** ∂J/∂node where the conventions have a sign for it: δ. */
  readonly gradient: Written | null
  /** Whether this is what is differentiated, the loss. */
  readonly output: boolean
  /** The function of a layer that made the node, where the conventions have a sign for it: g. */
  readonly fn: Label | null
  /** Whether derivatives by the node are laid out in the shape of its transpose. */
  readonly numerator: boolean
}

const longestInline = 13
const known = new WeakMap<Graph, readonly NodeSymbol[]>()

/** The symbol of every node. A name used for several nodes of one graph is numbered ⟨1⟩, ⟨2⟩; a node without a name is written as its expression while that is short, else v with a number. */
export function symbolsOf(graph: Graph): readonly NodeSymbol[] {
  const before = known.get(graph)
  if (before !== undefined) return before
  const symbols = name(graph)
  known.set(graph, symbols)
  return symbols
}

function name(graph: Graph): NodeSymbol[] {
  const { nodes, output } = graph
  const { signs, conventions } = readingOf(graph)
  const code = conventions.notation === 'pytorch'
  const total = new Map<string, number>()
  for (const node of nodes) if (node.name !== undefined) total.set(keyOf(node), (total.get(keyOf(node)) ?? 0) + 1)
  const labels = distinctLabels([...new Set(nodes.flatMap((node) => node.name ?? []))])
  const taken = new Set([...labels.values()].map((labelled) => plainLabel(labelled(null))))
  const used = new Map<string, number>()
  const symbols: NodeSymbol[] = []
  /** How long each symbol is, about: every number counts as one letter, so that no name changes when a number does. */
  const lengths: number[] = []
  let anonymous = 0
  nodes.forEach((node, index) => {
    const rank = node.value.shape.length
    lengths.push(signs.has(index) ? 2 : lengthOf(index, nodes, lengths))
    const sign = signs.get(index)
    const common = {
      gradient: sign?.gradient == null ? null : linkedAs(index, 'gradient', { ...writtenLabel(sign.gradient), rank }),
      output: index === output,
      fn: sign?.fn ?? null,
      numerator: conventions.layout === 'numerator' && rank > 0,
    }
    if (sign !== undefined) {
      symbols.push({ ...common, label: sign.label, written: signed(index, sign, rank), inline: false })
      return
    }
    if (node.name !== undefined) {
      const copy = (used.get(keyOf(node)) ?? 0) + 1
      used.set(keyOf(node), copy)
      const which = total.get(keyOf(node)) === 1 ? null : copy
      const named = code ? { ...literalLabel(node.name, which), face: 'code' as const } : labels.get(node.name)!(which)
      const label = { ...named, entry: node.entry ?? null }
      symbols.push({ ...common, label, written: linked(index, { ...writtenLabel(label), rank }), inline: false })
      return
    }
    const expression = expressionOf(index, nodes, symbols)
    if (expression !== null && lengths[index]! <= longestInline) {
      symbols.push({ ...common, label: null, written: linked(index, { ...expression, rank }), inline: true })
      return
    }
    do anonymous += 1
    while (taken.has(plainLabel(labelOf(`v${anonymous}`))))
    lengths[index] = 2
    const label = labelOf(`v${anonymous}`)
    symbols.push({ ...common, label, written: linked(index, { ...writtenLabel(label), rank }), inline: false })
  })
  return symbols
}

/** A sign in writing, standing for its node; what stands for a transpose can be transposed back. */
function signed(node: number, { label, transposed }: Sign, rank: number): Written {
  const whole = linked(node, { ...writtenLabel(label), rank })
  if (!transposed) return whole
  const upright = writtenLabel({ ...label, over: label.over.replace('⊤', '') })
  return { ...whole, transposeOf: linkedAs(node, 'transpose', { ...upright, rank }) }
}

/** The names that read the same, under what they read as. */
function groupedBy(names: readonly string[], textOf: (name: string) => string): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const name of names) {
    const group = groups.get(textOf(name))
    if (group === undefined) groups.set(textOf(name), [name])
    else group.push(name)
  }
  return groups
}

/** How each name is labelled. Names that mathematics would write alike, as `w1` and `w_1`, are written as they stand in the program; names that even so are alike, being shortened, are numbered. */
function distinctLabels(names: readonly string[]): ReadonlyMap<string, (copy: number | null) => Label> {
  const alike = groupedBy(names, (name) => plainLabel(labelOf(name)))
  const literal = groupedBy(names, (name) => plainLabel(literalLabel(name)))
  return new Map(
    names.map((name) => {
      if (alike.get(plainLabel(labelOf(name)))!.length === 1) return [name, (copy) => labelOf(name, copy)]
      const twins = literal.get(plainLabel(literalLabel(name)))!
      const sub = twins.length === 1 ? '' : String(twins.indexOf(name) + 1)
      return [name, (copy) => ({ ...literalLabel(name, copy), sub })]
    }),
  )
}

/** A name and which entry of it. */
const keyOf = ({ name = '', entry = '' }: Node): string => `${name}[${entry}]`

const nothing: Written = { tex: '', plain: '', binding: Binding.atom, rank: 0 }

function lengthOf(index: number, nodes: readonly Node[], lengths: readonly number[]): number {
  const node = nodes[index]!
  if (node.name !== undefined) return node.name.length + (node.entry === undefined ? 0 : 2)
  if (node.kind === 'leaf') return 1
  const bare = notate(
    ops[node.op].notation(contextAt({ nodes }, index)),
    node.args.map(() => nothing),
    0,
  )
  return node.args.reduce((total, arg) => total + lengths[arg]!, bare.plain.length)
}

/** A node as the expression that made it; a leaf without a name as its number; null for a larger leaf. */
function expressionOf(index: number, nodes: readonly Node[], symbols: readonly NodeSymbol[]): Written | null {
  const node = nodes[index]!
  if (node.kind === 'leaf') {
    if (node.value.shape.length > 0) return null
    const number = written(item(node.value))
    return { ...number, binding: numberBinding(number.plain), rank: 0 }
  }
  const args = node.args.map((arg) => symbols[arg]!.written)
  return notate(ops[node.op].notation(contextAt({ nodes }, index)), args, node.value.shape.length)
}

/** Marks what is written as standing for a node, so that the page can link the two. */
export const linked = (node: number, w: Written): Written => ({ ...w, tex: `\\htmlData{node=${node}}{${w.tex}}` })

/** Marks what is written as standing for something of a node: its gradient, its transpose, or its value where the parts stand for other nodes. */
export const linkedAs = (node: number, as: 'gradient' | 'transpose' | 'value', w: Written): Written => ({
  ...w,
  tex: `\\htmlData{node=${node}, as=${as}}{${w.tex}}`,
})

/** ∂J/∂v as formulas write it: in denominator layout of the shape of v, in numerator layout transposed, so that it stands for what is computed, which has the shape of v. */
export function derivativeSymbol(symbols: readonly NodeSymbol[], of: number, by: number | Written): Written {
  const fraction = quotient(symbols, of, by)
  return typeof by === 'number' && symbols[by]!.numerator
    ? notate({ kind: 'transposed' }, [fraction], fraction.rank)
    : fraction
}

function quotient(symbols: readonly NodeSymbol[], of: number, by: number | Written): Written {
  const sign = typeof by === 'number' && symbols[of]!.output ? symbols[by]!.gradient : null
  if (sign !== null) return sign
  const [top, bottom] = [symbols[of]!.written, typeof by === 'number' ? symbols[by]!.written : by]
  const under =
    bottom.binding < Binding.power ? { tex: `\\left(${bottom.tex}\\right)`, plain: `(${bottom.plain})` } : bottom
  const over = top.binding < Binding.power ? { tex: `\\left(${top.tex}\\right)`, plain: `(${top.plain})` } : top
  return {
    tex: `\\dfrac{\\partial ${over.tex}}{\\partial ${under.tex}}`,
    plain: `∂${over.plain}/∂${under.plain}`,
    binding: Binding.power,
    rank: bottom.rank,
  }
}

/** The name of a node in a sentence. */
export const plainName = (symbols: readonly NodeSymbol[], node: number): string => symbols[node]!.written.plain
