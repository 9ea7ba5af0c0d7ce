import { itemOf } from '../torch/methods.ts'
import { raise } from '../torch/raised.ts'
import type { Session } from '../torch/session.ts'
import { float, int, isNumber, numberOf, typeName, type Value } from '../torch/value.ts'
import { exactInt } from './number.ts'
import type { Operating } from './operators.ts'
import { repr } from './show.ts'
import { whole } from './takes.ts'

const numeral = /^[+-]?(\d[\d_]*(\.[\d_]*)?|\.\d[\d_]*)([eE][+-]?\d+)?$/

/** `float(x)`: a number, a text or a one-element tensor as a float. A literal keeps its place in the text. */
export function toFloat({ session }: Operating, [value = int(0)]: readonly Value[]): Value {
  if (value.kind === 'tensor') return float(toNumber(session, value))
  if (isNumber(value))
    return {
      ...float(numberOf(value)),
      ...(value.kind !== 'bool' && value.span !== undefined ? { span: value.span } : {}),
    }
  if (value.kind !== 'str')
    return raise(
      'TypeError',
      `float() argument must be a string or a real number, not '${typeName(value)}'`,
      'Give a number.',
    )
  const word = value.value.trim()
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(word)
  if (special !== null)
    return float(
      special[2]!.toLowerCase() === 'nan'
        ? Number.NaN
        : special[1] === '-'
          ? Number.NEGATIVE_INFINITY
          : Number.POSITIVE_INFINITY,
    )
  if (!numeral.test(word))
    raise('ValueError', `could not convert string to float: ${repr(session, value)}`, 'Write digits.')
  return float(Number(word.replaceAll('_', '')))
}

const toNumber = (session: Session, value: Extract<Value, { kind: 'tensor' }>): number => {
  const item = itemOf(session, value)
  return isNumber(item) ? numberOf(item) : Number.NaN
}

/** `int(text, base)`: digits of another base, with its prefix or without. */
function inBase(session: Session, value: Value, base: Value): Value {
  if (value.kind !== 'str')
    return raise('TypeError', "int() can't convert non-string with explicit base", 'Give a text.')
  const given = whole(base)
  if (given !== 0 && (given < 2 || given > 36))
    raise('ValueError', 'int() base must be >= 2 and <= 36, or 0', 'Use a base such as 2 or 16.')
  const [, sign = '', prefix = '', digits = ''] = /^\s*([+-]?)(0[xXbBoO])?([\da-zA-Z_]+)\s*$/.exec(value.value) ?? []
  const meant = { '0x': 16, '0b': 2, '0o': 8 }[prefix.toLowerCase()]
  const radix = given === 0 ? (meant ?? 10) : given
  const text = (prefix === '' || meant === radix ? digits : prefix + digits).replaceAll('_', '')
  const valid = text !== '' && Array.from(text).every((digit) => Number.parseInt(digit, radix) >= 0)
  if (!valid)
    raise('ValueError', `invalid literal for int() with base ${given}: ${repr(session, value)}`, 'Write digits.')
  return exactInt(Number.parseInt(sign + text, radix))
}

/** `int(x)`: the same as a whole number, cut toward zero. */
export function toInt(at: Operating, args: readonly Value[], keywords: ReadonlyMap<string, Value> = new Map()): Value {
  const { session } = at
  const [value = int(0), base = keywords.get('base')] = args
  if (base !== undefined) return inBase(session, value, base)

  const special = (x: number): never =>
    Number.isNaN(x)
      ? raise('ValueError', 'cannot convert float NaN to integer', 'The value is not a number.')
      : raise('OverflowError', 'cannot convert float infinity to integer', 'The value is infinite.')
  if (value.kind === 'tensor' || isNumber(value)) {
    const x = value.kind === 'tensor' ? toNumber(session, value) : numberOf(value)
    return Number.isFinite(x) ? exactInt(Math.trunc(x)) : special(x)
  }
  if (value.kind !== 'str')
    return raise(
      'TypeError',
      `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
      'Give a number.',
    )
  if (!/^\s*[+-]?\d[\d_]*\s*$/.test(value.value))
    raise('ValueError', `invalid literal for int() with base 10: ${repr(session, value)}`, 'Write digits.')
  return exactInt(Number(value.value.replaceAll('_', '')))
}
