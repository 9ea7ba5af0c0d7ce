import { member, send } from '../torch/classes.ts'
import { raise } from '../torch/raised.ts'
import { type InstanceValue, isNumber, numberOf, typeName, type Value } from '../torch/value.ts'

const longestKey = 100_000
const prefixed = (key: string): string => `${key.length}:${key}`
const short = (key: string): string =>
  key.length > longestKey
    ? raise('MemoryError', 'a dictionary key is larger than fits here', 'Use a smaller tuple.')
    : key

const numbers = new WeakMap<object, number>()
let last = 0

/** A number that tells an object from all others, as Python's `id`. */
export function identityOf(value: object | InstanceValue): number {
  if ('kind' in value && value.kind === 'instance') {
    value.identity ??= ++last
    return value.identity
  }
  const before = numbers.get(value)
  if (before !== undefined) return before
  numbers.set(value, ++last)
  return last
}

const unhashable = (value: Value): never =>
  raise('TypeError', `unhashable type: '${typeName(value)}'`, 'Use numbers, strings or tuples as keys.')

function ofInstance(value: InstanceValue): string {
  const hash = member(value.type, '__hash__')
  if (hash === null && member(value.type, '__eq__') === null) return `o${identityOf(value)}`
  // A class that says when its objects are equal must say how they are hashed.
  const owner = value.type.order.find(({ members }) => members.has('__eq__') || members.has('__hash__'))
  const own = owner?.members.get('__hash__')
  if (own?.kind !== 'function') return unhashable(value)
  const result = send(value, '__hash__', [])
  return result !== null && (result.kind === 'int' || result.kind === 'bool')
    ? `h${value.type.name}:${Number(result.value)}`
    : raise('TypeError', '__hash__ method should return an integer', 'Return hash((…)) of what makes it equal.')
}

/** What tells dictionary keys apart: equal keys have equal texts, 1 and 1.0 and True alike. */
export function keyOf(value: Value): string {
  switch (value.kind) {
    case 'str':
      return `s${value.value}`
    case 'bool':
    case 'int':
    case 'float':
      return isNumber(value) ? `n${numberOf(value)}` : ''
    case 'none':
      return 'None'
    case 'tuple':
      return short(`(${value.items.map((item) => prefixed(keyOf(item))).join('')})`)
    case 'dtype':
      return `d${value.dtype}`
    case 'range':
      return `r${value.start}:${value.stop}:${value.step}`
    case 'instance':
      return ofInstance(value)
    case 'set':
      return value.frozen ? short(`{${[...value.entries.keys()].sort().map(prefixed).join('')}}`) : unhashable(value)
    case 'function':
      return value.self === undefined
        ? `o${identityOf(value)}`
        : `m${value.qualname ?? value.name}:${value.self.kind === 'instance' ? keyOf(value.self) : ''}`
    case 'tensor':
    case 'type':
    case 'module':
    case 'iterator':
    case 'descriptor':
    case 'super':
    case 'grad_fn':
    case 'grad_mode':
    case 'ellipsis':
    case 'not_implemented':
      return `o${identityOf(value)}`
    case 'list':
    case 'dict':
    case 'view':
    case 'slice':
      return unhashable(value)
  }
}
