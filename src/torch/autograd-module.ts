import { functionalDerivatives } from './autograd-functional.ts'
import { derivatives } from './differentiate.ts'
import { dualMembers } from './dual.ts'
import { functions } from './func.ts'
import { anomalyModes, gradModes } from './grad-modes.ts'
import { gradcheck } from './gradcheck.ts'
import { functionClass } from './own.ts'
import type { Session } from './session.ts'
import { bind, type Row } from './signature.ts'
import type { FunctionValue, ModuleValue, Value } from './value.ts'

/** A row as a function of a module. */
export const callable = (session: Session, each: Row): FunctionValue => ({
  kind: 'function',
  name: each.name,
  flavour: 'builtin',
  parameters: each.parameters,
  call: (args) => each.call(session, bind(each, args)),
})

const members = (session: Session, rows: readonly Row[]): Map<string, Value> =>
  new Map(rows.map((each) => [each.name, callable(session, each)]))

const moduleOf = (name: string, inside: Map<string, Value>): ModuleValue => ({ kind: 'module', name, members: inside })

/** `torch.autograd` for one program. */
export function autogradModule(session: Session): ModuleValue {
  const own = functionClass(session)
  const dual = dualMembers(session)
  const forward = new Map<string, Value>([...members(session, dual.rows), ...dual.members])
  return moduleOf(
    'torch.autograd',
    new Map<string, Value>([
      ...members(session, [...derivatives, ...gradModes, ...anomalyModes, ...gradcheck]),
      ['Function', own],
      ['function', moduleOf('torch.autograd.function', new Map([['Function', own]]))],
      ['functional', moduleOf('torch.autograd.functional', members(session, functionalDerivatives))],
      ['forward_ad', moduleOf('torch.autograd.forward_ad', forward)],
      ['grad_mode', moduleOf('torch.autograd.grad_mode', members(session, gradModes))],
    ]),
  )
}

/** `torch.func` for one program. */
export const funcModule = (session: Session): ModuleValue => moduleOf('torch.func', members(session, functions))
