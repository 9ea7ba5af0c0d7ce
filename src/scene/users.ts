import type { Trace } from '../core/trace.ts'
import type { Edge } from './formula.ts'
import { ledgerOf } from './ledger.ts'

/** The edges along which a node's gradient arrives, from its users. */
export const usersOf = (trace: Trace, node: number): Edge[] =>
  ledgerOf(trace).arrivals[node]!.flatMap((n) => {
    const step = trace.steps[n]!
    return step.kind === 'contribution' ? [{ user: step.from, slot: step.slot }] : []
  })

/** The nodes through which a node reaches the output, itself included. */
export function reach(trace: Trace, node: number): ReadonlySet<number> {
  const reached = new Set([node])
  for (const at of reached) for (const { user } of usersOf(trace, at)) reached.add(user)
  return reached
}

/** The edges on any path from the loss down to a node, as `user:argument`. */
export const edgesOnPaths = (trace: Trace, node: number): ReadonlySet<string> =>
  new Set([...reach(trace, node)].flatMap((at) => usersOf(trace, at).map(({ user, slot }) => `${user}:${slot}`)))
