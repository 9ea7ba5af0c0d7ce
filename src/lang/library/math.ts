import { raise } from '../../torch/raised.ts'
import { tensorOf } from '../../torch/session.ts'
import { bool, float, int, isNumber, numberOf, tuple, typeName, type Value } from '../../torch/value.ts'
import { collect } from '../iterate.ts'
import { exactInt } from '../number.ts'
import { binary, type Operating } from '../operators.ts'
import { whole } from '../takes.ts'
import { type Library, moduleOf, native } from './library.ts'
import { choose, erf, erfc, factorial, gamma, greatest, logGamma, sumOf } from './special.ts'

const domain = (): never => raise('ValueError', 'math domain error', 'The function has no value there.')
const range = (): never => raise('OverflowError', 'math range error', 'The result is too large for a float.')

const finite =
  (f: (x: number) => number) =>
  (x: number): number => {
    const value = f(x)
    return Number.isFinite(x) && !Number.isFinite(value) ? range() : value
  }

const angle = (f: (x: number) => number) => (x: number) => (Number.isFinite(x) ? f(x) : Number.isNaN(x) ? x : domain())

function power(x: number, y: number): number {
  if (x === 1 || y === 0) return 1
  if (x === 0 && y < 0) return domain()
  if (x < 0 && Number.isFinite(y) && !Number.isInteger(y)) return Number.isFinite(x) ? domain() : x ** y
  const value = x ** y
  return Number.isFinite(x) && Number.isFinite(y) && !Number.isFinite(value) ? range() : value
}

/** The rest of a division, with the sign of the first number. */
const modulo = (x: number, y: number): number =>
  y === 0 || (!Number.isFinite(x) && !Number.isNaN(x)) ? domain() : x % y

/** The rest of a division to the nearest whole number. */
function remainder(x: number, y: number): number {
  if (y === 0 || (!Number.isFinite(x) && !Number.isNaN(x))) return domain()
  if (!Number.isFinite(y)) return x
  const rest = Math.abs(x % y)
  const other = Math.abs(y) - rest
  const even = Math.abs(x - (x % y)) / Math.abs(y)
  const nearest = rest < other || (rest === other && even % 2 === 0) ? rest : -other
  return x < 0 || Object.is(x, -0) ? -nearest : nearest
}

const positive = (f: (x: number) => number) => (x: number) => (x <= 0 ? domain() : f(x))

/** Functions of one number. */
const single: Readonly<Record<string, (x: number) => number>> = {
  sqrt: (x) => (x < 0 ? domain() : Math.sqrt(x)),
  cbrt: Math.cbrt,
  exp: finite(Math.exp),
  exp2: finite((x) => 2 ** x),
  expm1: finite(Math.expm1),
  log2: positive(Math.log2),
  log10: positive(Math.log10),
  log1p: (x) => (x <= -1 ? domain() : Math.log1p(x)),
  sin: angle(Math.sin),
  cos: angle(Math.cos),
  tan: angle(Math.tan),
  asin: (x) => (Math.abs(x) > 1 ? domain() : Math.asin(x)),
  acos: (x) => (Math.abs(x) > 1 ? domain() : Math.acos(x)),
  atan: Math.atan,
  sinh: finite(Math.sinh),
  cosh: finite(Math.cosh),
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: (x) => (x < 1 ? domain() : Math.acosh(x)),
  atanh: (x) => (Math.abs(x) >= 1 ? domain() : Math.atanh(x)),
  fabs: Math.abs,
  degrees: (x) => x * (180 / Math.PI),
  radians: (x) => x * (Math.PI / 180),
  erf,
  erfc,
  gamma: (x) => (x <= 0 && Number.isInteger(x) ? domain() : finite(gamma)(x)),
  lgamma: (x) => (x <= 0 && Number.isInteger(x) ? domain() : logGamma(x)),
  ulp: (x) => ulp(Math.abs(x)),
}

