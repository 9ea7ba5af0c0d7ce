import { fixed, notFinite, scientific } from '../torch/decimal.ts'
import { raise } from '../torch/raised.ts'
import { isNumber, type NumberValue, numberOf, typeName, type Value } from '../torch/value.ts'
import { floatText } from './number.ts'

interface Spec {
  readonly fill: string
  /** Whether `#` asks for the prefix of a base, or for the zeros at the end. */
  readonly full: boolean
  readonly align: string
  readonly sign: string
  readonly width: number
  readonly comma: string
  readonly precision: number | null
  readonly type: string
}

const pattern = /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/su

function parsed(spec: string): Spec {
  const found = pattern.exec(spec)
  if (found === null) raise('ValueError', 'Invalid format specifier', 'A format looks like .2f, >8 or 6.3e.')
  const [, fill, align, sign = '', full, zero, width, comma = '', precision, type = ''] = found
  const columns = Number(width ?? 0)
  if (columns > 10_000 || Number(precision ?? 0) > 100)
    raise('ValueError', 'Too many decimal digits in format string', 'Use a width below 10,000 and at most 100 digits.')
  return {
    fill: fill ?? (zero === undefined ? ' ' : '0'),
    align: align ?? (zero === undefined ? '' : '='),
    full: full !== undefined,
    sign,
    width: columns,
    comma,
    precision: precision === undefined ? null : Number(precision),
    type,
  }
}

const grouped = (digits: string, comma: string): string => {
  if (comma === '') return digits
  const [, whole = '', rest = ''] = /^(\d+)(.*)$/s.exec(digits) ?? []
  return whole.replace(/\B(?=(\d{3})+$)/g, comma) + rest
}

/** The `g` format: `precision` significant digits, zeros at the end dropped unless `full`; `most` is the exponent from which one is written. */
function general(x: number, precision: number, full: boolean, most = Math.max(precision, 1)): string {
  const digits = Math.max(precision, 1)
  const exponent = x === 0 ? 0 : Number(scientific(x, digits - 1).split('e')[1])
  const trim = (text: string): string => (text.includes('.') && !full ? text.replace(/\.?0+$/, '') : text)
  if (exponent < -4 || exponent >= most) {
    const [mantissa = '', power = ''] = scientific(x, digits - 1).split('e')
    return `${trim(mantissa)}e${power}`
  }
  return trim(fixed(x, digits - 1 - exponent))
}

function digitsOf(x: number, spec: Spec, whole: boolean): string {
  const special = notFinite(x)
  if (special !== null && !whole) return special + (spec.type === '%' ? '%' : '')
  const precision = spec.precision ?? 6
  switch (spec.type) {
    case 'f':
    case 'F':
      return fixed(x, precision)
    case 'e':
      return scientific(x, precision)
    case 'E':
      return scientific(x, precision).toUpperCase()
    case '%':
      return `${fixed(x * 100, precision)}%`
    case 'g':
    case 'n':
      return whole && spec.type === 'n' ? String(x) : general(x, precision, spec.full)
    case 'G':
      return general(x, precision, spec.full).toUpperCase()
    case 'b':
      return inBase(x, 2, spec.full ? '0b' : '')
    case 'o':
      return inBase(x, 8, spec.full ? '0o' : '')
    case 'x':
      return inBase(x, 16, spec.full ? '0x' : '')
    case 'X':
      return inBase(x, 16, spec.full ? '0x' : '').toUpperCase()
    case 'c':
      return String.fromCodePoint(x)
    default:
      if (whole) return String(x)
      return spec.precision === null ? floatText(x) : pointed(general(x, precision, spec.full, precision - 1))
  }
}

const inBase = (x: number, base: number, prefix: string): string =>
  `${x < 0 ? '-' : ''}${prefix}${Math.abs(x).toString(base)}`

/** A float without a type keeps a digit behind its point. */
const pointed = (text: string): string => (/[.e]/.test(text) ? text : `${text}.0`)

function aligned(body: string, sign: string, spec: Spec, usual: string): string {
  const missing = Math.max(0, spec.width - [...(sign + body)].length)
  const align = spec.align === '' ? usual : spec.align
  const pad = (count: number): string => spec.fill.repeat(count)
  switch (align) {
    case '<':
      return sign + body + pad(missing)
    case '^':
      return pad(Math.floor(missing / 2)) + sign + body + pad(Math.ceil(missing / 2))
    case '=': {
      // Zeros stand behind the prefix of a base.
      const prefix = /^0[xXbo]/.exec(body)?.[0] ?? ''
      return sign + prefix + pad(missing) + body.slice(prefix.length)
    }
    default:
      return pad(missing) + sign + body
  }
}

const unknown = (type: string, value: Value): never =>
  raise(
    'ValueError',
    `Unknown format code '${type}' for object of type '${typeName(value)}'`,
    'Numbers take f, e, g, %, d; texts take s.',
  )

function number(value: NumberValue, spec: Spec): string {
  const whole = value.kind !== 'float'
  const x = numberOf(value)
  if (whole ? 's'.includes(spec.type || ' ') : 'bcdosxX'.includes(spec.type || ' ')) unknown(spec.type, value)
  if (whole && spec.precision !== null && 'd'.includes(spec.type || 'd'))
    raise('ValueError', 'Precision not allowed in integer format specifier', 'Leave out the point, or use f.')
  const text = digitsOf(x, spec, whole)
  const negative = text.startsWith('-')
  const sign = negative ? '-' : spec.sign === '-' ? '' : spec.sign
  return aligned(grouped(negative ? text.slice(1) : text, spec.comma), sign, spec, '>')
}

/** A value under a format such as `.4f` or `>5`, as Python's `format` writes it. `plain` is its `str`. */
export function formatted(value: Value, spec: string, plain: string): string {
  if (spec === '') return plain
  if (isNumber(value)) return number(value, parsed(spec))
  if (value.kind !== 'str')
    return raise(
      'TypeError',
      `unsupported format string passed to ${typeName(value)}.__format__`,
      'Format single numbers: use .item() or index one element.',
    )
  const found = parsed(spec)
  if (found.type !== '' && found.type !== 's') unknown(found.type, value)
  if (found.align === '=') raise('ValueError', "'=' alignment not allowed in string format specifier", 'Use <, > or ^.')
  const body = found.precision === null ? plain : [...plain].slice(0, found.precision).join('')
  return aligned(body, '', found, '<')
}
