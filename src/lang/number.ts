import { raise } from '../torch/raised.ts'
import { float, int, type NumberValue, numberOf } from '../torch/value.ts'

export { floatText } from '../torch/python-text.ts'

/** An int, as long as it is exact. */
export function exactInt(value: number): NumberValue {
  if (!Number.isSafeInteger(value))
    raise('OverflowError', 'integers beyond 2**53 are not supported here', 'Use floats for very large numbers.')
  return int(value === 0 ? 0 : value)
}

const division = (what: string): never => raise('ZeroDivisionError', what, 'The divisor is 0.')

const floorMod = (x: number, y: number): number => {
  const rest = x % y
  return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest === 0 ? (y < 0 ? -0 : 0) : rest
}

function floatResult(operator: string, x: number, y: number): number | null {
  switch (operator) {
    case '+':
      return x + y
    case '-':
      return x - y
    case '*':
      return x * y
    case '/':
      return y === 0 ? division('float division by zero') : x / y
    case '//':
      return y === 0 ? division('float floor division by zero') : Math.floor((x - floorMod(x, y)) / y + 0.5)
    case '%':
      return y === 0 ? division('float modulo') : floorMod(x, y)
    case '**':
      return power(x, y)
    default:
      return null
  }
}

function power(x: number, y: number): number {
  if (x === 0 && y < 0) division('0.0 cannot be raised to a negative power')
  if (x < 0 && !Number.isInteger(y))
    raise('NotImplementedError', 'complex numbers are not supported here', 'Take the power of a positive number.')
  const result = x ** y
  if (!Number.isFinite(result) && Number.isFinite(x) && Number.isFinite(y))
    raise('OverflowError', "(34, 'Numerical result out of range')", 'The power is too large for a float.')
  return x === 1 ? 1 : result
}

function intResult(operator: string, x: number, y: number): NumberValue | null {
  switch (operator) {
    case '+':
      return exactInt(x + y)
    case '-':
      return exactInt(x - y)
    case '*':
      return exactInt(x * y)
    case '/':
      return y === 0 ? division('division by zero') : float(x / y)
    case '//':
      return y === 0 ? division('integer division or modulo by zero') : exactInt(Math.floor(x / y))
    case '%':
      return y === 0 ? division('integer modulo by zero') : exactInt(floorMod(x, y))
    case '**':
      return y < 0 ? float(power(x, y)) : exactInt(x ** y)
    default:
      return bits(operator, x, y)
  }
}

function bits(operator: string, x: number, y: number): NumberValue | null {
  const [p, q] = [BigInt(x), BigInt(y)]
  switch (operator) {
    case '&':
      return exactInt(Number(p & q))
    case '|':
      return exactInt(Number(p | q))
    case '^':
      return exactInt(Number(p ^ q))
    case '<<':
    case '>>':
      if (y < 0) raise('ValueError', 'negative shift count', 'Shift by 0 or more.')
      if (operator === '<<')
        return exactInt(y > 60 && x !== 0 ? Number.POSITIVE_INFINITY : Number(p << BigInt(Math.min(y, 60))))
      return exactInt(Number(p >> BigInt(Math.min(y, 60))))
    default:
      return null
  }
}

/** Python's arithmetic on two numbers; null where the operator does not know them. */
export function arithmetic(operator: string, a: NumberValue, b: NumberValue): NumberValue | null {
  const x = numberOf(a)
  const y = numberOf(b)
  if (a.kind === 'float' || b.kind === 'float') {
    const result = floatResult(operator, x, y)
    return result === null ? null : float(result)
  }
  const result = intResult(operator, x, y)
  const logical = operator === '&' || operator === '|' || operator === '^'
  return logical && a.kind === 'bool' && b.kind === 'bool' && result !== null
    ? { kind: 'bool', value: numberOf(result) !== 0 }
    : result
}
