import type { Tensor } from '../core/tensor.ts'
import type { Made } from './made.ts'
import type { Reading } from './reading.ts'
import { type Plan, reverse, type Target, targetOf } from './reverse.ts'
import type { Session } from './session.ts'

/** What a backward pass is to the planner. */
const key = {}

/** Whether nobody looks at a gradient on its way to the leaves: no hooks, no gradients kept, nothing that the program differentiates itself. */
const isPlain = (session: Session, { ops, ends }: Plan, leaves: readonly Target[]): boolean =>
  ends.length === 0 &&
  ops.every((op) => op.cell === null && op.own === null && !session.hooks.has(op)) &&
  leaves.every((leaf) => leaf.kind === 'tensor' && !session.hooks.has(leaf))

/**
 * The gradients of all leaves by a backward pass, each once: in a loop that repeats, without going through the graph again.
 * Null where the pass has to be watched on its way.
 */
export function remembered(
  session: Session,
  plan: Plan,
  seeds: readonly (readonly [Made, Tensor])[],
  reading: Reading<Tensor>,
): ReadonlyMap<Target, Tensor> | null {
  const nodes = new Set<Made>(plan.ops)
  const leaves = new Set<Target>()
  for (const op of plan.ops)
    for (const arg of op.args) {
      nodes.add(arg)
      if (arg.kind === 'leaf' && plan.wanted.has(arg)) leaves.add(targetOf(arg))
    }
  const targets = [...leaves]
  if (plan.ops.length === 0 || !isPlain(session, plan, targets)) return null
  const args = Array.from(nodes, (node) => node.value)
  for (const [, seed] of seeds) args.push(seed)
  const found = new Map<Target, Tensor>()
  const body = (): readonly Tensor[] => {
    const arrived = (target: Target, gradient: Tensor): Tensor => {
      found.set(target, gradient)
      return gradient
    }
    reverse(plan, seeds, reading, { arrived, gave: () => {} })
    return targets.flatMap((target) => found.get(target) ?? [])
  }
  const gradients = session.planner.memo(key, targets, args, plan.ops.length, body)
  if (gradients.length < targets.length) return found
  return new Map(targets.map((target, i) => [target, gradients[i]!]))
}
