import { callValue, places } from '../calling.ts'
import { member } from '../classes.ts'
import { raise } from '../raised.ts'
import type { Session } from '../session.ts'
import { type Arguments, type FunctionValue, type InstanceValue, tuple, type Value } from '../value.ts'
import { maybeParts, type Parts } from './parts.ts'
import { selfOf } from './python.ts'

/** `module(x)`: the module's own `forward`, with what was hooked on before and after it. */
export const forwardCall = (session: Session): FunctionValue => ({
  kind: 'function',
  name: '__call__',
  flavour: 'builtin',
  call: (args) => {
    session.charge(1)
    const self = selfOf(args.positional[0], '__call__')
    const parts = maybeParts(self)
    if (parts === undefined)
      raise(
        'AttributeError',
        `'${self.type.name}' object has no attribute '_backward_hooks'`,
        'Write super().__init__() as the first line of __init__.',
      )
    const forward = member(self.type, 'forward')
    if (forward?.kind !== 'function') return raise('TypeError', 'forward is not a function', 'Write it with def.')
    return parts.before.size + parts.after.size === 0 ? forward.call(args) : hooked(self, parts, forward, args)
  },
})

function hooked(self: InstanceValue, parts: Parts, forward: FunctionValue, args: Arguments): Value {
  let inputs = args.positional.slice(1)
  for (const hook of parts.before) {
    const changed = callValue(hook, places(self, tuple(inputs)))
    if (changed.kind === 'tuple') inputs = [...changed.items]
    else if (changed.kind !== 'none') inputs = [changed]
  }
  let output = forward.call({ ...args, positional: [self, ...inputs] })
  for (const hook of parts.after) {
    const changed = callValue(hook, places(self, tuple(inputs), output))
    if (changed.kind !== 'none') output = changed
  }
  return output
}
