import { setItem } from '../torch/assigning.ts'
import { send } from '../torch/classes.ts'
import { getItem } from '../torch/indexing.ts'
import { clipped } from '../torch/key.ts'
import { raise } from '../torch/raised.ts'
import { type DictValue, int, type ListValue, list, str, typeName, type Value } from '../torch/value.ts'
import { noKey } from './exceptions.ts'
import { callWith } from './functions.ts'
import { collect } from './iterate.ts'
import { keyOf } from './keys.ts'
import type { Operating } from './operators.ts'

function sliced<T>(items: readonly T[], slice: Extract<Value, { kind: 'slice' }>): T[] {
  const [start, stop, step] = clipped(slice, items.length)
  const part: T[] = []
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) part.push(items[i]!)
  return part
}

function place(kind: string, index: Value, extent: number): number {
  if (index.kind !== 'int' && index.kind !== 'bool')
    return raise(
      'TypeError',
      `${kind} indices must be integers${kind === 'string' ? '' : ' or slices'}, not ${index.kind === 'str' && kind === 'string' ? "'str'" : typeName(index)}`,
      'Use a whole number between the brackets.',
    )
  const at = Number(index.value) < 0 ? Number(index.value) + extent : Number(index.value)
  if (at < 0 || at >= extent)
    raise('IndexError', `${kind} index out of range`, `There are ${extent}: indices run from 0 to ${extent - 1}.`)
  return at
}

/** `object[index]`. */
export function getSubscript(at: Operating, object: Value, index: Value): Value {
  switch (object.kind) {
    case 'tensor':
      return getItem(at.session, object, index)
    case 'list':
      if (index.kind !== 'slice') return object.items[place('list', index, object.items.length)]!
      at.budget.allocate(object.items.length)
      return list(sliced(object.items, index))
    case 'tuple':
      if (index.kind !== 'slice') return object.items[place('tuple', index, object.items.length)]!
      return object.size === true
        ? { kind: 'tuple', items: sliced(object.items, index), size: true }
        : { kind: 'tuple', items: sliced(object.items, index) }
    case 'str': {
      const characters = [...object.value]
      at.budget.charge(characters.length)
      return str(
        index.kind === 'slice'
          ? sliced(characters, index).join('')
          : characters[place('string', index, characters.length)]!,
      )
    }
    case 'range': {
      const count = Math.max(0, Math.ceil((object.stop - object.start) / object.step))
      if (index.kind !== 'slice') return int(object.start + place('range object', index, count) * object.step)
      const [start, stop, step] = clipped(index, count)
      return {
        kind: 'range',
        start: object.start + start * object.step,
        stop: object.start + stop * object.step,
        step: object.step * step,
      }
    }
    case 'dict':
      return object.entries.get(keyOf(index))?.[1] ?? missing(at, object, index)
    case 'instance': {
      const found = send(object, '__getitem__', [index])
      return found ?? notSubscriptable(object)
    }
    // `list[int]`: what a list holds is not checked.
    case 'type':
      return object
    default:
      return notSubscriptable(object)
  }
}

const notSubscriptable = (object: Value): never =>
  raise(
    'TypeError',
    `'${typeName(object)}' object is not subscriptable`,
    'Only tensors, lists, tuples, dictionaries and texts have elements.',
  )

/** What a dictionary gives for a key that it does not have. */
function missing(at: Operating, object: DictValue, key: Value): Value {
  if (object.special?.name === 'Counter') return int(0)
  if (object.special?.name !== 'defaultdict' || object.special.factory.kind === 'none')
    return noKey(at, key, 'The dictionary has no such key.')
  const value = callWith(at, object.special.factory)
  at.budget.allocate(1)
  object.entries.set(keyOf(key), [key, value])
  return value
}

function listPlace(extent: number, index: Value): number {
  if (index.kind === 'int' && (index.value >= extent || index.value < -extent))
    raise('IndexError', 'list assignment index out of range', 'Use append to make a list longer.')
  return place('list', index, extent)
}

/** `object[index] = value`. */
export function setSubscript(at: Operating, object: Value, index: Value, value: Value): void {
  if (object.kind === 'tensor') setItem(at.session, object, index, value)
  else if (object.kind === 'list' && index.kind !== 'slice') object.items[listPlace(object.items.length, index)] = value
  else if (object.kind === 'list' && index.kind === 'slice') replaceSlice(at, object, index, collect(at, value))
  else if (object.kind === 'dict') {
    at.budget.allocate(1)
    const key = keyOf(index)
    const before = object.entries.get(key)
    object.entries.set(key, before === undefined ? [index, value] : [before[0], value])
  } else if (object.kind !== 'instance' || send(object, '__setitem__', [index, value]) === null)
    raise(
      'TypeError',
      `'${typeName(object)}' object does not support item assignment`,
      'Only tensors, lists and dictionaries can be changed.',
    )
}

/** `list[start:stop:step] = items`. */
function replaceSlice(
  { budget }: Operating,
  object: ListValue,
  slice: Extract<Value, { kind: 'slice' }>,
  items: readonly Value[],
): void {
  const [start, stop, step] = clipped(slice, object.items.length)
  budget.allocate(object.items.length + items.length)
  if (step === 1) {
    const after = object.items.slice(Math.max(start, stop))
    object.items.length = start
    for (const item of items) object.items.push(item)
    for (const item of after) object.items.push(item)
    return
  }
  const places = sliced(Array.from(object.items.keys()), slice)
  if (places.length !== items.length)
    raise(
      'ValueError',
      `attempt to assign sequence of size ${items.length} to extended slice of size ${places.length}`,
      'A slice with a step keeps its length.',
    )
  places.forEach((place, i) => {
    object.items[place] = items[i]!
  })
}

/** `del object[index]`. */
export function deleteSubscript(at: Operating, object: Value, index: Value): void {
  if (object.kind === 'list' && index.kind === 'slice') {
    const places = new Set(sliced(Array.from(object.items.keys()), index))
    const kept = object.items.filter((_, i) => !places.has(i))
    object.items.length = 0
    for (const item of kept) object.items.push(item)
  } else if (object.kind === 'list') object.items.splice(listPlace(object.items.length, index), 1)
  else if (object.kind === 'dict') {
    if (!object.entries.delete(keyOf(index))) noKey(at, index, 'The dictionary has no such key.')
  } else if (object.kind !== 'instance' || send(object, '__delitem__', [index]) === null)
    raise(
      'TypeError',
      `'${typeName(object)}' object ${object.kind === 'tuple' || object.kind === 'str' || object.kind === 'tensor' ? "doesn't" : 'does not'} support item deletion`,
      'Only entries of lists and dictionaries can be deleted.',
    )
}
