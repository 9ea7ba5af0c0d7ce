import { maybeParts, partsOf } from '../torch/nn/parts.ts'
import { modulesBelow } from '../torch/nn/walk.ts'
import type { InstanceValue, TensorValue, Value } from '../torch/value.ts'
import type { Scope } from './scope.ts'

/** What must be as it was for a computation to be the same: names, and what the modules they stand for are made of. */
export interface Watched {
  readonly names: readonly { readonly name: string; readonly value: Value }[]
  readonly entries: readonly (readonly [ReadonlyMap<string, unknown>, string, unknown])[]
  readonly sizes: readonly (readonly [{ readonly size: number }, number])[]
  /** The parameters of those modules. */
  readonly cells: readonly TensorValue[]
}

/** Looks at what names stand for; null where one of them can do anything. */
export function watch(scope: Scope, reads: readonly string[]): Watched | null {
  const names: { name: string; value: Value }[] = []
  const entries: (readonly [ReadonlyMap<string, unknown>, string, unknown])[] = []
  const sizes: (readonly [{ readonly size: number }, number])[] = []
  const cells: TensorValue[] = []
  for (const name of reads) {
    const value = scope.find(name)
    if (value === null) return null
    names.push({ name, value })
    switch (value.kind) {
      case 'tensor':
        // A tensor with a history of its own would be differentiated further than the stretch goes.
        if (!value.isLeaf) return null
        cells.push(value)
        break
      case 'int':
      case 'float':
      case 'bool':
      case 'str':
      case 'none':
      case 'module':
      case 'dtype':
        break
      case 'function':
        if (value.flavour !== 'builtin' || value.self !== undefined) return null
        break
      case 'instance':
        if (!watchModule(value, { entries, sizes, cells })) return null
        break
      default:
        return null
    }
  }
  return { names, entries, sizes, cells }
}

interface Into {
  readonly entries: (readonly [ReadonlyMap<string, unknown>, string, unknown])[]
  readonly sizes: (readonly [{ readonly size: number }, number])[]
  readonly cells: TensorValue[]
}

/** A module of PyTorch's own, with all below it; false where its forward pass may do more than compute. */
function watchModule(root: InstanceValue, { entries, sizes, cells }: Into): boolean {
  if (maybeParts(root) === undefined) return false
  for (const { value } of modulesBelow(root)) {
    const parts = partsOf(value)
    if (!value.type.module.startsWith('torch.nn.')) return false
    if (parts.buffers.size + parts.before.size + parts.after.size > 0) return false
    for (const map of [value.attributes, parts.parameters, parts.modules])
      for (const [key, each] of map) entries.push([map, key, each])
    for (const each of [value.attributes, value.type.members, parts.parameters, parts.modules, parts.buffers])
      sizes.push([each, each.size])
    for (const each of [parts.before, parts.after]) sizes.push([each, 0])
    for (const cell of parts.parameters.values()) if (cell !== null) cells.push(cell)
  }
  return true
}

/** Whether all is as it was. */
export function holds(scope: Scope, { names, entries, sizes }: Watched): boolean {
  for (const { name, value } of names) {
    const now = scope.find(name)
    if (now !== value && !same(now, value)) return false
  }
  for (const [map, key, value] of entries) if (map.get(key) !== value) return false
  for (const [each, size] of sizes) if (each.size !== size) return false
  return true
}

/** Numbers and texts are the same where they are equal; of tensors only the kind matters, their numbers are handed over. */
function same(now: Value | null, before: Value): boolean {
  if (now === null || now.kind !== before.kind) return false
  switch (now.kind) {
    case 'tensor':
      return before.kind === 'tensor' && now.requiresGrad === before.requiresGrad && now.isLeaf === before.isLeaf
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
