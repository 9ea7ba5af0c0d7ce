import { member } from '../classes.ts'
import type { Session } from '../session.ts'
import { type DictValue, type InstanceValue, isNumber, type TensorValue, type TypeValue, type Value } from '../value.ts'
import { Group, groupsOf } from './group.ts'
import type { Optimizer, Planned } from './rules.ts'
import { stateOf } from './states.ts'
import { type ParameterState, updateParameter } from './update.ts'

/** A parameter that the next step changes: by which rule, and with which numbers. */
export interface Due {
  readonly parameter: TensorValue
  readonly state: ParameterState
  readonly rule: ReturnType<Planned>['rule']
  /** One object for all parameters that are changed with the same numbers. */
  readonly numbers: ReturnType<Planned>['numbers']
  /** Both for later steps, as long as no setting changes. */
  readonly planned: Planned
}

/** What the next step of an optimizer changes, one parameter after the other: those for which `hasGradient`. */
export function* duesOf(
  session: Session,
  optimizer: Optimizer,
  self: InstanceValue,
  hasGradient: (parameter: TensorValue) => boolean,
): Generator<Due, void, undefined> {
  for (const dict of groupsOf(self)) {
    const group = new Group(session, dict)
    const planned = plannedBy(optimizer, group)
    // It depends on the number of the step and on what is kept already: the same for most parameters.
    let last: { step: number; kept: number; update: ReturnType<Planned> } | null = null
    for (const parameter of group.parameters) {
      if (!hasGradient(parameter)) continue
      const state = stateOf(session, optimizer, self, group, parameter)
      const step = state.step + 1
      const { tensors } = state
      if (last === null || last.step !== step || last.kept !== tensors.size)
        last = { step, kept: tensors.size, update: planned({ step, tensors }) }
      const { rule, numbers } = last.update
      yield { parameter, state, rule, numbers, planned }
    }
  }
}

/** What was read of a group, and the settings it was read from. */
interface Read {
  readonly optimizer: Optimizer
  readonly settings: DictValue['entries']
  readonly planned: Planned
}

const read = new WeakMap<DictValue, Read>()

/** How a group's parameters are changed; read anew where the program has changed a setting. */
function plannedBy(optimizer: Optimizer, group: Group): Planned {
  const { entries } = group.dict
  const known = read.get(group.dict)
  if (known?.optimizer === optimizer && sameEntries(known.settings, entries)) return known.planned
  const planned = optimizer.plan(group)
  const settings = new Map(entries)
  if ([...settings.values()].every(isFixed)) read.set(group.dict, { optimizer, settings, planned })
  return planned
}

function sameEntries(p: DictValue['entries'], q: DictValue['entries']): boolean {
  if (p.size !== q.size) return false
  for (const [key, pair] of p) if (q.get(key) !== pair) return false
  return true
}

/** Whether a setting changes only by being set: not one that is a tensor or a list. */
function isFixed([key, value]: readonly [Value, Value]): boolean {
  if (key.kind === 'str' && key.value === 'params') return true
  return value.kind === 'tuple' ? value.items.every(isNumber) : isNumber(value) || value.kind === 'none'
}

/** One step on every parameter that has a gradient. */
export function step(session: Session, optimizer: Optimizer, self: InstanceValue): void {
  const mode = session.gradMode
  session.gradMode = false
  for (const { parameter, state, rule, numbers } of duesOf(session, optimizer, self, ({ grad }) => grad !== null)) {
    state.step++
    if (parameter.grad !== null) updateParameter(session, rule, parameter, parameter.grad, numbers, state)
  }
  session.gradMode = mode
}

/** All parameters of an optimizer. */
export const parametersOf = (session: Session, self: InstanceValue): readonly TensorValue[] =>
  groupsOf(self).flatMap((dict) => new Group(session, dict).parameters)

/** Sets the gradients of all parameters to None. */
export function clear(session: Session, self: InstanceValue): void {
  for (const parameter of parametersOf(session, self)) parameter.grad = null
}

/** A method of an optimizer that can be done without being called. */
type Method = 'step' | 'zero_grad'

const classes = new WeakMap<
  TypeValue,
  { readonly optimizer: Optimizer; readonly methods: ReadonlyMap<Method, Value> }
>()

/** Notes which optimizer a class is, and what its methods are before the program changes any. */
export function noteOptimizer(type: TypeValue, optimizer: Optimizer): void {
  const methods = new Map<Method, Value>()
  for (const name of ['step', 'zero_grad'] as const) {
    const method = member(type, name)
    if (method !== null) methods.set(name, method)
  }
  classes.set(type, { optimizer, methods })
}

/** The optimizer that an object is, if its method is still PyTorch's own; else null. */
export function optimizerOf(self: InstanceValue, name: Method): Optimizer | null {
  const known = classes.get(self.type)
  if (known === undefined || self.attributes.has(name)) return null
  return known.methods.get(name) === member(self.type, name) ? known.optimizer : null
}
