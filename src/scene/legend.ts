import type { Written } from '../core/notation.ts'
import { flip } from '../core/notation.ts'
import type { Trace } from '../core/trace.ts'
import { derivativeSymbol, symbolsOf } from './symbols.ts'

/** How formulas write something of the program: its name there, its sign, and the sign of its gradient where it has one. */
export interface LegendRow {
  readonly name: string
  readonly sign: Written
  readonly gradient: Written | null
}

/** The names of a program of tensors, in the order in which it makes them, with the signs that formulas use. At most 24; a name used twice has a row for each. */
export function legendOf(trace: Trace): readonly LegendRow[] {
  const { nodes, output } = trace.graph
  const symbols = symbolsOf(trace.graph)
  const graded = trace.steps.some(({ kind }) => kind === 'seed')
  const rows = nodes.flatMap((node, index): LegendRow[] => {
    if (node.name === undefined) return []
    const symbol = symbols[index]!
    const derivative = derivativeSymbol(symbols, output, index)
    return [
      {
        name: node.name,
        sign: symbol.written,
        gradient: graded && node.requiresGrad ? (symbol.numerator ? flip(derivative) : derivative) : null,
      },
    ]
  })
  return rows.slice(0, 24)
}
