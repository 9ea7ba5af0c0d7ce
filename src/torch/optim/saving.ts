import { tensor } from '../../core/tensor.ts'
import { dictionary, entry, setEntry, textDictionary } from '../dictionary.ts'
import { overwrite } from '../inplace.ts'
import { raise } from '../raised.ts'
import { cloned } from '../reshaping.ts'
import { filled, leaf, type Session, tensorOf } from '../session.ts'
import {
  type DictValue,
  type InstanceValue,
  int,
  list,
  none,
  type TensorValue,
  typeName,
  type Value,
} from '../value.ts'
import { Group } from './group.ts'
import { statesOf } from './states.ts'
import type { ParameterState } from './update.ts'

/** Fills a gradient with zeros, in place. */
export function zero(session: Session, gradient: TensorValue): void {
  const { shape, dtype } = tensorOf(session, gradient)
  const mode = session.gradMode
  session.gradMode = false
  overwrite(session, gradient, filled(session, shape, 0, dtype))
  session.gradMode = mode
}

/** What is kept of a parameter, as a dictionary. */
const shown = (session: Session, { step, tensors }: ParameterState): DictValue =>
  textDictionary([
    ...(tensors.size === 1 && tensors.has('momentum_buffer')
      ? []
      : [['step', leaf(session, tensor([step], []))] as const]),
    ...tensors,
  ])

/** `state_dict()`: parameters stand as their numbers. */
export function savedState(session: Session, self: InstanceValue, groups: readonly DictValue[]): DictValue {
  const states = statesOf(self)
  const all = groups.flatMap((each) => new Group(session, each).parameters)
  const numberOf = new Map(all.map((parameter, i) => [parameter, i]))
  const state = all.flatMap((parameter, i) => {
    const found = states.get(parameter)
    return found === undefined || found.tensors.size === 0 ? [] : [[int(i), shown(session, found)] as const]
  })
  const packed = groups.map((each) => {
    const settings = [...each.entries.values()].filter(([key]) => key.kind !== 'str' || key.value !== 'params')
    const numbers = new Group(session, each).parameters.map((parameter) => int(numberOf.get(parameter) ?? 0))
    const made = dictionary(settings)
    setEntry(made, 'params', list(numbers))
    return made
  })
  return textDictionary([
    ['state', dictionary(state)],
    ['param_groups', list(packed)],
  ])
}

/** `load_state_dict(state_dict)`: settings and state, parameter by parameter in their order. */
export function loadState(session: Session, self: InstanceValue, groups: readonly DictValue[], from: Value): Value {
  if (from.kind !== 'dict')
    return raise('TypeError', `'${typeName(from)}' object is not subscriptable`, 'Give what state_dict() returned.')
  const saved = entry(from, 'param_groups')
  const given = saved?.kind === 'list' ? saved.items.filter((each) => each.kind === 'dict') : []
  if (given.length !== groups.length)
    raise('ValueError', 'loaded state dict has a different number of parameter groups', 'Make the optimizers alike.')
  groups.forEach((group, i) => {
    const params = entry(given[i]!, 'params')
    if (params?.kind !== 'list' || params.items.length !== new Group(session, group).parameters.length)
      raise(
        'ValueError',
        "loaded state dict contains a parameter group that doesn't match the size of optimizer's group",
        'Make the optimizers alike.',
      )
    for (const [key, value] of given[i]!.entries.values())
      if (key.kind === 'str' && key.value !== 'params') setEntry(group, key.value, value)
  })
  const state = entry(from, 'state')
  const states = statesOf(self)
  const parameters = groups.flatMap((each) => new Group(session, each).parameters)
  if (state?.kind === 'dict')
    for (const [key, value] of state.entries.values()) {
      const parameter = key.kind === 'int' ? parameters[key.value] : undefined
      if (parameter !== undefined && value.kind === 'dict') states.set(parameter, restored(session, value))
    }
  return none
}

function restored(session: Session, from: DictValue): ParameterState {
  const tensors = new Map<string, TensorValue>()
  let step = 0
  const mode = session.gradMode
  session.gradMode = false
  for (const [key, value] of from.entries.values()) {
    if (key.kind !== 'str' || value.kind !== 'tensor') continue
    if (key.value === 'step') step = tensorOf(session, value).data[0] ?? 0
    else tensors.set(key.value, cloned(session, value))
  }
  session.gradMode = mode
  return { step, tensors }
}
