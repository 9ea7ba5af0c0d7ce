import { evaluate } from '../core/evaluate.ts'
import type { Graph, Node, OpNode } from '../core/graph.ts'
import { Binding, called, flip, notate, type Written } from '../core/notation.ts'
import { partial, pull } from '../core/pull.ts'
import { ops } from '../core/registry.ts'
import { type Expr, mentions } from '../core/rule.ts'
import { scalar, type Tensor } from '../core/tensor.ts'
import type { Planted, Trace } from '../core/trace.ts'
import { type Term, typeset } from '../core/typeset.ts'
import { contextAt } from './context.ts'
import { ledgerOf } from './ledger.ts'
import { written } from './number.ts'
import { type Quantity, writtenEntry, writtenTensor } from './quantity.ts'
import { readingOf } from './reading.ts'
import { derivativeSymbol, type NodeSymbol, symbolsOf } from './symbols.ts'

/** What formulas about one graph need to know: its symbols, and ∂J/∂node where it is known. */
export interface Subject {
  readonly graph: Graph
  readonly symbols: readonly NodeSymbol[]
  readonly gradient: readonly (Tensor | undefined)[]
  /** How a planted mistake computed what flowed along an edge, by `user:argument`. */
  readonly planted: ReadonlyMap<string, Planted>
  /** Whether derivatives are in numerator layout. */
  readonly numerator: boolean
}

/** What formulas about a trace need to know. */
export function subjectOf(trace: Trace): Subject {
  const { gradient, planted } = ledgerOf(trace)
  const numerator = readingOf(trace.graph).conventions.layout === 'numerator'
  return { graph: trace.graph, symbols: symbolsOf(trace.graph), gradient, planted, numerator }
}

/** Pieces that are equal to a gradient, as the layout of derivatives wants them: each transposed in numerator layout. */
export const laidOut = ({ numerator }: Subject, parts: readonly Written[]): readonly Written[] =>
  numerator ? parts.map(flip) : parts

type Reading = 'symbols' | 'numbers'

const isConstant = (node: Node): boolean => node.kind === 'leaf' && node.role === 'constant'

/** A node in a formula: as its symbol or as its number. Python numbers are written as numbers in both. */
function term({ graph, symbols }: Subject, index: number, reading: Reading): Term {
  const node = graph.nodes[index]!
  const number = writtenTensor(node.value, { kind: 'value', node: index })
  const marked = { ...number, tex: `\\htmlData{node=${index}}{${number.tex}}` }
  return {
    written: reading === 'symbols' ? symbols[index]!.written : marked,
    value: node.value,
    literal: isConstant(node),
  }
}

/** Anything in a formula that is the reading of a quantity. */
export const quantityTerm = (value: Tensor, quantity: Quantity): Written => writtenTensor(value, quantity)

const opNode = (graph: Graph, index: number): OpNode => {
  const node = graph.nodes[index]!
  if (node.kind === 'leaf') throw new Error(`node ${index} is a leaf and was not computed`)
  return node
}

/** How an op node is computed: its rule over its arguments. */
export function valueFormula(subject: Subject, index: number, reading: Reading): Written {
  const node = opNode(subject.graph, index)
  return notate(
    ops[node.op].notation(contextAt(subject.graph, index)),
    node.args.map((arg) => term(subject, arg, reading).written),
    node.value.shape.length,
  )
}

/** An argument as a planted mistake took it: where it is another number, w′ for w. */
function takenTerm(subject: Subject, index: number, taken: Tensor | undefined, reading: Reading): Term {
  const own = term(subject, index, reading)
  if (taken === undefined || taken === own.value) return own
  if (reading === 'numbers') return { value: taken, written: writtenTensor(taken, { kind: 'planted', node: index }) }
  const { tex, plain } = own.written
  return { value: taken, written: { ...own.written, tex: `{${tex}}'`, plain: `${plain}′` } }
}

const write = (subject: Subject, expr: Expr, { user, slot }: Edge, flow: Term, reading: Reading): Written => {
  const node = opNode(subject.graph, user)
  const taken = plantedAt(subject, { user, slot })?.args
  const args = node.args.map((arg, place) => takenTerm(subject, arg, taken?.[place], reading))
  return typeset(expr, { args, output: term(subject, user, reading), flow }, written, node.value.dtype).written
}

/** One edge of the graph: the argument `slot` of the node `user`. */
export interface Edge {
  readonly user: number
  readonly slot: number
}

const plantedAt = ({ planted }: Subject, { user, slot }: Edge): Planted | undefined =>
  planted.size === 0 ? undefined : planted.get(`${user}:${slot}`)

/** What was in the bucket of an edge's user when it handed on. */
export const upstreamOf = (subject: Subject, edge: Edge): Tensor | undefined =>
  plantedAt(subject, edge)?.upstream ?? subject.gradient[edge.user]

/** Whether an edge joins two plain numbers, so that ∂user/∂arg is a number. */
export function isScalarEdge({ graph }: Subject, { user, slot }: Edge): boolean {
  const node = opNode(graph, user)
  return (
    node.value.shape.length === 0 &&
    graph.nodes[node.args[slot]!]!.value.shape.length === 0 &&
    partial(node.op, contextAt(graph, user), slot) !== null
  )
}

/** The nodes whose values the local derivative of an edge between numbers is made of. */
export function readBy({ graph }: Subject, { user, slot }: Edge): readonly number[] {
  const node = opNode(graph, user)
  const rule = partial(node.op, contextAt(graph, user), slot)
  if (rule === null) return []
  const args = node.args.filter((_, index) => mentions(rule, (part) => part.kind === 'arg' && part.index === index))
  return mentions(rule, (part) => part.kind === 'output') ? [...args, user] : args
}

