import { Deferred } from '../core/plan/deferred.ts'
import type { Plan } from '../core/plan/plan.ts'
import type { Tensor } from '../core/tensor.ts'
import { deposit } from '../torch/autograd.ts'
import { noLiterals, plant } from '../torch/made.ts'
import { cellOf, type Session, tensorOf } from '../torch/session.ts'
import type { TensorValue } from '../torch/value.ts'
import type { Statement } from './ast.ts'
import { goTo, type Machine } from './machine.ts'
import type { Scope } from './scope.ts'
import { type Stretch, stretchesOf } from './stretch.ts'
import { holds, type Watched, watch } from './watched.ts'

type Step = (machine: Machine, scope: Scope, statement: Statement) => unknown

/** What fills a slot of the plan: the tensor of a name, or one that stays where it is while its numbers change; else a constant. */
type Filling =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'cell'; readonly cell: TensorValue }
  | { readonly kind: 'constant'; readonly tensor: Tensor }

/** All that a stretch did in one turn. */
interface Doing {
  readonly plan: Plan
  readonly from: number
  readonly to: number
  readonly slots: readonly number[]
  readonly fillings: readonly Filling[]
  readonly names: readonly { readonly name: string; readonly event: number; readonly cell: TensorValue }[]
  readonly leaves: readonly { readonly cell: TensorValue; readonly event: number }[]
  readonly output: number
  readonly watched: Watched
  readonly gradMode: boolean
}

/** How often a stretch is watched in vain. */
const mostTries = 6

/**
 * A stretch of a loop's body such as `loss = loss_fn(model(X), y)`, `loss.backward()`, in a loop that a plan carries out: once it has done the same from the
 * same in two turns, the numbers are passed on without asking for one op after the other.
 */
export class Shortcut {
  readonly stretch: Stretch
  #known: Doing | null = null
  #sure = false
  #tries = 0

  constructor(stretch: Stretch) {
    this.stretch = stretch
  }

