import type { Written } from '../core/notation.ts'
import { Binding, grouped, notate } from '../core/notation.ts'
import { ops } from '../core/registry.ts'
import type { Trace } from '../core/trace.ts'
import { addUp, distinct, type Row } from './card.ts'
import { type Edge, localDerivative, ownCode, quantityTerm, type Subject, subjectOf } from './formula.ts'
import { ledgerOf } from './ledger.ts'
import { derivativeSymbol } from './symbols.ts'
import { reach, usersOf } from './users.ts'

/** One path from the output down to a node: its product, and the edges it takes. */
export interface PathRow {
  readonly row: Row
  readonly edges: readonly string[]
}

/** How much work a way of computing takes. */
export interface Cost {
  readonly multiplications: bigint
  readonly additions: bigint
}

/** ∂J/∂node as the sum over all paths, and the same as reverse mode computes it, each shared factor once. */
export interface PathLedger {
  readonly paths: readonly PathRow[]
  readonly count: bigint
  readonly sum: Row
  readonly factored: readonly Row[]
  readonly byPaths: Cost
  readonly byReverse: Cost
}

const mostPaths = 12
const mostFactored = 14
const longestPath = 12

/** The path ledger of a node of a trace of plain numbers; null where no gradient reaches it, a mistake is planted, or code of the program's own hands on without a slope. */
export function pathsOf(trace: Trace, node: number): PathLedger | null {
  const subject = subjectOf(trace)
  const total = subject.gradient[node]
  if (total === undefined || subject.planted.size > 0 || ownCode(trace).length > 0) return null
  if (node === trace.graph.output) return null
  const whole = derivativeSymbol(subject.symbols, trace.graph.output, node)
  const found = somePaths(trace, node, mostPaths)
  const paths = found.map((path, index) => pathRow(subject, path, node, index))
  const { count, length, edges, seedEdges, joins } = sizesOf(trace, node)
  const values = paths.map(({ row }) => row.parts.at(-1)!)
  const all = count === BigInt(paths.length)
  return {
    paths,
    count,
    sum: {
      label: 'sum of paths',
      parts: distinct([
        whole,
        ...(all && values.length > 1 ? [addUp(values)] : []),
        quantityTerm(total, { kind: 'gradient', node }),
      ]),
    },
    factored: factoredRows(trace, subject, node),
    byPaths: { multiplications: length - count, additions: count - 1n },
    byReverse: { multiplications: BigInt(edges - seedEdges), additions: BigInt(joins) },
  }
}

function pathRow(subject: Subject, path: readonly Edge[], node: number, index: number): PathRow {
  const locals = path.flatMap((edge) => localDerivative(subject, edge) ?? [])
  const product = locals.map(({ value }) => value).reduce((left, right) => ops.mul.forward([left, right], {}))
  const short = locals.length <= longestPath
  return {
    row: {
      label: `path ${index + 1}`,
      parts: distinct([
        ...(short ? [times(locals.map(({ symbol }) => symbol))] : []),
        times(locals.map(({ result }) => result)),
        quantityTerm(product, { kind: 'path', node, index }),
      ]),
    },
    edges: path.map(({ user, slot }) => `${user}:${slot}`),
  }
}

/** The part of the graph between the output and a node, counted: paths and their lengths exactly, however many. */
function sizesOf(trace: Trace, node: number) {
  const { output } = trace.graph
  const counts = new Map<number, bigint>([[output, 1n]])
  const lengths = new Map<number, bigint>([[output, 0n]])
  const above = reach(trace, node)
  const sizes = { edges: 0, seedEdges: 0, joins: 0 }
  for (let at = output - 1; at >= node; at--) {
    if (!above.has(at)) continue
    const users = usersOf(trace, at)
    counts.set(
      at,
      users.reduce((total, { user }) => total + counts.get(user)!, 0n),
    )
    lengths.set(
      at,
      users.reduce((total, { user }) => total + lengths.get(user)! + counts.get(user)!, 0n),
    )
    sizes.edges += users.length
    sizes.seedEdges += users.filter(({ user }) => user === output).length
    sizes.joins += users.length - 1
  }
  return { count: counts.get(node)!, length: lengths.get(node)!, ...sizes }
}

/** ∂J/∂v for every node on the way, from the output down: each is computed once, from those above it. */
function factoredRows(trace: Trace, subject: Subject, node: number): Row[] {
  const above = [...reach(trace, node)].filter((at) => at !== trace.graph.output).sort((p, q) => q - p)
  const symbol = (at: number): Written => derivativeSymbol(subject.symbols, trace.graph.output, at)
  return above.slice(-mostFactored).map((at): Row => {
    const terms = ledgerOf(trace).arrivals[at]!.flatMap((n) => {
      const step = trace.steps[n]!
      if (step.kind !== 'contribution') return []
      const local = localDerivative(subject, { user: step.from, slot: step.slot })
      if (local === null) return []
      const seeded = step.from === trace.graph.output
      const product = (left: Written, right: Written) => notate({ kind: 'infix', symbol: '·' }, [left, right], 0)
      const upstream = quantityTerm(subject.gradient[step.from]!, { kind: 'gradient', node: step.from })
      return [
        {
          name: seeded ? local.symbol : product(symbol(step.from), local.symbol),
          number: seeded ? local.result : product(upstream, local.result),
        },
      ]
    })
    const bucket = quantityTerm(subject.gradient[at]!, { kind: 'gradient', node: at })
    return {
      label: '',
      parts: distinct([
        symbol(at),
        addUp(terms.map(({ name }) => name)),
        addUp(terms.map(({ number }) => number)),
        bucket,
      ]),
    }
  })
}

/** Factors multiplied, each in parentheses where it needs them. */
const times = (factors: readonly Written[]): Written =>
  factors
    .map((factor) => (factors.length > 1 ? grouped(factor, Binding.power) : factor))
    .reduce((left, right) => notate({ kind: 'infix', symbol: '·' }, [left, right], 0))

/** A path as a list that shares its end with others: the last edge, and what stands before it. */
interface Trail {
  readonly at: number
  readonly edge: Edge | null
  readonly below: Trail | null
}

/** The first few paths from the loss down to a node, found without recursion. */
function somePaths(trace: Trace, node: number, most: number): Edge[][] {
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
