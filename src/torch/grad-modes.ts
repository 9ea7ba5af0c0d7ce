import { raise } from './raised.ts'
import type { Session } from './session.ts'
import { type Row, row } from './signature.ts'
import { type Arguments, bool, type FunctionValue, type GradModeValue, type Value } from './value.ts'

/** A mode that a program can enter; called with a function, it gives that function in the mode. */
export function gradMode(
  session: Session,
  name: GradModeValue['name'],
  enabled: boolean,
  before: boolean | null = null,
): GradModeValue {
  return { kind: 'grad_mode', name, enabled, before, call: (args) => decorated(session, enabled, args) }
}

/** A function that runs in a mode. */
function decorated(session: Session, enabled: boolean, { positional }: Arguments): Value {
  const [inner] = positional
  if (inner?.kind !== 'function')
    return raise('TypeError', 'no_grad() takes a function to decorate', 'Write it above a def, or use it in a with.')
  const call: FunctionValue['call'] = (args) => {
    const before = session.gradMode
    session.gradMode = enabled
    try {
      return inner.call(args)
    } finally {
      session.gradMode = before
    }
  }
  return { ...inner, call }
}

/** A mode without arguments; as a decorator it may be written without brackets, since PyTorch 2.0. */
const mode = (name: 'no_grad' | 'enable_grad', enabled: boolean): Row =>
  row(`${name}(orig_func=)`, (session, args) => {
    const made = gradMode(session, name, enabled)
    const inner = args.get('orig_func')
    return inner === null ? made : made.call({ positional: [inner], keywords: new Map() })
  })

/** Whether ops are recorded for a backward pass, and how a program says so. */
export const gradModes: readonly Row[] = [
  mode('no_grad', false),
  mode('enable_grad', true),
  row('inference_mode(mode=)', (session, args) => {
    const given = args.value('mode')
    if (given.kind === 'function')
      return gradMode(session, 'inference_mode', false).call({ positional: [given], keywords: new Map() })
    return gradMode(session, 'inference_mode', !args.flag('mode', true) && session.gradMode)
  }),
  row('set_grad_enabled(mode)', (session, args) => {
    const enabled = args.flag('mode')
    const made = gradMode(session, 'set_grad_enabled', enabled, session.gradMode)
    session.gradMode = enabled
    return made
  }),
  row('is_grad_enabled()', (session) => bool(session.gradMode)),
]

/** Modes of debugging: what they would find is found here in any case. */
export const anomalyModes: readonly Row[] = [
  row('set_detect_anomaly(mode, check_nan=)', (session) => gradMode(session, 'set_grad_enabled', session.gradMode)),
  row('detect_anomaly(check_nan=)', (session) => gradMode(session, 'set_grad_enabled', session.gradMode)),
]
