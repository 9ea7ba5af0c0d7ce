import type { Trace } from '../../core/trace.ts'
import { lowerOf } from '../../scene/levels.ts'

/** Whether a node's value is a number that the program puts in: a leaf, in a later pass only where it still stands in the program's text. */
export function isGiven(trace: Trace, node: number, pass: number): boolean {
  const leaf = trace.graph.nodes[node]
  if (leaf?.kind !== 'leaf') return false
  if (pass === 0 || leaf.role === 'constant') return true
  const whole = lowerOf(trace)?.base.graph.nodes.find(({ name }) => name !== undefined && name === leaf.name) ?? leaf
  return whole.kind === 'leaf' && whole.literals.length > 0 && whole.literals.every((span) => span !== null)
}
