import type { InstanceValue, TensorValue } from '../value.ts'
import { type Parts, partsOf } from './parts.ts'

/** A module with the path that leads to it: `encoder.0`. */
export interface Placed<T> {
  readonly path: string
  readonly value: T
}

const joined = (prefix: string, name: string): string => (prefix === '' ? name : `${prefix}.${name}`)

/** A module and all below it, each once, as `named_modules` gives them. */
export function* modulesBelow(
  self: InstanceValue,
  prefix = '',
  seen: Set<InstanceValue> = new Set(),
): Generator<Placed<InstanceValue>, void, undefined> {
  if (seen.has(self)) return
  seen.add(self)
  yield { path: prefix, value: self }
  for (const [name, child] of partsOf(self).modules)
    if (child !== null) yield* modulesBelow(child, joined(prefix, name), seen)
}

/** All parameters or buffers of a module and those below it, each tensor once. */
export function* tensorsBelow(
  self: InstanceValue,
  which: 'parameters' | 'buffers',
  prefix = '',
  recurse = true,
): Generator<Placed<TensorValue>, void, undefined> {
  const seen = new Set<TensorValue>()
  const modules = recurse ? modulesBelow(self, prefix) : [{ path: prefix, value: self }]
  for (const { path, value } of modules)
    for (const [name, tensor] of own(partsOf(value), which)) {
      if (tensor === null || seen.has(tensor)) continue
      seen.add(tensor)
      yield { path: joined(path, name), value: tensor }
    }
}

const own = (parts: Parts, which: 'parameters' | 'buffers') => parts[which]

/** The children of a module, each once. */
export function* childrenOf(self: InstanceValue): Generator<Placed<InstanceValue>, void, undefined> {
  const seen = new Set<InstanceValue>()
  for (const [path, value] of partsOf(self).modules) {
    if (value === null || seen.has(value)) continue
    seen.add(value)
    yield { path, value }
  }
}
