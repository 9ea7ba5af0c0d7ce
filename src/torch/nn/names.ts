import { name } from '../made.ts'
import type { InstanceValue } from '../value.ts'
import { maybeParts } from './parts.ts'
import { tensorsBelow } from './walk.ts'

/**
 * Names the parameters of a module that a program assigns to a variable: `hidden.weight` for what has a name inside it, `layer.weight` for its own,
 * `model.0.weight` for what is counted. A parameter keeps the first name it got.
 */
export function nameParameters(self: InstanceValue, to: string): void {
  if (maybeParts(self) === undefined) return
  for (const { path, value } of tensorsBelow(self, 'parameters'))
    name(value.node, /^[A-Za-z_]\w*\./.test(path) ? path : `${to}.${path}`)
}
