import { derivatives } from './differentiate.ts'
import { anomalyModes, gradModes } from './grad-modes.ts'
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

/** `torch.autograd` for one program. */
export function autogradModule(session: Session): ModuleValue {
  const own = functionClass(session)
  const functions: ModuleValue = {
    kind: 'module',
    name: 'torch.autograd.function',
    members: new Map([['Function', own]]),
  }
  return {
    kind: 'module',
    name: 'torch.autograd',
    members: new Map<string, Value>([
      ...members(session, [...derivatives, ...gradModes, ...anomalyModes]),
      ['Function', own],
      ['function', functions],
    ]),
  }
}
