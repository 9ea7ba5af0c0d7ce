import { makeClass } from '../classes.ts'
import type { Session } from '../session.ts'
import { type FunctionValue, type InstanceValue, none, type Value } from '../value.ts'
import { type Parts, partsOf } from './parts.ts'
import { pythonMethod } from './python.ts'

/** `register_forward_hook` and `register_forward_pre_hook`; both give a handle whose `remove()` takes the hook away. */
export function hookMethods(session: Session): readonly (readonly [string, FunctionValue])[] {
  const hooks = new WeakMap<InstanceValue, () => void>()
  const handle = makeClass({
    name: 'RemovableHandle',
    module: 'torch.utils.hooks',
    members: new Map<string, Value>([
      pythonMethod(session, 'RemovableHandle', 'remove(self)', (self) => {
        hooks.get(self)?.()
        return none
      }),
    ]),
  })
  const register = (name: string, which: 'before' | 'after') =>
    pythonMethod(session, 'Module', `${name}(self, hook)`, (self, args) => {
      const hook = args.value('hook')
      if (hook.kind !== 'function') return args.refuse('hook', 'a function', hook)
      return hung(partsOf(self)[which], hook)
    })
  const hung = (set: Parts['after'], hook: FunctionValue): Value => {
    // The same function may be hooked on twice.
    const own = { ...hook }
    set.add(own)
    const made: InstanceValue = { kind: 'instance', type: handle, attributes: new Map() }
    hooks.set(made, () => set.delete(own))
    return made
  }
  return [register('register_forward_hook', 'after'), register('register_forward_pre_hook', 'before')]
}