/** The local derivative ∂user/∂arg of an edge between numbers. */
export interface Local {
  readonly symbol: Written
  readonly rule: Written
  readonly numbers: Written
  readonly result: Written
  readonly value: Tensor
}

const noFlow: Term = { written: { tex: '', plain: '', binding: Binding.atom, rank: 0 }, value: scalar(1) }

export function localDerivative(subject: Subject, edge: Edge): Local | null {
  if (!isScalarEdge(subject, edge)) return null
  const node = opNode(subject.graph, edge.user)
  const planted = plantedAt(subject, edge)
  const rule = slopeOf(planted, edge) ?? partial(node.op, contextAt(subject.graph, edge.user), edge.slot)!
  if (mentions(rule, (part) => part.kind === 'flow')) return null
  const args = planted?.args ?? node.args.map((arg) => subject.graph.nodes[arg]!.value)
  const value = evaluate(rule, { args, output: node.value, flow: noFlow.value }, node.value.dtype)
  return {
    symbol: derivativeSymbol(subject.symbols, edge.user, node.args[edge.slot]!),
    rule: write(subject, rule, edge, noFlow, 'symbols'),
    numbers: write(subject, rule, edge, noFlow, 'numbers'),
    result: writtenTensor(value, { kind: 'local', node: edge.user, slot: edge.slot }),
    value,
  }
}

/** The local derivative of a planted mistake, where it has one. */
const slopeOf = (planted: Planted | undefined, { slot }: Edge): Expr | undefined =>
  planted?.rule.kind === 'elementwise' ? planted.rule.partials[slot] : undefined

/** What flows along an edge: in symbols, by its rule, and in numbers. `chain` is the chain rule with names, where both ends are numbers. */
export interface Flow {
  readonly chain: Written | null
  readonly rule: Written
  readonly numbers: Written
}

const product = (left: Written, right: Written): Written => notate({ kind: 'infix', symbol: '·' }, [left, right], 0)

/** The formula of the contribution along an edge. Throws where nothing flows: the trace has no such step. */
export function flowFormula(subject: Subject, edge: Edge): Flow {
  const { graph, symbols, gradient } = subject
  const node = opNode(graph, edge.user)
  const upstream = upstreamOf(subject, edge)
  if (node.given !== undefined && upstream !== undefined) return ownFlow(subject, edge.user, upstream)
  const rule = pull(node.op, contextAt(graph, edge.user), edge.slot, plantedAt(subject, edge)?.rule)
  if (rule === null || upstream === undefined)
    throw new Error(`nothing flows along argument ${edge.slot} of node ${edge.user}`)
  const flow = (reading: Reading): Term => ({
    value: upstream,
    written:
      reading === 'symbols'
        ? derivativeSymbol(symbols, graph.output, edge.user)
        : writtenTensor(upstream, { kind: upstream === gradient[edge.user] ? 'gradient' : 'planted', node: edge.user }),
  })
  const local = localDerivative(subject, edge)
  return {
    chain: local === null ? null : product(flow('symbols').written, local.symbol),
    rule: write(subject, rule, edge, flow('symbols'), 'symbols'),
    numbers:
      local === null
        ? write(subject, rule, edge, flow('numbers'), 'numbers')
        : product(flow('numbers').written, local.result),
  }
}

/** What the program's own code was called with: there is no rule to write. */
function ownFlow({ graph, symbols }: Subject, user: number, upstream: Tensor): Flow {
  const name = ownName(opNode(graph, user))
  const rank = upstream.shape.length
  const at = (flow: Written): Written => called(name, [flow], rank)
  return {
    chain: null,
    rule: at(derivativeSymbol(symbols, graph.output, user)),
    numbers: at(writtenTensor(upstream, { kind: 'gradient', node: user })),
  }
}

/** What the program's own code that gave a node's contributions is called: `Hard.backward`, or the name of a hook. */
export function ownName({ op, attrs }: OpNode): string {
  const name = String(attrs['name'] ?? '')
  return op === 'hooked' ? name : `${name}.backward`
}

/** What code of the program's own takes part in a backward pass, by its name. */
export const ownCode = ({ graph }: Trace): readonly string[] => [
  ...new Set(graph.nodes.flatMap((node) => (node.kind === 'op' && node.given !== undefined ? [ownName(node)] : []))),
]

const mostTerms = 6

/** What a number that is shared by many entries of its user gets from each of them, added up: Σ δᵢ·xᵢ in numbers. Null where nothing is shared, or by too many. */
export function sharedTerms(subject: Subject, { user, slot }: Edge): Written | null {
  const { graph, gradient } = subject
  const node = opNode(graph, user)
  if (plantedAt(subject, { user, slot }) !== undefined) return null
  const rule = partial(node.op, contextAt(graph, user), slot)
  const [upstream, count] = [gradient[user], node.value.data.length]
  const shared = graph.nodes[node.args[slot]!]!.value.data.length === 1 && count > 1 && count <= mostTerms
  if (rule === null || upstream === undefined || !shared) return null
  const args = node.args.map((arg) => graph.nodes[arg]!.value)
  const local = evaluate(rule, { args, output: node.value, flow: noFlow.value }, node.value.dtype)
  if (local.data.length !== 1 && local.data.length !== count) return null
  const terms = Array.from(upstream.data, (_, i) =>
    product(
      writtenEntry(upstream, { kind: 'gradient', node: user }, i),
      writtenEntry(local, { kind: 'local', node: user, slot }, local.data.length === 1 ? 0 : i),
    ),
  )
  return terms.reduce((left, right) => notate({ kind: 'infix', symbol: '+' }, [left, right], 0))
}
