import { attributeNames } from '../torch/attributes.ts'
import { methods } from '../torch/methods.ts'
import type { Value } from '../torch/value.ts'
import { counterMethods, dictMethods, orderedMethods } from './dict-methods.ts'
import { generatorMethods, iteratorMethods } from './iterator-methods.ts'
import { listMethods, tupleMethods } from './list-methods.ts'
import { floatMethods, intMethods } from './number-methods.ts'
import { frozenMethods, setMethods } from './set-methods.ts'
import { stringMethods } from './string-methods.ts'

/** Where the names of a value's attributes stand, nearest first. */
function tables(value: Value): readonly Pick<ReadonlyMap<string, unknown>, 'keys'>[] {
  switch (value.kind) {
    case 'tensor':
      return [methods]
    case 'instance':
      return [value.attributes, ...value.type.order.map(({ members }) => members)]
    case 'super': {
      const { order } = value.self.kind === 'type' ? value.self : value.self.type
      return order.slice(order.indexOf(value.after) + 1).map(({ members }) => members)
    }
    case 'type':
      return value.order.map(({ members }) => members)
    case 'module':
      return [value.members]
    case 'list':
      return [listMethods]
    case 'tuple':
      return value.named === undefined ? [tupleMethods] : [value.named.members, tupleMethods]
    case 'dict': {
      const special = value.special?.name
      return special === 'Counter'
        ? [counterMethods, dictMethods]
        : special === 'OrderedDict'
          ? [orderedMethods, dictMethods]
          : [dictMethods]
    }
    case 'set':
      return value.frozen ? [frozenMethods] : [setMethods, frozenMethods]
    case 'str':
      return [stringMethods]
    case 'int':
    case 'bool':
      return [intMethods]
    case 'float':
      return [floatMethods]
    case 'iterator':
      return value.generator === undefined ? [iteratorMethods] : [generatorMethods, iteratorMethods]
    default:
      return []
  }
}

/** The names of the attributes and methods that a value has, for advice on one that it has not. */
export function* attributesOf(value: Value): Generator<string> {
  if (value.kind === 'tensor') yield* attributeNames
  for (const table of tables(value)) yield* table.keys()
}
