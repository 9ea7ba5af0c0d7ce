import { Binding, grouped, notate, type Written } from '../core/notation.ts'
import { ops } from '../core/registry.ts'
import type { Trace } from '../core/trace.ts'
import { addUp, distinct, type Row, subjectOf } from './card.ts'
import {
  type Edge,
  flowFormula,
  isScalarEdge,
  localDerivative,
  nestedFormula,
  quantityTerm,
  type Subject,
} from './formula.ts'
import { ledgerOf } from './ledger.ts'
import { derivativeSymbol, plainName } from './symbols.ts'

/** The whole chain-rule product from the loss down to one node: a product for each path, added up. */
export interface Derivation {
  readonly node: number
  readonly rows: readonly Row[]
  /** How many paths lead from the node to the loss. */
  readonly paths: number
  readonly note: string | null
}

const mostPaths = 6
const longestPath = 14
const longestLadder = 8

/** The derivation of ∂J/∂node, or null where no gradient reaches the node. */
export function derivationOf(trace: Trace, node: number): Derivation | null {
  const subject = subjectOf(trace)
  const gradient = subject.gradient[node]
  if (gradient === undefined) return null
  const whole = derivativeSymbol(subject.symbols, subject.graph.output, node)
  const name = plainName(subject.symbols, node)
  if (node === subject.graph.output)
    return {
      node,
      rows: [{ label: 'seed', parts: [whole, quantityTerm(gradient, { kind: 'gradient', node })] }],
      paths: 0,
      note: `1, because ${name} is ${name}.`,
    }
  const count = countPaths(trace, node)
  const paths = somePaths(trace, node, mostPaths)
  const scalar = paths.every((path) => path.every((edge) => isScalarEdge(subject, edge)))
  const tooLong = paths.some((path) => path.length > longestPath)
  const rows =
    tooLong || subject.planted.size > 0
      ? ladder(trace, subject, node)
      : scalar
        ? products(subject, paths, whole, node, count)
        : [...nested(subject, paths, whole), ...ladder(trace, subject, node)]
  const more = count > paths.length && !tooLong ? `${paths.length} of ${count} paths are shown.` : null
  return {
    node,
    rows,
    paths: count,
    note: tooLong
      ? `The path is long (${Math.max(...paths.map((path) => path.length))} factors), so the last steps are shown.`
      : more,
  }
}

/** Factors multiplied, each in parentheses where it needs them. */
export const times = (factors: readonly Written[]): Written =>
  factors
    .map((factor) => (factors.length > 1 ? grouped(factor, Binding.power) : factor))
    .reduce((left, right) => notate({ kind: 'infix', symbol: '·' }, [left, right], 0))

function products(
  subject: Subject,
  paths: readonly (readonly Edge[])[],
  whole: Written,
  node: number,
  count: number,
): Row[] {
  const result = quantityTerm(subject.gradient[node]!, { kind: 'gradient', node })
  const columns = paths.map((path, index) => {
    const locals = path.flatMap((edge) => localDerivative(subject, edge) ?? [])
    const product = locals.map((l) => l.value).reduce((left, right) => ops.mul.forward([left, right], {}))
    return {
      symbols: times(locals.map((l) => l.symbol)),
      rules: times(locals.map((l) => l.rule)),
      numbers: times(locals.map((l) => l.result)),
      value: quantityTerm(product, { kind: 'path', node, index }),
    }
  })
  const all = count === paths.length
  const [only] = columns
  if (columns.length === 1 && only !== undefined)
    return [{ label: 'chain rule', parts: distinct([whole, only.symbols, only.rules, only.numbers, result]) }]
  return [
    ...columns.map(({ symbols, rules, numbers, value }, i) => ({
      label: `path ${i + 1}`,
      parts: distinct([symbols, rules, numbers, value]),
    })),
    { label: 'sum of paths', parts: [whole, ...(all ? [addUp(columns.map((column) => column.value))] : []), result] },
  ]
}

const nested = (subject: Subject, paths: readonly (readonly Edge[])[], whole: Written): Row[] => [
  { label: 'in one line', parts: [whole, addUp(paths.slice(0, 3).map((path) => nestedFormula(subject, path)))] },
]

/** The contributions along the way, each with its rule, its numbers and its result, from the loss down. */
function ladder(trace: Trace, subject: Subject, node: number): Row[] {
  const above = ancestorsOf(trace, node)
  const along = trace.steps.flatMap((step, n) =>
    step.kind === 'contribution' && above.has(step.to) ? [{ step, n }] : [],
  )
  return along.slice(-longestLadder).map(({ step, n }): Row => {
    const flow = flowFormula(subject, { user: step.from, slot: step.slot })
    const symbol = derivativeSymbol(subject.symbols, subject.graph.output, step.to)
    const amount = quantityTerm(step.amount, { kind: 'amount', step: n })
    return {
      label: `through ${plainName(subject.symbols, step.from)}`,
      parts: distinct([symbol, flow.rule, flow.numbers, amount]),
    }
  })
}

/** The edges on any path from the loss down to a node, as `user:argument`. */
export function edgesOnPaths(trace: Trace, node: number): ReadonlySet<string> {
  const above = ancestorsOf(trace, node)
  return new Set(
    trace.steps.flatMap((step) =>
      step.kind === 'contribution' && above.has(step.to) ? [`${step.from}:${step.slot}`] : [],
    ),
  )
}

/** The nodes through which `node` reaches the loss: its users, their users, and so on. */
function ancestorsOf(trace: Trace, node: number): ReadonlySet<number> {
  const reached = new Set([node])
  for (const step of trace.steps.toReversed())
    if (step.kind === 'contribution' && reached.has(step.to)) reached.add(step.from)
  return reached
}

/** The edges along which a node's gradient arrives, from its users. */
export const usersOf = (trace: Trace, node: number): Edge[] =>
  ledgerOf(trace).arrivals[node]!.flatMap((n) => {
    const step = trace.steps[n]!
    return step.kind === 'contribution' ? [{ user: step.from, slot: step.slot }] : []
  })

/** How many paths lead from a node to the loss. */
export function countPaths(trace: Trace, node: number): number {
  const counts = new Array<number>(trace.graph.nodes.length).fill(0)
  counts[trace.graph.output] = 1
  for (let i = trace.graph.output - 1; i >= node; i--)
    counts[i] = usersOf(trace, i).reduce((total, { user }) => total + counts[user]!, 0)
  return counts[node]!
}

/** A path as a list that shares its end with others: the last edge, and what stands before it. */
interface Trail {
  readonly at: number
  readonly edge: Edge | null
  readonly below: Trail | null
}

/** The first few paths from the loss down to a node, found without recursion. */
export function somePaths(trace: Trace, node: number, most: number): Edge[][] {
  const found: Edge[][] = []
  const open: Trail[] = [{ at: node, edge: null, below: null }]
  for (let next = open.pop(); next !== undefined && found.length < most; next = open.pop()) {
    if (next.at === trace.graph.output) found.push(edgesOf(next))
    else for (const edge of usersOf(trace, next.at).toReversed()) open.push({ at: edge.user, edge, below: next })
  }
  return found
}

/** The edges of a trail, from the loss down. */
function edgesOf(trail: Trail): Edge[] {
  const edges: Edge[] = []
  for (let at: Trail | null = trail; at !== null; at = at.below) if (at.edge !== null) edges.push(at.edge)
  return edges
}
