import type { Numbers } from '../core/plan/plan.ts'
import type { Loop } from '../core/plan/planner.ts'
import { sizeOf } from '../core/tensor.ts'
import { tensorsBelow } from '../torch/nn/walk.ts'
import { type Due, parametersOf } from '../torch/optim/stepping.ts'
import { layoutOf } from '../torch/optim/update.ts'
import type { Session } from '../torch/session.ts'
import type { TensorValue } from '../torch/value.ts'
import { type Doing, isAt } from './doing.ts'
import type { Machine } from './machine.ts'
import type { Scope } from './scope.ts'
import { duesIn, givenBy, looksSame, resetOf } from './shortcut.ts'
import type { SprintBody } from './sprint-body.ts'
import { holds } from './watched.ts'

/** A number of the optimizer's step, and the first change that is made with it. */
interface NumberSlot {
  readonly slot: number
  readonly change: number
  readonly key: string
}

/** What stays as it is during a sprint. */
export interface Track {
  readonly dues: readonly Due[]
  readonly numbers: readonly NumberSlot[]
  /** The slots that are filled anew in each turn, by the name of what fills them. */
  readonly filled: ReadonlyMap<string, readonly number[]>
  readonly items: ReadonlyMap<string, Numbers>
  readonly work: number
}

/** Looks whether the next turns can be a sprint; null where they cannot. */
export function trackFor(machine: Machine, scope: Scope, loop: Loop, body: SprintBody, doing: Doing): Track | null {
  const { session } = machine
  const { plan, optimizer, names, leaves, slots, fillings, watched } = doing
  const free = !session.shows() && session.onUpdate === undefined && session.nextHandle === 0
  if (!free || !isAt(doing, session) || optimizer === null) return null
  const waits = session.planner.waiting(loop) === plan
  if (!waits && session.planner.steady(loop) !== plan) return null
  if (doing.from !== 0 || plan.at !== doing.to || !plan.complete) return null
  const slices = body.before.flatMap((each) => (each.kind === 'slices' ? each.parts.map(({ name }) => name) : []))
  const given = new Set([...slices, ...body.targets])
  if (doing.looked.some(({ filling }) => filling.kind === 'name' && given.has(filling.name))) return null
  if (!areApart(body, doing, given) || !holds(watched, scope) || !looksSame(machine, scope, doing)) return null
  if (!allReset(session, scope, body, leaves)) return null
  const dues = duesIn(machine, scope, doing, body.training)
  if (dues === null) return null
  const numbers: NumberSlot[] = []
  const filled = new Map<string, number[]>()
  for (let i = 0; i < slots.length; i++) {
    const [slot, filling] = [slots[i]!, fillings[i]!]
    if (filling.kind === 'number') numbers.push({ slot, change: doing.changes[filling.change]!.like, key: filling.key })
    else if (filling.kind === 'name' && given.has(filling.name))
      filled.set(filling.name, [...(filled.get(filling.name) ?? []), slot])
    else {
      const tensor = givenBy(machine, scope, filling, dues)
      if (tensor === null || typeof tensor === 'number' || !plan.stays(slot, tensor, waits)) return null
    }
  }
  const items = new Map(names.map(({ name, event }) => [name, plan.numbers(event)]))
  const updates = dues.map(({ parameter, rule }) => 1 + layoutOf(rule).lines * sizeOf(parameter.node.value.shape))
  const work = updates.reduce((sum, each) => sum + each, 1 + doing.to + body.after.length)
  return { dues, numbers, filled, items, work }
}

/** Whether a turn gives no name a value that the training step reads, but for what fills slots, nor one that slices are taken of. */
function areApart(
  { before, after, training }: SprintBody,
  { watched, fillings }: Doing,
  given: ReadonlySet<string>,
): boolean {
  const summed = after.flatMap((each) => (each.kind === 'set' ? [each.name] : []))
  const handed = new Set(fillings.flatMap((each) => (each.kind === 'name' && given.has(each.name) ? [each.name] : [])))
  const changing = new Set([...summed, ...given])
  const sources = before.flatMap((each) => (each.kind === 'slices' ? each.parts.map(({ object }) => object) : []))
  return (
    !training.assigns.some((name) => changing.has(name)) &&
    !watched.names.some(({ name }) => changing.has(name) && !handed.has(name)) &&
    !summed.some((name) => given.has(name)) &&
    !sources.some((name) => changing.has(name))
  )
}

/** Whether each turn begins without gradients. */
function allReset(session: Session, scope: Scope, { training, after }: SprintBody, leaves: Doing['leaves']): boolean {
  const calls = [...training.resets, ...after.flatMap((each) => (each.kind === 'reset' ? [each.call] : []))]
  const covered = new Set<TensorValue>()
  for (const { name } of calls) {
    const self = scope.find(name)
    const kind = self?.kind === 'instance' ? resetOf(self) : null
    if (self?.kind !== 'instance' || kind === null) return false
    if (kind === 'optimizer') for (const cell of parametersOf(session, self)) covered.add(cell)
    else for (const { value } of tensorsBelow(self, 'parameters')) covered.add(value)
  }
  return leaves.every(({ cell }) => covered.has(cell))
}
