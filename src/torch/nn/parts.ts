import type { FunctionValue, InstanceValue, TensorValue } from '../value.ts'

/** What a module is made of, each under its name, in the order it was assigned. */
export interface Parts {
  readonly parameters: Map<string, TensorValue | null>
  readonly buffers: Map<string, TensorValue | null>
  /** Buffers that are not part of the state dictionary. */
  readonly fleeting: Set<string>
  readonly modules: Map<string, InstanceValue | null>
  /** Called with the module, its input and its output after each forward pass, and before it with the module and its input. */
  readonly after: Set<FunctionValue>
  readonly before: Set<FunctionValue>
}

const known = new WeakMap<InstanceValue, Parts>()

/** Gives a module its parts: what `Module.__init__` does. */
export function startParts(self: InstanceValue): Parts {
  const parts: Parts = {
    parameters: new Map(),
    buffers: new Map(),
    fleeting: new Set(),
    modules: new Map(),
    after: new Set(),
    before: new Set(),
  }
  known.set(self, parts)
  return parts
}

/** The parts of a module; undefined before `Module.__init__`. */
export const maybeParts = (self: InstanceValue): Parts | undefined => known.get(self)

/** The parts of a module that was initialised. An object that was not has none. */
export const partsOf = (self: InstanceValue): Parts => known.get(self) ?? startParts(self)
