import type { Trace } from '../core/trace.ts'
import { localDerivative, subjectOf, valueFormula } from './formula.ts'
import { entriesOf, marksAt } from './marks.ts'
import { kindOf } from './node-shape.ts'
import { shapeText } from './quantity.ts'
import { plainSentence, sentenceAt } from './sentence.ts'
import type { NodeKind } from './structure.ts'
import { plainName } from './symbols.ts'

/** One node in the table of all nodes, as far as it is known at a cursor; null where it is not known yet. */
export interface TableRow {
  readonly node: number
  readonly name: string
  readonly kind: NodeKind
  readonly rule: string
  readonly shape: string
  readonly value: string | null
  /** The local derivatives with respect to each argument, where they are numbers. */
  readonly locals: readonly { readonly symbol: string; readonly result: string }[]
  readonly gradient: string | null
  readonly tangent: string | null
  readonly line: number | null
  readonly now: boolean
}

/** The first `most` rows of the table at a cursor, in the order of evaluation. */
export function tableAt(trace: Trace, cursor: number, most: number): TableRow[] {
  const subject = subjectOf(trace)
  const marks = marksAt(trace, cursor)
  return trace.graph.nodes.slice(0, most).map((node, index) => {
    const mark = marks.nodes[index]!
    const locals =
      node.kind === 'leaf' || mark.value === null
        ? []
        : node.args.flatMap((arg, slot) => {
            const local = trace.graph.nodes[arg]!.requiresGrad ? localDerivative(subject, { user: index, slot }) : null
            return local === null ? [] : [{ symbol: local.symbol.plain, result: local.result.plain }]
          })
    return {
      node: index,
      name: plainName(subject.symbols, index),
      kind: kindOf(trace.graph, index),
      rule: node.kind === 'leaf' ? '' : valueFormula(subject, index, 'symbols').plain,
      shape: shapeText(node.value.shape),
      value: listed(mark.value),
      locals,
      gradient: listed(mark.gradient),
      tangent: listed(mark.tangent),
      line: node.line ?? null,
      now: index === marks.current,
    }
  })
}

const listed = (entries: string | null): string | null => (entries === null ? null : entriesOf(entries).join(', '))

/** The transcript: the sentence of every step, with its cursor. At most `most` of them, around the cursor. */
export function transcriptAt(
  trace: Trace,
  cursor: number,
  most: number,
): readonly { readonly cursor: number; readonly sentence: string }[] {
  const from = Math.max(1, Math.min(cursor - Math.floor(most / 2), trace.steps.length - most + 1))
  const count = Math.min(most, trace.steps.length)
  return Array.from({ length: count }, (_, i) => ({
    cursor: from + i,
    sentence: plainSentence(sentenceAt(trace, from + i)),
  }))
}
