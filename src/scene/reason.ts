import { contextOf } from '../core/context.ts'
import { evaluate } from '../core/evaluate.ts'
import { Binding, notate, type Written } from '../core/notation.ts'
import { partial } from '../core/pull.ts'
import { ops } from '../core/registry.ts'
import { item, scalar } from '../core/tensor.ts'
import { type Edge, localDerivative, type Subject } from './formula.ts'
import { plainNumber } from './number.ts'
import { plainName } from './symbols.ts'

const letter: Written = { tex: 'x', plain: 'x', binding: Binding.atom, rank: 0 }

/** Which convention is in force, where the argument of an edge stands on a kink of its op; else null. The slope is the rule's own. */
export function kinkNote({ graph }: Subject, { user, slot }: Edge): string | null {
  const node = graph.nodes[user]!
  if (node.kind === 'leaf' || node.args.length !== 1) return null
  const arg = graph.nodes[node.args[slot]!]!.value
  const at = ops[node.op].kinks?.(node.attrs).find((kink) => arg.data.includes(kink))
  if (at === undefined) return null
  const one = scalar(at, node.value.dtype)
  const output = ops[node.op].forward([one], node.attrs)
  const context = contextOf([one], output, node.attrs)
  const slope = evaluate(partial(node.op, context, slot)!, { args: [one], output, flow: one }, node.value.dtype)
  const { plain } = notate(ops[node.op].notation(context), [letter], 0)
  return `${plain} has a kink at x = ${plainNumber(at)}. As in PyTorch, its slope there is taken to be ${plainNumber(item(slope))}.`
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
