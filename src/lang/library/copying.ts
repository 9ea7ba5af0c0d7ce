import { member, send } from '../../torch/classes.ts'
import { maybeParts, startParts } from '../../torch/nn/parts.ts'
import { raise } from '../../torch/raised.ts'
import { leaf, tensorOf } from '../../torch/session.ts'
import { type InstanceValue, list, none, type TensorValue, type Value } from '../../torch/value.ts'
import { callWith } from '../functions.ts'
import type { Operating } from '../operators.ts'
import { type Library, moduleOf, natives } from './library.ts'

/** A tensor with its own memory: a leaf that requires a gradient where the other does, with a copy of its gradient. */
function copiedTensor(at: Operating, x: TensorValue): TensorValue {
  if (!x.isLeaf)
    raise(
      'RuntimeError',
      'Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment',
      'Call detach() first.',
    )
  const copy = leaf(at.session, tensorOf(at.session, x), x.requiresGrad)
  if (x.parameter === true) copy.parameter = true
  if (x.grad !== null) copy.grad = copiedTensor(at, x.grad)
  return copy
}

/** Gives the copy of a module copies of its parts; other objects have none. */
function copyParts(value: InstanceValue, copy: InstanceValue, deeper: (part: Value) => Value): void {
  const parts = maybeParts(value)
  if (parts === undefined) return
  const made = startParts(copy)
  for (const which of ['parameters', 'buffers'] as const)
    for (const [name, tensor] of parts[which]) {
      const part = tensor === null ? null : deeper(tensor)
      made[which].set(name, part?.kind === 'tensor' ? part : null)
    }
  for (const [name, module] of parts.modules) {
    const part = module === null ? null : deeper(module)
    made.modules.set(name, part?.kind === 'instance' ? part : null)
  }
  for (const name of parts.fleeting) made.fleeting.add(name)
  for (const hook of parts.after) made.after.add(hook)
  for (const hook of parts.before) made.before.add(hook)
}

/** A copy whose parts are the same objects. */
function shallow(at: Operating, value: Value): Value {
  switch (value.kind) {
    case 'list':
      at.budget.allocate(value.items.length)
      return list([...value.items])
    case 'dict':
      at.budget.allocate(value.entries.size)
      return { ...value, entries: new Map(value.entries) }
    case 'set':
      return value.frozen ? value : { ...value, entries: new Map(value.entries) }
    case 'tensor':
      return copiedTensor(at, value)
    case 'instance':
      return (
        send(value, '__copy__', []) ?? { kind: 'instance', type: value.type, attributes: new Map(value.attributes) }
      )
    default:
      return value
  }
}

/** A copy of a value and of all that it holds. What is held twice is copied once. */
function deep(at: Operating, value: Value, done: Map<Value, Value>): Value {
  const before = done.get(value)
  if (before !== undefined) return before
  at.budget.charge()
  const keep = <T extends Value>(copy: T): T => {
    done.set(value, copy)
    return copy
  }
  switch (value.kind) {
    case 'list': {
      at.budget.allocate(value.items.length)
      const copy = keep(list([]))
      for (const item of value.items) copy.items.push(deep(at, item, done))
      return copy
    }
    case 'tuple': {
      const items = value.items.map((item) => deep(at, item, done))
      return items.every((item, i) => item === value.items[i]) ? value : keep({ ...value, items })
    }
    case 'dict': {
      at.budget.allocate(value.entries.size)
      const copy = keep({ ...value, entries: new Map<string, readonly [Value, Value]>() })
      for (const [key, [name, entry]] of value.entries) copy.entries.set(key, [name, deep(at, entry, done)])
      return copy
    }
    case 'set':
      return keep({ ...value, entries: new Map(value.entries) })
    case 'tensor':
      return keep(copiedTensor(at, value))
    case 'instance': {
      const own = member(value.type, '__deepcopy__')
      if (own !== null) return keep(callWith(at, own, value, { kind: 'dict', entries: new Map() }))
      const copy = keep<InstanceValue>({ kind: 'instance', type: value.type, attributes: new Map<string, Value>() })
      for (const [name, attribute] of value.attributes) copy.attributes.set(name, deep(at, attribute, done))
      copyParts(value, copy, (part) => deep(at, part, done))
      return copy
    }
    default:
      return value
  }
}

/** Python's `copy`. */
export const copy: Library = (at) =>
  moduleOf(
    'copy',
    natives({
      copy: ([value = none]) => shallow(at, value),
      deepcopy: ([value = none]) => at.budget.call(() => deep(at, value, new Map())),
    }),
  )