  /** Carries out the stretch in one way or the other. */
  take(machine: Machine, scope: Scope, plan: Plan, step: Step): void {
    if (this.#known !== null && this.#known.plan !== plan) {
      this.#known = null
      this.#sure = false
    }
    if (this.#sure && this.#known !== null && this.#pass(machine, scope, this.#known, step)) return
    if (this.#sure || this.#tries >= mostTries || machine.session.shows())
      for (const statement of this.stretch.statements) step(machine, scope, statement)
    else this.#learn(machine, scope, plan, step)
  }

  #learn(machine: Machine, scope: Scope, plan: Plan, step: Step): void {
    const seen = observed(machine, scope, plan, this.stretch, step)
    this.#sure = seen !== null && this.#known !== null && alike(seen, this.#known)
    if (!this.#sure) this.#tries++
    this.#known = seen
  }

  #pass(machine: Machine, scope: Scope, doing: Doing, step: Step): boolean {
    const { session } = machine
    const { plan } = doing
    if (session.shows() || session.nextHandle > 0 || session.gradMode !== doing.gradMode) return false
    if (plan.at !== doing.from || !holds(doing.watched)) return false
    for (const statement of this.stretch.resets) step(machine, scope, statement)
    for (const { cell } of doing.leaves) if (cell.grad !== null || !cell.requiresGrad) return false
    const tensors = doing.fillings.map((filling) => tensorFor(machine, scope, filling))
    if (!tensors.every((tensor) => tensor !== null) || !plan.jump(doing.to, doing.slots, tensors)) return false
    session.charge(1 + doing.to - doing.from)
    for (const { name, event, cell } of doing.names) scope.set(name, freed(machine, plan.promise(event), cell))
    const last = this.stretch.statements.at(-1)
    if (last !== undefined) goTo(machine, last)
    for (const { cell, event } of doing.leaves) deposit(session, cell, plan.promise(event))
    session.onBackward({ output: plan.promise(doing.output), trace: () => null })
    return true
  }
}

function tensorFor({ session }: Machine, scope: Scope, filling: Filling): Tensor | null {
  switch (filling.kind) {
    case 'name': {
      const value = scope.find(filling.name)
      return value?.kind === 'tensor' ? tensorOf(session, value) : null
    }
    case 'cell':
      return tensorOf(session, filling.cell)
    case 'constant':
      return filling.tensor
  }
}

/** A tensor as a backward pass has left it: its numbers, and a history that is freed. */
function freed({ session }: Machine, value: Tensor, like: TensorValue): TensorValue {
  const { requiresGrad, gradFn, isLeaf, node } = like
  const role = requiresGrad ? 'parameter' : 'data'
  const made = plant(session.recording, { role, value, requiresGrad, literals: noLiterals, line: session.line })
  made.name = node.name
  made.gradFn = node.gradFn
  made.freed = requiresGrad
  const cell = cellOf(made, gradFn)
  made.cell = null
  cell.isLeaf = isLeaf
  cell.gradFn = gradFn
  return cell
}

const eventOf = (plan: Plan, value: Tensor | undefined): number | null =>
  value instanceof Deferred && value.source === plan && value.turn === plan.turn ? value.event : null

/** Carries a stretch out as it is written, and notes what it does; null where it does more than can be done again without it. */
function observed(machine: Machine, scope: Scope, plan: Plan, stretch: Stretch, step: Step): Doing | null {
  const { session } = machine
  const { planner, gradMode } = session
  const watched = watch(scope, stretch.reads)
  const filled = new Map<number, Tensor>()
  const before = {
    at: plan.at,
    looks: plan.looks,
    apart: planner.apart,
    names: tensorsOf(session, scope, stretch.reads),
  }
  const cells = new Map((watched?.cells ?? []).map((cell) => [tensorOf(session, cell), cell]))
  session.deposited = []
  plan.onFill = (slot, tensor) => filled.set(slot, tensor)
  try {
    for (const statement of stretch.statements) step(machine, scope, statement)
  } finally {
    plan.onFill = null
  }
  const leaves = [...new Set(session.deposited)]
  session.deposited = null
  const still = plan.looks - before.looks === 1 && planner.apart === before.apart && session.nextHandle === 0
  const named = before.names
  if (watched === null || named === null || !still || plan.at <= before.at) return null
  const fillings = [...filled].map(([, tensor]): Filling | null => {
    const name = named.get(tensor)
    if (name !== undefined) return { kind: 'name', name }
    const cell = cells.get(tensor)
    if (cell !== undefined) return { kind: 'cell', cell }
    return tensor.shape.every((size) => size === 1) ? { kind: 'constant', tensor } : null
  })
  const names = stretch.assigns.map((name) => {
    const value = scope.names.get(name)
    const event = value?.kind === 'tensor' ? eventOf(plan, value.node.value) : null
    return value?.kind === 'tensor' && event !== null && value.version === 0 ? { name, event, cell: value } : null
  })
  const grads = leaves.map((cell) => {
    const event = eventOf(plan, cell.grad?.node.value)
    return event === null || cell.grad?.version !== 0 || !cell.isLeaf ? null : { cell, event }
  })
  const output = names.find((each) => each?.name === stretch.output)?.event
  if (output === undefined || grads.length === 0) return null
  if (new Set(names.map((each) => each?.cell)).size < names.length) return null
  if (!fillings.every((each) => each !== null) || !names.every((each) => each !== null)) return null
  if (!grads.every((each) => each !== null)) return null
  const [from, to, slots] = [before.at, plan.at, [...filled.keys()]]
  return { plan, from, to, slots, fillings, names, leaves: grads, output, watched, gradMode }
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

const sameFilling = (p: Filling, q: Filling | undefined): boolean => {
  if (p.kind === 'name') return q?.kind === 'name' && p.name === q.name
  if (p.kind === 'cell') return q?.kind === 'cell' && p.cell === q.cell
  return q?.kind === 'constant' && Object.is(p.tensor.data[0], q.tensor.data[0])
}

/** Whether a stretch did the same in two turns. */
const alike = (p: Doing, q: Doing): boolean =>
  p.from === q.from &&
  p.to === q.to &&
  p.gradMode === q.gradMode &&
  p.slots.length === q.slots.length &&
  p.slots.every((slot, i) => slot === q.slots[i] && sameFilling(p.fillings[i]!, q.fillings[i])) &&
  p.names.every(
    ({ event, cell }, i) => event === q.names[i]?.event && cell.requiresGrad === q.names[i]?.cell.requiresGrad,
  ) &&
  p.leaves.length === q.leaves.length &&
  p.leaves.every(({ cell, event }, i) => cell === q.leaves[i]?.cell && event === q.leaves[i]?.event)

const known = new WeakMap<readonly Statement[], readonly Shortcut[]>()

/** The shortcuts of a loop's body. */
export function shortcutsOf(body: readonly Statement[]): readonly Shortcut[] {
  const found = known.get(body) ?? stretchesOf(body).map((stretch) => new Shortcut(stretch))
  known.set(body, found)
  return found
}
