import { pushForward } from '../core/forward.ts'
import { numberBinding, type Written } from '../core/notation.ts'
import { swell } from '../core/symbolic.ts'
import type { Trace } from '../core/trace.ts'
import { ledgerOf } from './ledger.ts'
import { atLevel, lowerOf, nodeAt, type Place, placeOf } from './levels.ts'
import { plainNumber, written } from './number.ts'
import { plainName, symbolsOf } from './symbols.ts'

/** One line of the comparison: a node, the size of its formula and of its derivative as trees, and of both as a graph. */
export interface SymbolicRow {
  readonly node: number
  readonly name: string
  readonly ops: string
  readonly derivativeOps: string
  readonly shared: string
  readonly value: string
  readonly slope: string
}

/** Symbolic differentiation of a program's own formula. */
export interface Symbolic {
  readonly by: string
  readonly choices: readonly { readonly place: Place; readonly name: string }[]
  readonly rows: readonly SymbolicRow[]
  /** Formula and derivative of the output, while they are short enough to read. */
  readonly formula: Written | null
  readonly derivative: Written | null
}

const mostRows = 40
const mostNodes = 3000

const counted = (size: bigint): string =>
  size < 10n ** 12n ? size.toLocaleString('en') : `about 10^${String(size).length - 1}`

/** The comparison for the derivative by one number of the program; null where there is none, or the program written out is too large. */
export function symbolicOf(trace: Trace, wanted: Place | null): Symbolic | null {
  const base = lowerOf(trace)?.base ?? trace
  const scalar = atLevel(base, 'scalar')
  if (scalar === null || scalar.graph.nodes.length > mostNodes) return null
  const { graph } = scalar
  const symbols = symbolsOf(graph)
  const choices = graph.nodes.flatMap((node, index) =>
    node.kind === 'leaf' && node.requiresGrad
      ? [{ place: placeOf(scalar, index), name: plainName(symbols, index) }]
      : [],
  )
  const found = choices.find(({ place }) => place.node === wanted?.node && place.entry === wanted.entry)
  const chosen = (found ?? choices[0])?.place
  const leaf = chosen === undefined ? undefined : nodeAt(scalar, chosen)?.node
  if (leaf === undefined) return null
  const trees = swell(graph, leaf, {
    node: (index) => symbols[index]!.written,
    number: (value) => {
      const text = written(value)
      return { ...text, binding: numberBinding(text.plain), rank: 0 }
    },
  })
  const { tangent } = ledgerOf(pushForward(graph, leaf, 0))
  const depends = graph.nodes.flatMap((node, index) =>
    index === leaf ||
    (node.kind === 'op' && tangent[index] !== undefined && (node.name !== undefined || index === graph.output))
      ? [index]
      : [],
  )
  const rows = depends.slice(-mostRows).map((node): SymbolicRow => {
    const { expression, derivative, shared } = trees[node]!
    return {
      node,
      name: plainName(symbols, node),
      ops: counted(expression.size),
      derivativeOps: counted(derivative.size),
      shared: String(shared),
      value: plainNumber(graph.nodes[node]!.value.data[0]!),
      slope: plainNumber(tangent[node]?.data[0] ?? 0),
    }
  })
  const output = trees[graph.output]!
  return {
    by: plainName(symbols, leaf),
    choices,
    rows,
    formula: output.expression.text,
    derivative: output.derivative.text,
  }
}
