import { Deferred } from '../core/plan/deferred.ts'
import type { Plan } from '../core/plan/plan.ts'
import type { Tensor } from '../core/tensor.ts'
import { layoutOf, type Noticed } from '../torch/optim/update.ts'
import { type Session, tensorOf } from '../torch/session.ts'
import type { InstanceValue } from '../torch/value.ts'
import { type Change, type Doing, type Filling, settingOf } from './doing.ts'
import { looksAt } from './looking.ts'
import type { Machine } from './machine.ts'
import type { Scope } from './scope.ts'
import type { TrainingStep } from './training-step.ts'
import { holds, watch } from './watched.ts'

/**
 * Notes what a training step does while `carryOut` carries it out as it is written, with the step of `optimizer` if there is one. Null where it
 * does more than can be done again without it.
 */
export function observed(
  machine: Machine,
  scope: Scope,
  plan: Plan,
  training: TrainingStep,
  optimizer: InstanceValue | null,
  carryOut: () => void,
): Doing | null {
  const { session } = machine
  const setting = settingOf(session)
  const watched = watch(session, scope, training.reads)
  // a tensor that was written to through another one follows when the program uses it
  const named = watched !== null && holds(watched, scope) ? tensorsOf(session, scope, training.reads) : null
  if (watched === null || named === null) {
    carryOut()
    return null
  }
  const seen = watched.cells.map(({ cell }) => cell)
  const cells = new Map(seen.map((cell) => [tensorOf(session, cell), cell]))
  const versions = seen.map(({ version, memory }) => ({ version, memory, changes: memory.version }))
  const before = { at: plan.at, looks: plan.looks, acts: actsOf(machine) }
  const filled = new Map<number, Tensor>()
  const noticed: NonNullable<Session['noticed']> = { deposits: [], updates: [] }
  session.noticed = noticed
  const copies = new Map<Tensor, number>()
  plan.onFill = (slot, tensor, copied) => {
    filled.set(slot, tensor)
    if (copied) copies.set(tensor, 1 + (copies.get(tensor) ?? 0))
  }
  let looks: ReadonlyMap<Tensor, number>
  try {
    looks = looksAt([...named.keys(), ...cells.keys()], carryOut)
  } finally {
    plan.onFill = null
    session.noticed = null
  }
  const still = plan.looks - before.looks === 1 && sameActs(actsOf(machine), before.acts) && session.nextHandle === 0
  if (!still || plan.at <= before.at || !holds(watched, scope)) return null
  const updated = new Set(noticed.updates.map(({ parameter }) => parameter))
  const untouched = ({ version, memory, changes }: (typeof versions)[number], i: number): boolean =>
    updated.has(seen[i]!) || (seen[i]!.version === version && seen[i]!.memory === memory && memory.version === changes)
  if (!versions.every(untouched)) return null
  const changes = changesOf(plan, noticed.updates)
  const ofOptimizer = fillingsOf(noticed.updates)
  const sourceOf = (tensor: Tensor): Filling | null => {
    const name = named.get(tensor)
    const cell = cells.get(tensor)
    if (name !== undefined) return { kind: 'name', name }
    return cell === undefined ? null : { kind: 'cell', cell }
  }
  const fillings = whole([...filled.values()], (tensor): Filling | null => {
    // what was computed a turn before is another number each time, even where it was the same twice
    const isConstant = tensor.shape.every((size) => size === 1) && !(tensor instanceof Deferred)
    return sourceOf(tensor) ?? ofOptimizer.get(tensor) ?? (isConstant ? { kind: 'constant', tensor } : null)
  })
  const looked = [...looks].flatMap(([tensor, times]) => {
    const filling = sourceOf(tensor)
    return filling === null || times === (copies.get(tensor) ?? 0) ? [] : [{ filling, tensor }]
  })
  const memories = new Set(seen.map(({ memory }) => memory))
  const names = whole(training.assigns, (name) => {
    const value = scope.names.get(name)
    const event = value?.kind === 'tensor' ? eventOf(plan, value.node.value) : null
    if (value?.kind !== 'tensor' || event === null || value.version > 0) return null
    // what is written to one of two names with one memory has to be seen in the other
    if (memories.has(value.memory)) return null
    memories.add(value.memory)
    return { name, event, cell: value }
  })
  const leaves = whole([...new Set(noticed.deposits)], (cell) => {
    const event = eventOf(plan, cell.grad?.node.value)
    return event === null || cell.grad?.version !== 0 || !cell.isLeaf ? null : { cell, event }
  })
  if (fillings === null || names === null || leaves === null || leaves.length === 0 || changes === null) return null
  const output = names.find(({ name }) => name === training.output)?.event
  if (output === undefined) return null
  const [from, to, slots] = [before.at, plan.at, [...filled.keys()]]
  return { plan, from, to, slots, fillings, names, leaves, output, optimizer, changes, watched, looked, setting }
}

/** How often the program did what leaves a trace besides what it computes: printed, went backward, drew random numbers, computed apart. */
const actsOf = ({ budget, session: { planner, generator } }: Machine): readonly number[] => [
  budget.log.prints.length,
  budget.log.backwards,
  generator.uses,
  planner.apart,
]

/** Whether nothing was done but one backward pass. */
const sameActs = ([prints, backwards, uses, apart]: readonly number[], before: readonly number[]): boolean =>
  prints === before[0] && backwards === before[1]! + 1 && uses === before[2] && apart === before[3]

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
