import { contextOf } from '../core/context.ts'
import { Binding, notate, type Written } from '../core/notation.ts'
import { push } from '../core/pull.ts'
import type { Tensor } from '../core/tensor.ts'
import type { Trace } from '../core/trace.ts'
import { type Term, typeset } from '../core/typeset.ts'
import { entryWritten } from './entry.ts'
import { type Edge, localDerivative, type Subject } from './formula.ts'
import { written } from './number.ts'
import { writtenTensor } from './quantity.ts'
import { derivativeSymbol } from './symbols.ts'

/** The number that moves in forward mode: its leaf, and how it is written. */
export interface MovingNumber {
  readonly node: number
  readonly written: Written
}

/** What moves in a trace; null where it is not in forward mode. */
export function movingIn(trace: Trace, { symbols }: Subject): MovingNumber | null {
  const step = trace.steps.find(({ kind }) => kind === 'nudge')
  if (step?.kind !== 'nudge') return null
  const whole = symbols[step.node]!.written
  const { shape, data } = step.amount
  return { node: step.node, written: entryWritten(whole, shape, data.indexOf(1)) }
}

/** ∂v/∂x, the tangent of a node, where x is the number that moves. */
export const tangentSymbol = ({ symbols }: Subject, node: number, { written: moving }: MovingNumber): Written =>
  derivativeSymbol(symbols, node, moving)

/** What flows on along an edge in forward mode: the chain rule with names, the rule, the numbers. */
export function pushFormula(
  subject: Subject,
  edge: Edge,
  moving: MovingNumber,
  tangent: Tensor,
): { readonly chain: Written | null; readonly rule: Written; readonly numbers: Written } {
  const { graph, symbols } = subject
  const node = graph.nodes[edge.user]!
  if (node.kind === 'leaf') throw new Error(`node ${edge.user} is a leaf`)
  const from = node.args[edge.slot]!
  const values = node.args.map((arg) => graph.nodes[arg]!.value)
  const rule = push(node.op, contextOf(values, node.value, node.attrs), edge.slot)
  if (rule === null) throw new Error(`nothing flows on along argument ${edge.slot} of node ${edge.user}`)
  const term = (index: number, reading: 'symbols' | 'numbers'): Term => {
    const { value, kind } = graph.nodes[index]!
    const leaf = graph.nodes[index]!
    return {
      value,
      written: reading === 'symbols' ? symbols[index]!.written : writtenTensor(value, { kind: 'value', node: index }),
      literal: kind === 'leaf' && leaf.kind === 'leaf' && leaf.role === 'constant',
    }
  }
  const flowing = {
    symbols: tangentSymbol(subject, from, moving),
    numbers: writtenTensor(tangent, { kind: 'tangent', node: from }),
  }
  const write = (reading: 'symbols' | 'numbers'): Written =>
    typeset(
      rule,
      {
        args: node.args.map((arg) => term(arg, reading)),
        output: term(edge.user, reading),
        flow: { value: tangent, written: flowing[reading] },
      },
      written,
      node.value.dtype,
    ).written
  const local = localDerivative(subject, edge)
  const times = (left: Written, right: Written): Written =>
    notate({ kind: 'infix', symbol: '·' }, [left, right], Binding.cases)
  if (local === null) return { chain: null, rule: write('symbols'), numbers: write('numbers') }
  return {
    chain: times(local.symbol, flowing.symbols),
    rule: write('symbols'),
    numbers: times(local.result, flowing.numbers),
  }
}
