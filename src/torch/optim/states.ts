import { dtypeOf, filled, type Session, shapeOf } from '../session.ts'
import type { InstanceValue, TensorValue } from '../value.ts'
import type { Group } from './group.ts'
import type { Optimizer } from './rules.ts'
import type { ParameterState } from './update.ts'

const known = new WeakMap<InstanceValue, Map<TensorValue, ParameterState>>()

/** What an optimizer keeps of its parameters. */
export function statesOf(self: InstanceValue): Map<TensorValue, ParameterState> {
  const found = known.get(self) ?? new Map<TensorValue, ParameterState>()
  known.set(self, found)
  return found
}

/** What an optimizer keeps of one parameter; made when it is first asked for. */
export function stateOf(
  session: Session,
  optimizer: Optimizer,
  self: InstanceValue,
  group: Group,
  parameter: TensorValue,
): ParameterState {
  const states = statesOf(self)
  const before = states.get(parameter)
  if (before !== undefined) return before
  const [shape, dtype] = [shapeOf(session, parameter), dtypeOf(session, parameter)]
  const tensors = new Map(
    optimizer.state(group).map(([key, value]) => [key, filled(session, shape, value, dtype)] as const),
  )
  const made: ParameterState = { step: 0, tensors }
  states.set(parameter, made)
  return made
}