/** The distance to the next larger float. */
function ulp(x: number): number {
  if (!Number.isFinite(x)) return x
  const exponent = x === 0 ? -1074 : Math.max(Math.floor(Math.log2(x)) - 52, -1074)
  const step = 2 ** exponent
  // The logarithm can be rounded up to the next power of two.
  return x < 2 ** (exponent + 52) && exponent > -1074 ? step / 2 : step
}

/** Functions of two numbers. */
const double: Readonly<Record<string, (x: number, y: number) => number>> = {
  atan2: Math.atan2,
  pow: power,
  fmod: modulo,
  remainder,
  copysign: (x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x)),
  nextafter: (x, y) => (x === y || Number.isNaN(x) || Number.isNaN(y) ? y + 0 * x : neighbour(x, y > x)),
}

function neighbour(x: number, up: boolean): number {
  if (x === 0) return up ? Number.MIN_VALUE : -Number.MIN_VALUE
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, x)
  view.setBigInt64(0, view.getBigInt64(0) + (x > 0 === up ? 1n : -1n))
  return view.getFloat64(0)
}

const wholes: Readonly<Record<string, (x: number) => number>> = {
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
}

const tests: Readonly<Record<string, (x: number) => boolean>> = {
  isnan: Number.isNaN,
  isinf: (x) => !Number.isFinite(x) && !Number.isNaN(x),
  isfinite: Number.isFinite,
}

function real(at: Operating, value: Value | undefined, name: string, count = 1): number {
  if (value === undefined)
    return raise(
      'TypeError',
      count === 1 ? `math.${name}() takes exactly one argument (0 given)` : `${name} expected ${count} arguments`,
      'Give it a number.',
    )
  if (isNumber(value)) return numberOf(value)
  if (value.kind === 'tensor') {
    const { data } = tensorOf(at.session, value)
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

/** The whole part that a float is rounded to, as an int. */
function rounded(name: string, x: number): Value {
  if (Number.isNaN(x)) raise('ValueError', 'cannot convert float NaN to integer', 'The value is not a number.')
  if (!Number.isFinite(x)) raise('OverflowError', 'cannot convert float infinity to integer', 'The value is infinite.')
  return exactInt((wholes[name] ?? Math.trunc)(x))
}

function close(x: number, y: number, relative: number, absolute: number): boolean {
  if (relative < 0 || absolute < 0) raise('ValueError', 'tolerances must be non-negative', 'Use a tolerance above 0.')
  if (x === y) return true
  if (!Number.isFinite(x) || !Number.isFinite(y)) return false
  const apart = Math.abs(x - y)
  return apart <= Math.abs(relative * y) || apart <= Math.abs(relative * x) || apart <= absolute
}

const naturals = (values: readonly Value[], name: string): number[] =>
  values.map((value) => {
    const n = whole(value)
    return n < 0 ? raise('ValueError', `${name} must be a non-negative integer`, 'Use 0 or more.') : n
  })

/** A float as a fraction in [0.5, 1) and a power of two. */
function split(x: number): Value {
  if (x === 0 || !Number.isFinite(x)) return tuple([float(x), int(0)])
  let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(x))) + 1)
  let fraction = x * 2 ** -exponent
  while (Math.abs(fraction) < 0.5) {
    fraction *= 2
    exponent--
  }
  while (Math.abs(fraction) >= 1) {
    fraction /= 2
    exponent++
  }
  return tuple([float(fraction), int(exponent)])
}

