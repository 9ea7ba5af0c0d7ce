import { Binding, type Written } from '../core/notation.ts'
import type { Trace } from '../core/trace.ts'
import { addUp, distinct, dots, type Row } from './card.ts'
import {
  type Edge,
  flowFormula,
  laidOut,
  localDerivative,
  quantityTerm,
  type Subject,
  subjectOf,
  upstreamOf,
} from './formula.ts'
import { ledgerOf } from './ledger.ts'
import { flatNote, kinkNote } from './reason.ts'
import { derivativeSymbol, plainName } from './symbols.ts'
import { reach, usersOf } from './users.ts'

/** One rung of a ladder: an equation, why it is so where the equation alone does not say, and the node whose own ladder gives it. */
export interface Rung extends Row {
  readonly kind: 'chain' | 'earlier' | 'local' | 'numbers' | 'answer' | 'held'
  readonly reason: string | null
  readonly link: number | null
}

/** How one derivative is found from those found before it, from the question down to the number. */
export interface Ladder {
  readonly node: number
  /** ∂J/∂node. */
  readonly asked: Written
  readonly rungs: readonly Rung[]
  readonly note: string | null
}

const mostTerms = 6

const rung = (kind: Rung['kind'], label: string, parts: readonly Written[], reason: string | null = null): Rung => ({
  kind,
  label,
  parts: distinct(parts),
  reason,
  link: null,
})

const word = (plain: string): Written => ({ tex: `\\text{${plain}}`, plain, binding: Binding.atom, rank: 0 })

/** The ladder of ∂J/∂node; null where the program has no backward pass to speak of. */
export function ladderOf(trace: Trace, node: number): Ladder | null {
  const seed = trace.steps.find((step) => step.kind === 'seed')
  if (seed?.kind !== 'seed') return null
  const subject = subjectOf(trace)
  const asked = derivativeSymbol(subject.symbols, trace.graph.output, node)
  const gradient = subject.gradient[node]
  const base = { node, asked: laidOut(subject, [asked])[0]!, note: null }
  if (gradient === undefined) {
    const { answer, reason } = missing(trace, subject, node)
    return { ...base, rungs: [rung('answer', 'answer', [...laidOut(subject, [asked]), word(answer)], reason)] }
  }
  const number = quantityTerm(gradient, { kind: 'gradient', node })
  const held = heldRungs(trace, subject, node)
  const edges = usersOf(trace, node)
  if (edges.length === 0) {
    const name = plainName(subject.symbols, node)
    return {
      ...base,
      rungs: [rung('answer', 'seed', laidOut(subject, [asked, number]), `1, because ${name} is ${name}.`), ...held],
    }
  }
  const shown = edges.length > mostTerms ? edges.slice(0, mostTerms) : edges
  const flows = shown.map((edge) => flowFormula(subject, edge))
  const sum = (terms: readonly Written[]): Written => addUp(shown.length < edges.length ? [...terms, dots] : terms)
  const label = edges.length > 1 ? 'chain rule: sum over the users' : 'chain rule'
  return {
    ...base,
    rungs: [
      rung('chain', label, laidOut(subject, [asked, sum(flows.map(({ chain, rule }) => chain ?? rule))])),
      ...earlier(trace, subject, shown),
      ...shown.flatMap((edge) => slope(subject, edge)),
      ...result(trace, subject, node, laidOut(subject, [asked, sum(flows.map(({ numbers }) => numbers)), number])),
      ...held,
    ],
    note:
      shown.length < edges.length
        ? `${plainName(subject.symbols, node)} is used ${edges.length} times; the first ${shown.length} terms are shown.`
        : null,
  }
}

/** The numbers put in, and what they come to. Where a planted mistake overwrites a bucket they come to something else, so it stands apart. */
function result(trace: Trace, subject: Subject, node: number, [asked, numbers, number]: readonly Written[]): Rung[] {
  const overwritten = ledgerOf(trace).arrivals[node]!.some((n) => {
    const step = trace.steps[n]
    return step?.kind === 'contribution' && step.planted?.overwrites === true
  })
  if (!overwritten) return [rung('numbers', 'with numbers', [asked!, numbers!, number!])]
  const reason = `The mistake overwrites what was there: ${plainName(subject.symbols, node)} keeps only the last term.`
  return [rung('numbers', 'with numbers', [asked!, number!], reason)]
}

