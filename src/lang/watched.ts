import { alike } from '../core/plan/log.ts'
import type { Tensor } from '../core/tensor.ts'
import { maybeParts, partsOf } from '../torch/nn/parts.ts'
import { modulesBelow } from '../torch/nn/walk.ts'
import type { Session } from '../torch/session.ts'
import type { FunctionValue, InstanceValue, TensorValue, TypeValue, Value } from '../torch/value.ts'
import { plainOf } from './plain.ts'
import type { Scope } from './scope.ts'

interface Name {
  /** Where it is looked up; null for where the training step stands, which is another call of a function at times. */
  readonly scope: Scope | null
  readonly name: string
  readonly value: Value
  /** Whether another tensor may stand there: one without a gradient, whose numbers are handed over by the name. */
  readonly handed: boolean
}

/** What must be as it was for a computation to be the same: names, and what the modules and functions they stand for are made of. */
export interface Watched {
  readonly names: Name[]
  readonly entries: (readonly [ReadonlyMap<string, unknown>, string, unknown])[]
  readonly sizes: (readonly [{ readonly size: number }, number])[]
  /** The tensors that may be read, parameters and tensors without a history, and whether they required a gradient. */
  readonly cells: Seen[]
}

/** A tensor as it was seen. Its numbers may change, nothing else. */
interface Seen {
  readonly cell: TensorValue
  readonly requiresGrad: boolean
  readonly like: Pick<Tensor, 'dtype' | 'shape'>
}

const seen = (cell: TensorValue): Seen => ({ cell, requiresGrad: cell.requiresGrad, like: cell.node.value })

const isAsSeen = ({ cell, requiresGrad, like }: Seen): boolean =>
  cell.requiresGrad === requiresGrad && cell.isLeaf && cell.seen === cell.memory.version && alike(cell.node.value, like)

/** Looks at what names stand for; null where one of them can do anything. */
export function watch({ patches }: Session, scope: Scope, reads: readonly string[]): Watched | null {
  if (patches > 0) return null
  const watcher = new Watcher()
  return reads.every((name) => watcher.name(scope, name, true)) ? watcher : null
}

/** Python's own functions that look at their arguments and do nothing else. */
const lookers = new Set(['abs', 'len', 'sum', 'max', 'min', 'pow', 'round'])

/** Whether a function that is not the program's does no more than compute: one of PyTorch's, or one of a few of Python's. */
const onlyComputes = ({ self, parameters, name }: FunctionValue): boolean =>
  self === undefined && (parameters !== undefined || lookers.has(name))

class Watcher implements Watched {
  readonly names: Name[] = []
  readonly entries: (readonly [ReadonlyMap<string, unknown>, string, unknown])[] = []
  readonly sizes: (readonly [{ readonly size: number }, number])[] = []
  readonly cells: Seen[] = []
  readonly #seen = new Set<Value>()

  /** What a name stands for; false where that may do more than compute. */
  name(scope: Scope, name: string, handed = false): boolean {
    const value = scope.find(name)
    if (value === null) return false
    this.names.push({ scope: handed ? null : scope, name, value, handed })
    return this.#value(value)
  }

  #value(value: Value): boolean {
    if (this.#seen.has(value)) return true
    this.#seen.add(value)
    switch (value.kind) {
      case 'tensor':
        // A tensor with a history of its own would be differentiated further than the stretch goes.
        if (value.isLeaf) this.cells.push(seen(value))
        return value.isLeaf
      case 'int':
      case 'float':
      case 'bool':
      case 'str':
      case 'none':
      case 'dtype':
        return true
      case 'module':
        return value.name === 'math' || value.name.startsWith('torch')
      case 'tuple':
        return value.items.every((item) => this.#value(item))
      case 'function': {
        if (value.flavour === 'builtin') return onlyComputes(value)
        const plain = plainOf(value)
        if (plain === null || !plain.initials.every((initial) => this.#value(initial))) return false
        return plain.reads.every((name) => this.name(plain.scope, name))
      }
      case 'instance':
        return this.#module(value)
      default:
        return false
    }
  }

  /** A module with all below it. */
  #module(root: InstanceValue): boolean {
    if (maybeParts(root) === undefined) return false
    for (const { value } of modulesBelow(root)) {
      const parts = partsOf(value)
      this.#seen.add(value)
      if (parts.buffers.size + parts.before.size + parts.after.size > 0) return false
      if (!value.type.order.every((type) => this.#class(type))) return false
      for (const each of value.attributes.values()) if (!this.#value(each)) return false
      for (const map of [value.attributes, parts.parameters, parts.modules]) this.#map(map)
      for (const each of [parts.buffers, parts.before, parts.after]) this.sizes.push([each, 0])
      for (const cell of parts.parameters.values()) if (cell !== null) this.cells.push(seen(cell))
    }
    return true
  }

  /** A class of PyTorch's, or one of the program whose methods only compute. */
  #class(type: TypeValue): boolean {
    if (this.#seen.has(type)) return true
    this.#seen.add(type)
    if (type.module !== '__main__') return type.module.startsWith('torch.nn.')
    this.#map(type.members)
    for (const [name, found] of type.members)
      if (name !== '__init__' && (found.kind === 'descriptor' || !this.#value(found))) return false
    return true
  }

  #map(map: ReadonlyMap<string, unknown>): void {
    for (const [key, each] of map) this.entries.push([map, key, each])
    this.sizes.push([map, map.size])
  }
}

/** Whether all is as it was. */
export function holds({ names, entries, sizes, cells }: Watched, here: Scope): boolean {
  if (!cells.every(isAsSeen)) return false
  for (const { scope, name, value, handed } of names) {
    const now = (scope ?? here).find(name)
    if (now !== value && !same(now, value, handed)) return false
  }
  for (const [map, key, value] of entries) if (map.get(key) !== value) return false
  for (const [each, size] of sizes) if (each.size !== size) return false
  return true
}

/** Numbers and texts are the same where they are equal; of a tensor that is handed over only the kind matters. */
function same(now: Value | null, before: Value, handed: boolean): boolean {
  if (now === null || now.kind !== before.kind) return false
  switch (now.kind) {
    case 'tensor':
      return handed && before.kind === 'tensor' && !before.requiresGrad && isAsSeen({ ...seen(before), cell: now })
    case 'int':
    case 'float':
      return (before.kind === 'int' || before.kind === 'float') && Object.is(now.value, before.value)
    case 'bool':
      return before.kind === 'bool' && now.value === before.value
    case 'str':
      return before.kind === 'str' && now.value === before.value
    case 'none':
      return true
    default:
      return false
  }
}
