import { clipped, getItem, setItem } from '../torch/indexing.ts'
import { raise } from '../torch/raised.ts'
import { int, list, str, typeName, type Value } from '../torch/value.ts'
import { keyOf } from './keys.ts'
import type { Operating } from './operators.ts'
import { repr } from './show.ts'

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
      return { ...object, items: sliced(object.items, index) }
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
      return (
        object.entries.get(keyOf(index))?.[1] ??
        raise('KeyError', repr(at.session, index), 'The dictionary has no such key.')
      )
    default:
      return raise(
        'TypeError',
        `'${typeName(object)}' object is not subscriptable`,
        'Only tensors, lists, tuples, dictionaries and texts have elements.',
      )
  }
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
  else if (object.kind === 'dict') {
    at.budget.allocate(1)
    object.entries.set(keyOf(index), [index, value])
  } else
    raise(
      'TypeError',
      `'${typeName(object)}' object does not support item assignment`,
      'Only tensors, lists and dictionaries can be changed.',
    )
}

/** `del object[index]`. */
export function deleteSubscript(at: Operating, object: Value, index: Value): void {
  getSubscript(at, object, index)
  if (object.kind === 'list' && index.kind !== 'slice')
    object.items.splice(place('list', index, object.items.length), 1)
  else if (object.kind === 'dict') object.entries.delete(keyOf(index))
  else
    raise(
      'TypeError',
      `'${typeName(object)}' object doesn't support item deletion`,
      'Only single entries of lists and dictionaries can be deleted.',
    )
}
