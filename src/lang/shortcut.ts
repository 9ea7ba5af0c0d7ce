import type { Plan } from '../core/plan/plan.ts'
import { sizeOf, type Tensor } from '../core/tensor.ts'
import { deposit } from '../torch/autograd.ts'
import { member } from '../torch/classes.ts'
import { pass, type Recording } from '../torch/made.ts'
import { maybeParts } from '../torch/nn/parts.ts'
import { clear, type Due, duesOf, optimizerOf } from '../torch/optim/stepping.ts'
import { layoutOf, put } from '../torch/optim/update.ts'
import { cellOf, type Session, tensorOf } from '../torch/session.ts'
import type { InstanceValue, TensorValue } from '../torch/value.ts'
import type { Statement } from './ast.ts'
import { type Doing, type Filling, isAt, sameDoing } from './doing.ts'
import { goTo, type Machine } from './machine.ts'
import { observed } from './observing.ts'
import type { Scope } from './scope.ts'
import { type Call, type TrainingStep, trainingSteps } from './training-step.ts'
import { holds } from './watched.ts'

/** Carries out one statement. */
export type Step = (machine: Machine, scope: Scope, statement: Statement) => unknown

/** How often a training step is watched in vain. */
const mostTries = 6

/**
 * A training step in a loop that a plan carries out: once it has done the same from the same in two turns, the numbers are passed on without
 * asking for one op after the other.
 */
export class Shortcut {
  readonly training: TrainingStep
  #known: Doing | null = null
  #sure = false
  #tries = 0
  /** What the last training step did, if it was passed over. */
  passed: Doing | null = null

  constructor(training: TrainingStep) {
    this.training = training
  }

  /** The first statement after it. */
  get to(): number {
    const { from, statements, update } = this.training
    return from + statements.length + (update === null ? 0 : 1)
  }

  /** Carries out the training step in one way or the other. */
  take(machine: Machine, scope: Scope, plan: Plan, step: Step): void {
    if (this.#known !== null && this.#known.plan !== plan) {
      this.#known = null
      this.#sure = false
    }
    this.passed =
      this.#sure && this.#known !== null && this.#pass(machine, scope, this.#known, step) ? this.#known : null
    if (this.passed !== null) return
    const { statements, update } = this.training
    const all = update === null ? statements : [...statements, update.statement]
    if (this.#sure || this.#tries >= mostTries || machine.session.shows())
      for (const statement of all) step(machine, scope, statement)
    else this.#learn(machine, scope, plan, step)
  }

  #learn(machine: Machine, scope: Scope, plan: Plan, step: Step): void {
    const { training } = this
    const { statements, update } = training
    const optimizer = update === null ? null : optimizerAt(scope, training, update)
    const seen = observed(machine, scope, plan, training, optimizer, () => {
      for (const statement of statements) step(machine, scope, statement)
      if (update !== null && optimizer !== null) step(machine, scope, update.statement)
    })
    if (update !== null && optimizer === null) step(machine, scope, update.statement)
    this.#sure = seen !== null && this.#known !== null && sameDoing(seen, this.#known)
    if (!this.#sure) this.#tries++
    this.#known = seen
  }

  #pass(machine: Machine, scope: Scope, doing: Doing, step: Step): boolean {
    const { session } = machine
    const { plan, leaves } = doing
    const { resets, update } = this.training
    if (session.shows() || session.onUpdate !== undefined || session.nextHandle > 0) return false
    if (!isAt(doing, session) || plan.at !== doing.from || !holds(doing.watched, scope)) return false
    if (!looksSame(machine, scope, doing)) return false
    if (!resets.every((reset) => resetAt(machine, scope, reset, step))) return false
    for (const { cell } of leaves) if (cell.grad !== null || !cell.requiresGrad) return false
    const dues = duesIn(machine, scope, doing, this.training)
    if (dues === null || !filled(machine, scope, doing, dues)) return false
    session.charge(1 + doing.to - doing.from)
    leaveGradients(machine, scope, this.training, doing)
    session.onBackward({ output: plan.promise(doing.output), trace: () => null })
    if (doing.optimizer === null) {
      if (update !== null) step(machine, scope, update.statement)
      return true
    }
    for (let i = 0; i < dues.length; i++) {
      const { parameter, state, rule } = dues[i]!
      session.charge(1 + layoutOf(rule).lines * sizeOf(parameter.node.value.shape))
      state.step++
    }
    leaveParameters(machine, this.training, doing, dues)
    return true
  }
}

/** Gives names the tensors that a training step leaves, and leaves their gradients. */
export function leaveGradients(machine: Machine, scope: Scope, { statements }: TrainingStep, doing: Doing): void {
  const { plan, names, leaves } = doing
  for (const { name, event, cell } of names) scope.set(name, freed(machine.session, plan.promise(event), cell))
  goTo(machine, statements.at(-1)!)
  for (const { cell, event } of leaves) deposit(machine.session, cell, plan.promise(event))
}

