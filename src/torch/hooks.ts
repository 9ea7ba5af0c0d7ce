import { sameShape } from '../core/tensor.ts'
import { makeClass, method } from './classes.ts'
import { torchType } from './dtype.ts'
import { raise } from './raised.ts'
import type { Reading } from './reading.ts'
import type { Target } from './reverse.ts'
import { dtypeOf, nodeOf, type Session, shapeOf } from './session.ts'
import { type FunctionValue, int, type TensorValue, typeName, type Value } from './value.ts'

/** A gradient that hooks have put in the place of another, and what the last of them is called. */
export interface Replaced<N> {
  readonly name: string
  readonly gradient: N
}

/** Shows a gradient to the hooks of where it has arrived, in the order in which they were registered; null where none replaced it. */
export function afterHooks<N>(session: Session, target: Target, gradient: N, reading: Reading<N>): Replaced<N> | null {
  const hooks = session.hooks.get(target)
  if (hooks === undefined) return null
  let replaced: Replaced<N> | null = null
  for (const hook of [...hooks.values()]) {
    const before = reading.cell(replaced?.gradient ?? gradient)
    const { line } = session
    const after = hook.call({ positional: [before], keywords: new Map() })
    session.line = line
    if (after.kind === 'none') continue
    replaced = { name: hook.name, gradient: reading.of(checked(session, hook, before, after)) }
  }
  return replaced
}

/** What a hook returned, where it is a gradient of the same kind. */
function checked(session: Session, hook: FunctionValue, before: TensorValue, after: Value): TensorValue {
  if (after.kind !== 'tensor')
    return raise('TypeError', `expected Variable, but hook returned '${typeName(after)}'`, 'Return a tensor, or None.')
  if (!sameShape(shapeOf(session, before), shapeOf(session, after)))
    raise('RuntimeError', `hook '${hook.name}' has changed the size of value`, 'Return a gradient of the same shape.')
  const [was, got] = [dtypeOf(session, before), dtypeOf(session, after)]
  if (was !== got)
    raise(
      'RuntimeError',
      `hook '${hook.name}' has changed the type of value (was ${torchType(was)} got ${torchType(got)})`,
      'Return a gradient of the same element type.',
    )
  return after
}

/** Where the hooks of a tensor are kept. */
const placeOf = (session: Session, x: TensorValue): Target => (x.isLeaf ? x : nodeOf(session, x))

/** `x.register_hook(fn)`: an object whose `remove()` takes the hook away again. */
export function registerHook(session: Session, x: TensorValue, hook: FunctionValue): Value {
  if (!x.requiresGrad)
    raise(
      'RuntimeError',
      "cannot register a hook on a tensor that doesn't require gradient",
      'Give the tensor requires_grad=True first.',
    )
  const target = placeOf(session, x)
  const hooks = session.hooks.get(target) ?? new Map<number, FunctionValue>()
  session.hooks.set(target, hooks)
  return handleOf(session, hooks, hook)
}

/** Adds a function to a register, and gives PyTorch's handle for it. */
export function handleOf(session: Session, hooks: Map<number, FunctionValue>, hook: FunctionValue): Value {
  const id = session.nextHandle++
  hooks.set(id, hook)
  const remove = method(session, 'remove(self)', () => {
    hooks.delete(id)
    return undefined
  })
  const type = makeClass({ name: 'RemovableHandle', module: 'torch.utils.hooks', members: new Map([remove]) })
  return { kind: 'instance', type, attributes: new Map([['id', int(id)]]) }
}