/** What earlier steps have given: ∂J/∂user for every user, each with a ladder of its own. */
function earlier(trace: Trace, subject: Subject, edges: readonly Edge[]): Rung[] {
  const users = [...new Map(edges.map((edge) => [edge.user, edge])).values()]
  return users.flatMap((edge): Rung[] => {
    const { user } = edge
    const upstream = upstreamOf(subject, edge)
    if (upstream === undefined) return []
    const kind = upstream === subject.gradient[user] ? 'gradient' : 'planted'
    const symbol = derivativeSymbol(subject.symbols, trace.graph.output, user)
    const name = plainName(subject.symbols, user)
    const seeded = usersOf(trace, user).length === 0
    return [
      {
        ...rung('earlier', 'found before', laidOut(subject, [symbol, quantityTerm(upstream, { kind, node: user })])),
        reason: seeded ? `1, because ${name} is ${name}.` : null,
        link: user,
      },
    ]
  })
}

/** The local slope of an edge between numbers, with the reason where it is 0 or stands on a kink. */
function slope(subject: Subject, edge: Edge): Rung[] {
  const local = localDerivative(subject, edge)
  const reason = kinkNote(subject, edge) ?? flatNote(subject, edge)
  if (local === null) return []
  return [rung('local', 'local slope', [local.symbol, local.rule, local.numbers, local.result], reason)]
}

/** What `.grad` holds, where it held something before. */
function heldRungs(trace: Trace, subject: Subject, node: number): Rung[] {
  const held = trace.held.get(node)
  const last = ledgerOf(trace).arrivals[node]!.at(-1)
  if (held === undefined || last === undefined) return []
  const { tex, plain } = subject.symbols[node]!.written
  const grad = { tex: `${tex}\\texttt{.grad}`, plain: `${plain}.grad`, binding: Binding.atom, rank: held.shape.length }
  const terms = [
    quantityTerm(held, { kind: 'held', node }),
    quantityTerm(subject.gradient[node]!, { kind: 'gradient', node }),
  ]
  const total = quantityTerm(ledgerOf(trace).bucketAfter[last]!, { kind: 'bucket', step: last })
  return [rung('held', 'added to what was held', [grad, addUp(terms), total])]
}

/** Why no gradient reached a node. */
function missing(trace: Trace, subject: Subject, node: number): { answer: string; reason: string } {
  const { nodes, output } = trace.graph
  const name = plainName(subject.symbols, node)
  const own = nodes[node]!
  if (own.kind === 'leaf' && own.role === 'constant')
    return { answer: 'None', reason: `None, because ${name} is a number of the program; it has no .grad.` }
  if (!own.requiresGrad)
    return {
      answer: 'None',
      reason:
        own.kind === 'leaf'
          ? `None, because ${name} does not require grad.`
          : `None, because nothing that ${name} is made of requires grad.`,
    }
  const end = plainName(subject.symbols, output)
  const mistaken = subject.planted.size > 0 || !trace.steps.some((step) => step.kind === 'seed' && step.node === output)
  if (mistaken) return { answer: 'None', reason: `None, because with this mistake nothing reaches ${name}.` }
  const why = leadsTo(trace, node)
    ? `every way from ${name} to ${end} passes an op that lets no gradient through`
    : `${end} does not use ${name}`
  return { answer: '0', reason: `0, because ${why}. PyTorch leaves its .grad at None.` }
}

/** Whether the output is computed from a node, whatever flows back. */
function leadsTo({ graph }: Trace, node: number): boolean {
  const uses = new Set([node])
  graph.nodes.forEach((each, index) => {
    if (each.kind === 'op' && each.args.some((arg) => uses.has(arg))) uses.add(index)
  })
  return uses.has(graph.output)
}

/** The nodes that can be asked for: every leaf but the program's bare numbers, and every node with a gradient. */
export const askable = (trace: Trace): number[] =>
  trace.graph.nodes.flatMap((node, index) =>
    ledgerOf(trace).gradient[index] !== undefined || (node.kind === 'leaf' && node.role !== 'constant') ? [index] : [],
  )

const longestDerivation = 60

/** The ladders of everything on the way from the output down to a node, in the order in which reverse mode finds them; at most the last 60. */
export const derivationOf = (trace: Trace, node: number): readonly Ladder[] =>
  [...reach(trace, node)]
    .sort((p, q) => q - p)
    .slice(-longestDerivation)
    .flatMap((at) => ladderOf(trace, at) ?? [])
