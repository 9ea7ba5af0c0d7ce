import { notate, type Written } from '../core/notation.ts'
import { ops } from '../core/registry.ts'
import type { Trace } from '../core/trace.ts'
import { contextAt } from '../scene/context.ts'
import { writtenTensor } from '../scene/quantity.ts'
import { symbolsOf } from '../scene/symbols.ts'
import { nodeNamed } from './figures.ts'

/** A line of a derivation: a variable of the program written out in what it is made of, and what it comes to now. */
export interface BoardLine {
  readonly name: string
  readonly formula: Written
  readonly number: Written
}

/** The lines of a derivation by the variables that hold them; those that the program does not have are left out. */
export const boardOf = (trace: Trace, names: readonly string[]): readonly BoardLine[] =>
  names.flatMap((name) => {
    const node = nodeNamed(trace, name)
    if (node === null) return []
    const number = writtenTensor(trace.graph.nodes[node]!.value, { kind: 'value', node })
    return [{ name, formula: writtenOut(trace, node), number }]
  })

/** A node as the expression of leaves that it is. */
function writtenOut({ graph }: Trace, index: number): Written {
  const symbols = symbolsOf(graph)
  const whole: Written[] = []
  graph.nodes.slice(0, index + 1).forEach((node, i) => {
    const args = node.kind === 'op' ? node.args.map((arg) => whole[arg]!) : []
    whole.push(
      node.kind === 'leaf'
        ? symbols[i]!.written
        : notate(ops[node.op].notation(contextAt(graph, i)), args, node.value.shape.length),
    )
  })
  return whole[index]!
}
