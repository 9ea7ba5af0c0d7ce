import { sizeOf } from '../core/tensor.ts'
import { hasArgs, type Made } from '../torch/made.ts'
import type { Load } from '../torch/session.ts'
import type { Value } from '../torch/value.ts'
import type { Scope } from './scope.ts'

/** What stands directly in a value. */
function inside(value: Value): Iterable<Value> {
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return value.items
    case 'dict':
      return [...value.entries.values()].flat()
    case 'set':
      return value.entries.values()
    case 'instance':
      return value.attributes.values()
    case 'type':
      return value.members.values()
    case 'function':
      return value.self === undefined ? [] : [value.self]
    default:
      return []
  }
}

/** How many numbers and nodes the names in these scopes, and in those around them, hold on to. An estimate: what closures and iterators hide is left out. */
export function weigh(scopes: readonly Scope[]): Load {
  const seen = new Set<object>()
  const open: Value[] = []
  const nodes: Made[] = []
  let numbers = 0
  const isNew = (each: object): boolean => !seen.has(each) && seen.add(each) === seen
  for (const each of scopes)
    for (let scope: Scope | null = each; scope !== null; scope = scope.parent)
      if (isNew(scope)) open.push(...scope.names.values())
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (!isNew(value)) continue
    if (value.kind === 'tensor') {
      nodes.push(value.node)
      if (value.grad !== null) open.push(value.grad)
    } else for (const each of inside(value)) open.push(each)
  }
  let count = 0
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if (!isNew(node)) continue
    count++
    numbers += sizeOf(node.value.shape)
    if (hasArgs(node)) for (const arg of node.args) nodes.push(arg)
  }
  return { numbers, nodes: count }
}