/** Python's `math` for one program. */
export const math: Library = (at) => {
  const members = new Map<string, Value>()
  const define = (name: string, call: Parameters<typeof native>[1]): void => {
    members.set(name, native(name, call))
  }
  const number = (value: Value | undefined, name: string): number => real(at, value, name)
  for (const [name, f] of Object.entries(single)) define(name, ([x]) => float(f(number(x, name))))
  for (const [name, f] of Object.entries(double))
    define(name, ([x, y]) => float(f(real(at, x, name, 2), real(at, y, name, 2))))
  for (const name of Object.keys(wholes)) define(name, ([x]) => rounded(name, number(x, name)))
  for (const [name, f] of Object.entries(tests)) define(name, ([x]) => bool(f(number(x, name))))
  define('log', ([x, base]) => {
    const log = positive(Math.log)
    const value = log(number(x, 'log'))
    if (base === undefined) return float(value)
    const divisor = log(number(base, 'log'))
    return divisor === 0
      ? raise('ZeroDivisionError', 'float division by zero', 'The base is 1.')
      : float(value / divisor)
  })
  define('modf', ([x]) => {
    const value = number(x, 'modf')
    const main = Math.trunc(value)
    return tuple([float(Number.isFinite(value) ? value - main : 0), float(main)])
  })
  define('frexp', ([x]) => split(number(x, 'frexp')))
  define('ldexp', ([x, e = int(0)]) => float(number(x, 'ldexp') * 2 ** whole(e)))
  define('hypot', (args) => float(Math.hypot(...args.map((arg) => number(arg, 'hypot')))))
  define('dist', ([p = tuple([]), q = tuple([])]) => {
    const [a, b] = [collect(at, p), collect(at, q)]
    if (a.length !== b.length)
      raise('ValueError', 'both points must have the same number of dimensions', 'Give points of one space.')
    return float(Math.hypot(...a.map((each, i) => number(each, 'dist') - number(b[i], 'dist'))))
  })
  define('isclose', ([x, y], keywords) => {
    const tolerance = (name: string, otherwise: number): number => {
      const value = keywords.get(name)
      return value === undefined ? otherwise : number(value, 'isclose')
    }
    return bool(close(number(x, 'isclose'), number(y, 'isclose'), tolerance('rel_tol', 1e-9), tolerance('abs_tol', 0)))
  })
  define('fsum', ([values = tuple([])]) => float(sumOf(collect(at, values).map((value) => number(value, 'fsum')))))
  define('prod', ([values = tuple([])], keywords) =>
    collect(at, values).reduce((product, value) => binary(at, '*', product, value), keywords.get('start') ?? int(1)),
  )
  define('factorial', ([n = float(0)]) => {
    if (n.kind === 'float')
      raise('TypeError', "'float' object cannot be interpreted as an integer", 'Use a whole number.')
    const x = whole(n)
    if (x < 0) raise('ValueError', 'factorial() not defined for negative values', 'Use 0 or more.')
    return exactInt(factorial(x))
  })
  define('comb', (args) =>
    exactInt(choose(...pair(naturals(args, args.some((arg, i) => i === 1 && whole(arg) < 0) ? 'k' : 'n')))),
  )
  define('perm', (args) => {
    const [n = 0, k = n] = naturals(args, 'n')
    let product = 1
    for (let i = 0; i < Math.min(k, n + 1) && Math.abs(product) < 2 ** 60; i++) product *= n - i
    return exactInt(product)
  })
  define('gcd', (args) => int(args.map(whole).reduce(greatest, 0)))
  define('lcm', (args) =>
    exactInt(args.map(whole).reduce((a, b) => (a === 0 || b === 0 ? 0 : Math.abs(a * b) / greatest(a, b)), 1)),
  )
  define('isqrt', ([n = int(0)]) => {
    const x = whole(n)
    if (x < 0) raise('ValueError', 'isqrt() argument must be nonnegative', 'Use 0 or more.')
    return int(Math.floor(Math.sqrt(x)))
  })
  const constants = { pi: Math.PI, e: Math.E, tau: 2 * Math.PI, inf: Number.POSITIVE_INFINITY, nan: Number.NaN }
  for (const [name, value] of Object.entries(constants)) members.set(name, float(value))
  return moduleOf('math', members)
}

const pair = ([n = 0, k = 0]: readonly number[]): [number, number] => [n, k]
