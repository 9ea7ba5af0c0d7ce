import { raise } from '../torch/raised.ts'
import { type Session, tensorOf } from '../torch/session.ts'
import { float, isNumber, type ModuleValue, numberOf, typeName, type Value } from '../torch/value.ts'
import { exactInt } from './number.ts'

const domain = (): never => raise('ValueError', 'math domain error', 'The function has no value there.')
const range = (): never => raise('OverflowError', 'math range error', 'The result is too large for a float.')

const finite =
  (f: (x: number) => number) =>
  (x: number): number => {
    const value = f(x)
    return Number.isFinite(x) && !Number.isFinite(value) ? range() : value
  }

const functions: Readonly<Record<string, (x: number, y: number) => number>> = {
  sqrt: (x) => (x < 0 ? domain() : Math.sqrt(x)),
  exp: finite(Math.exp),
  log: (x, base) => (x <= 0 ? domain() : Number.isNaN(base) ? Math.log(x) : Math.log(x) / Math.log(base)),
  log2: (x) => (x <= 0 ? domain() : Math.log2(x)),
  log10: (x) => (x <= 0 ? domain() : Math.log10(x)),
  log1p: (x) => (x <= -1 ? domain() : Math.log1p(x)),
  sin: (x) => (Number.isFinite(x) ? Math.sin(x) : Number.isNaN(x) ? x : domain()),
  cos: (x) => (Number.isFinite(x) ? Math.cos(x) : Number.isNaN(x) ? x : domain()),
  tan: Math.tan,
  asin: (x) => (Math.abs(x) > 1 ? domain() : Math.asin(x)),
  acos: (x) => (Math.abs(x) > 1 ? domain() : Math.acos(x)),
  atan: Math.atan,
  atan2: Math.atan2,
  sinh: finite(Math.sinh),
  cosh: finite(Math.cosh),
  tanh: Math.tanh,
  fabs: Math.abs,
  pow: (x, y) => x ** y,
}

const whole: Readonly<Record<string, (x: number) => number>> = { floor: Math.floor, ceil: Math.ceil, trunc: Math.trunc }

const tests: Readonly<Record<string, (x: number) => boolean>> = {
  isnan: Number.isNaN,
  isinf: (x) => !Number.isFinite(x) && !Number.isNaN(x),
  isfinite: Number.isFinite,
}

function real(session: Session, value: Value | undefined, name: string): number {
  if (value === undefined)
    return raise('TypeError', `math.${name}() takes exactly one argument (0 given)`, 'Give it a number.')
  if (isNumber(value)) return numberOf(value)
  if (value.kind === 'tensor') {
    const { data } = tensorOf(session, value)
    if (data.length !== 1)
      raise(
        'ValueError',
        'only one element tensors can be converted to Python scalars',
        `Use torch.${name} for tensors.`,
      )
    return data[0]!
  }
  return raise('TypeError', `must be real number, not ${typeName(value)}`, 'Give it a number.')
}

/** Python's `math` for one program. */
export function mathModule(session: Session): ModuleValue {
  const members = new Map<string, Value>()
  const define = (name: string, f: (x: number, y: number) => Value): void => {
    const call = (args: { readonly positional: readonly Value[] }): Value => {
      const [x, y] = args.positional
      return f(real(session, x, name), y === undefined ? Number.NaN : real(session, y, name))
    }
    members.set(name, { kind: 'function', name, flavour: 'builtin', call })
  }
  for (const [name, f] of Object.entries(functions)) define(name, (x, y) => float(f(x, y)))
  for (const [name, f] of Object.entries(whole)) define(name, (x) => exactInt(f(x)))
  for (const [name, f] of Object.entries(tests)) define(name, (x) => ({ kind: 'bool', value: f(x) }))
  const constants = { pi: Math.PI, e: Math.E, tau: 2 * Math.PI, inf: Number.POSITIVE_INFINITY, nan: Number.NaN }
  for (const [name, value] of Object.entries(constants)) members.set(name, float(value))
  return { kind: 'module', name: 'math', members }
}
