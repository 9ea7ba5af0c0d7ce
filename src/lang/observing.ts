import { Deferred } from '../core/plan/deferred.ts'
import type { Plan } from '../core/plan/plan.ts'
import type { Tensor } from '../core/tensor.ts'
import { layoutOf, type Noticed } from '../torch/optim/update.ts'
import { type Session, tensorOf } from '../torch/session.ts'
import type { InstanceValue } from '../torch/value.ts'
import type { Change, Doing, Filling } from './doing.ts'
import type { Machine } from './machine.ts'
import type { Scope } from './scope.ts'
import type { TrainingStep } from './training-step.ts'
import { watch } from './watched.ts'

/**
 * Notes what a training step does while `carryOut` carries it out as it is written, with the step of `optimizer` if there is one. Null where it
 * does more than can be done again without it.
 */
export function observed(
  { session }: Machine,
  scope: Scope,
  plan: Plan,
  training: TrainingStep,
  optimizer: InstanceValue | null,
  carryOut: () => void,
): Doing | null {
  const { planner, gradMode } = session
  const watched = watch(scope, training.reads)
  const named = tensorsOf(session, scope, training.reads)
  const cells = new Map((watched?.cells ?? []).map((cell) => [tensorOf(session, cell), cell]))
  const before = { at: plan.at, looks: plan.looks, apart: planner.apart }
  const filled = new Map<number, Tensor>()
  const noticed: NonNullable<Session['noticed']> = { deposits: [], updates: [] }
  session.noticed = noticed
  plan.onFill = (slot, tensor) => filled.set(slot, tensor)
  try {
    carryOut()
  } finally {
    plan.onFill = null
    session.noticed = null
  }
  const still = plan.looks - before.looks === 1 && planner.apart === before.apart && session.nextHandle === 0
  if (watched === null || named === null || !still || plan.at <= before.at) return null
  const changes = changesOf(plan, noticed.updates)
  const ofOptimizer = fillingsOf(noticed.updates)
  const fillings = whole([...filled.values()], (tensor): Filling | null => {
    const name = named.get(tensor)
    const cell = cells.get(tensor)
    if (name !== undefined) return { kind: 'name', name }
    if (cell !== undefined) return { kind: 'cell', cell }
    const constant: Filling | null = tensor.shape.every((size) => size === 1) ? { kind: 'constant', tensor } : null
    return ofOptimizer.get(tensor) ?? constant
  })
  const names = whole(training.assigns, (name) => {
    const value = scope.names.get(name)
    const event = value?.kind === 'tensor' ? eventOf(plan, value.node.value) : null
    return value?.kind === 'tensor' && event !== null && value.version === 0 ? { name, event, cell: value } : null
  })
  const leaves = whole([...new Set(noticed.deposits)], (cell) => {
    const event = eventOf(plan, cell.grad?.node.value)
    return event === null || cell.grad?.version !== 0 || !cell.isLeaf ? null : { cell, event }
  })
  if (fillings === null || names === null || leaves === null || leaves.length === 0 || changes === null) return null
  const output = names.find(({ name }) => name === training.output)?.event
  if (output === undefined || new Set(names.map(({ cell }) => cell)).size < names.length) return null
  const [from, to, slots] = [before.at, plan.at, [...filled.keys()]]
  return { plan, from, to, slots, fillings, names, leaves, output, optimizer, changes, watched, gradMode }
}

/** What `f` makes of each; null where it cannot say for one. */
function whole<X, Y>(list: readonly X[], f: (x: X, i: number) => Y | null): Y[] | null {
  const made = list.map(f)
  return made.every((each) => each !== null) ? made : null
}

const eventOf = (plan: Plan, value: Tensor | undefined): number | null =>
  value instanceof Deferred && value.source === plan && value.turn === plan.turn ? value.event : null

/** What an optimizer did to each parameter; null where the plan does not know it all, or a parameter was changed twice. */
function changesOf(plan: Plan, updates: readonly Noticed[]): readonly Change[] | null {
  if (new Set(updates.map(({ parameter }) => parameter)).size < updates.length) return null
  return whole(updates, ({ parameter, rule, numbers, after }) => {
    const results = whole(layoutOf(rule).last, ({ role, key, line }) => {
      const event = eventOf(plan, after[line])
      return event === null ? null : { key: role === 'parameter' ? null : key, event }
    })
    const like = updates.findIndex((other) => other.numbers === numbers)
    return results === null ? null : { parameter, rule, like, results }
  })
}

/** Which tensors an optimizer took from what it keeps, and which stand for numbers of its step. */
function fillingsOf(updates: readonly Noticed[]): ReadonlyMap<Tensor, Filling> {
  const found = new Map<Tensor, Filling>()
  updates.forEach(({ rule, before }, change) => {
    rule.symbols.forEach(({ role, key }, i) => {
      const tensor = before[i] ?? null
      if (tensor === null || found.has(tensor)) return
      if (role === 'state') found.set(tensor, { kind: 'kept', change, key })
      if (role === 'number') found.set(tensor, { kind: 'number', change, key })
    })
  })
  return found
}

/** The names of tensors by the numbers they hold; null where two names hold the same, for they may part. */
function tensorsOf(session: Session, scope: Scope, names: readonly string[]): ReadonlyMap<Tensor, string> | null {
  const found = new Map<Tensor, string>()
  for (const name of names) {
    const value = scope.find(name)
    if (value?.kind !== 'tensor') continue
    const tensor = tensorOf(session, value)
    if (found.has(tensor)) return null
    found.set(tensor, name)
  }
  return found
}
