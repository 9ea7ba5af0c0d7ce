import { contextOf } from '../core/context.ts'
import { evaluate } from '../core/evaluate.ts'
import { Binding, notate, type Written } from '../core/notation.ts'
import type { Attrs, OpName } from '../core/op.ts'
import { partial } from '../core/pull.ts'
import { ops } from '../core/registry.ts'
import { item, scalar } from '../core/tensor.ts'
import { type Edge, localDerivative, ownName, type Subject } from './formula.ts'
import { plainNumber } from './number.ts'
import { plainName } from './symbols.ts'

/** The letter that stands for the argument of a function. */
export const letter: Written = { tex: 'x', plain: 'x', binding: Binding.atom, rank: 0 }

/** Which convention is in force at a kink of an op of one argument. The slope is the rule's own. */
export function kinkSentence(op: OpName, attrs: Attrs, kink: number): string {
  const at = scalar(kink, 'float64')
  const output = ops[op].forward([at], attrs)
  const context = contextOf([at], output, attrs)
  const slope = evaluate(partial(op, context, 0)!, { args: [at], output, flow: at }, 'float64')
  const { plain } = notate(ops[op].notation(context), [letter], 0)
  return `${plain} has a kink at x = ${plainNumber(kink)}. As in PyTorch, its slope there is taken to be ${plainNumber(item(slope))}.`
}

/** That there is no rule behind an edge but code of the program's own; null elsewhere. */
export function ownNote({ graph }: Subject, { user }: Edge): string | null {
  const node = graph.nodes[user]!
  if (node.kind === 'leaf' || node.given === undefined) return null
  return `${ownName(node)} is code of the program's own. No rule says what it hands on: this is what it returned.`
}

/** The sentence on the convention, where the argument of an edge stands on a kink of its op; else null. */
export function kinkNote({ graph }: Subject, { user, slot }: Edge): string | null {
  const node = graph.nodes[user]!
  if (node.kind === 'leaf' || node.args.length !== 1) return null
  const { data } = graph.nodes[node.args[slot]!]!.value
  const at = ops[node.op].kinks?.(node.attrs).find((kink) => data.includes(kink))
  return at === undefined ? null : kinkSentence(node.op, node.attrs, at)
}

/** Why the slope of an edge between numbers is 0; null where it is not, or there is no more to say. */
export function flatNote(subject: Subject, edge: Edge): string | null {
  const { graph, symbols } = subject
  const node = graph.nodes[edge.user]!
  const local = localDerivative(subject, edge)
  if (local === null || node.kind === 'leaf' || item(local.value) !== 0) return null
  const { flat } = ops[node.op]
  if (flat !== undefined) return `0, because ${flat}.`
  const { nodes } = graph
  const values = node.args.map((arg) => nodes[arg]!.value)
  const rule = partial(node.op, contextOf(values, node.value, node.attrs), edge.slot)
  if (rule?.kind !== 'arg') return null
  return `0, because ${plainName(symbols, node.args[rule.index]!)} is 0.`
}