/** Gives parameters, and what the optimizer keeps of them, their new numbers. */
export function leaveParameters(machine: Machine, { update }: TrainingStep, doing: Doing, dues: readonly Due[]): void {
  const { plan, changes } = doing
  if (update !== null) goTo(machine, update.statement)
  for (let i = 0; i < dues.length; i++) {
    const { parameter, state } = dues[i]!
    for (const { key, event } of changes[i]!.results)
      put(machine.session, parameter, state.tensors, key, plan.promise(event))
  }
}

/** The optimizer whose step a call is, if that is PyTorch's own; else null. */
function optimizerAt(scope: Scope, { assigns }: TrainingStep, { name }: Call): InstanceValue | null {
  const self = assigns.includes(name) ? null : scope.find(name)
  return self?.kind === 'instance' && optimizerOf(self, 'step') !== null ? self : null
}

/** What an object is whose `zero_grad` only resets gradients; null for any other. */
export function resetOf(self: InstanceValue): 'optimizer' | 'module' | null {
  if (optimizerOf(self, 'zero_grad') !== null) return 'optimizer'
  if (self.attributes.has('zero_grad') || maybeParts(self) === undefined) return null
  const method = member(self.type, 'zero_grad')
  return method?.kind === 'function' && method.flavour === 'builtin' ? 'module' : null
}

/** Resets gradients, if all that the call does is that. */
export function resetAt(machine: Machine, scope: Scope, { name, statement }: Call, step: Step): boolean {
  const self = scope.find(name)
  const kind = self?.kind === 'instance' ? resetOf(self) : null
  if (self?.kind !== 'instance' || kind === null) return false
  if (kind === 'optimizer') clear(machine.session, self)
  else step(machine, scope, statement)
  return true
}

/** What the optimizer is about to change; null where that is not what was observed. */
export function duesIn(
  { session }: Machine,
  scope: Scope,
  { optimizer, changes, leaves }: Doing,
  { update }: TrainingStep,
): readonly Due[] | null {
  if (optimizer === null || update === null) return []
  const known = scope.find(update.name) === optimizer ? optimizerOf(optimizer, 'step') : null
  if (known === null) return null
  const learning = new Set(leaves.map(({ cell }) => cell))
  const dues = [...duesOf(session, known, optimizer, (cell) => cell.grad !== null || learning.has(cell))]
  if (dues.length !== changes.length) return null
  for (let i = 0; i < dues.length; i++) {
    const [due, change] = [dues[i]!, changes[i]!]
    if (due.parameter !== change.parameter || due.rule !== change.rule) return null
    if (due.numbers !== dues[change.like]!.numbers) return null
  }
  return dues
}

/** Whether the tensors whose numbers decided what was computed are the same ones again. */
export const looksSame = (machine: Machine, scope: Scope, { looked }: Doing): boolean =>
  looked.every(({ filling, tensor }) => givenBy(machine, scope, filling, []) === tensor)

/** Fills the slots of the plan and passes over its events. */
function filled(machine: Machine, scope: Scope, doing: Doing, dues: readonly Due[]): boolean {
  const { plan, to, slots, fillings } = doing
  const given = new Array<Tensor | number>(slots.length)
  for (let i = 0; i < slots.length; i++) {
    const filling = givenBy(machine, scope, fillings[i]!, dues)
    if (filling === null) return false
    given[i] = filling
  }
  return plan.jump(to, slots, given)
}

export function givenBy(
  { session }: Machine,
  scope: Scope,
  filling: Filling,
  dues: readonly Due[],
): Tensor | number | null {
  switch (filling.kind) {
    case 'name': {
      const value = scope.find(filling.name)
      return value?.kind === 'tensor' ? tensorOf(session, value) : null
    }
    case 'cell':
      return tensorOf(session, filling.cell)
    case 'kept': {
      const cell = dues[filling.change]?.state.tensors.get(filling.key)
      return cell === undefined ? null : tensorOf(session, cell)
    }
    case 'number':
      return dues[filling.change]?.numbers[filling.key] ?? null
    case 'constant':
      return filling.tensor
  }
}

/** A tensor as a backward pass has left it: its numbers, and a history that is not known. */
function freed({ recording }: Session, value: Tensor, like: TensorValue): TensorValue {
  const { node, gradFn, view } = like
  const made =
    node.kind === 'op'
      ? pass(recording, node, value)
      : { ...node, value, order: recording.count++, cell: null, changed: null }
  const cell = cellOf(made, gradFn)
  if (view !== null) cell.view = { ...view, of: unknown(recording, view.of, cell) }
  return cell
}

/** What a view was taken from, where its numbers are not known. */
function unknown(recording: Recording, like: TensorValue, { memory }: TensorValue): TensorValue {
  const { node, view } = like
  const cell: TensorValue = {
    ...like,
    node: node.kind === 'op' ? pass(recording, node, null) : node,
    memory,
    seen: memory.version,
  }
  if (view !== null) cell.view = { ...view, of: unknown(recording, view.of, cell) }
  return cell
}

const known = new WeakMap<readonly Statement[], readonly Shortcut[]>()

/** The shortcuts of a loop's body. */
export function shortcutsOf(body: readonly Statement[]): readonly Shortcut[] {
  const found = known.get(body) ?? trainingSteps(body).map((training) => new Shortcut(training))
  known.set(body, found)
  return found
}
