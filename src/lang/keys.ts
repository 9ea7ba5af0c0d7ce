import { raise } from '../torch/raised.ts'
import { isNumber, numberOf, typeName, type Value } from '../torch/value.ts'

const longestKey = 100_000
const prefixed = (key: string): string => `${key.length}:${key}`
const short = (key: string): string =>
  key.length > longestKey
    ? raise('MemoryError', 'a dictionary key is larger than fits here', 'Use a smaller tuple.')
    : key

/** What tells dictionary keys apart: equal keys have equal texts, 1 and 1.0 and True alike. */
export function keyOf(value: Value): string {
  if (isNumber(value)) return `n${numberOf(value)}`
  switch (value.kind) {
    case 'str':
      return `s${value.value}`
    case 'none':
      return 'None'
    case 'tuple':
      return short(`(${value.items.map((item) => prefixed(keyOf(item))).join('')})`)
    case 'tensor':
      return `t${value.node}`
    case 'dtype':
      return `d${value.dtype}`
    default:
      return raise('TypeError', `unhashable type: '${typeName(value)}'`, 'Use numbers, strings or tuples as keys.')
  }
}
