import { raise } from '../torch/raised.ts'
import { type DictValue, isNumber, numberOf, str, typeName, type Value } from '../torch/value.ts'
import { noKey } from './exceptions.ts'
import { formatted } from './format.ts'
import { keyOf } from './keys.ts'
import { exactInt } from './number.ts'
import type { Operating } from './operators.ts'
import { formattable, repr, text } from './show.ts'

const pattern = /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?(.|$)/gsu

/** A number for `%d` and its like, cut to a whole one. */
function whole(value: Value, type: string): Value {
  if (!isNumber(value))
    return raise(
      'TypeError',
      `%${type} format: ${'di'.includes(type) ? 'a real number' : 'an integer'} is required, not ${typeName(value)}`,
      'Give a number.',
    )
  if (value.kind === 'float' && 'xXo'.includes(type))
    return raise('TypeError', `%${type} format: an integer is required, not float`, 'Give a whole number.')
  return exactInt(Math.trunc(numberOf(value)))
}

function character(value: Value): string {
  if (value.kind === 'int') return String.fromCodePoint(value.value)
  if (value.kind === 'str' && [...value.value].length === 1) return value.value
  return raise('TypeError', '%c requires int or char', 'Give one letter.')
}

/** One piece: the value under its flags, width and precision, written as a format of `format`. */
function piece(at: Operating, value: Value, flags: string, width: string, precision: string, type: string): string {
  const left = flags.includes('-')
  const zero = flags.includes('0') && !left
  const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  const point = precision === '' ? '' : `.${precision}`
  switch (type) {
    case 's':
    case 'r':
    case 'a': {
      const shown = type === 's' ? text(at.session, value) : repr(at.session, value)
      return formatted(str(shown), `${left ? '<' : '>'}${width}${point}`, shown)
    }
    case 'c':
      return formatted(str(character(value)), `${left ? '<' : '>'}${width}`, character(value))
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o': {
      const hash = flags.includes('#') ? '#' : ''
      const kind = 'iu'.includes(type) ? 'd' : type
      const digits = precision === '' ? '' : precision
      const number = whole(value, type)
      const align = left ? '<' : zero ? '0=' : '>'
      if (digits === '') return formatted(number, `${align}${sign}${hash}${width}${kind}`, '')
      const body = formatted(number, `0=${sign}${hash}${digits}${kind}`, '')
      return formatted(str(body), `${left ? '<' : '>'}${width}`, body)
    }
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': {
      const number = formattable(at.session, value)
      if (!isNumber(number)) return raise('TypeError', `must be real number, not ${typeName(value)}`, 'Give a number.')
      return formatted(
        { kind: 'float', value: numberOf(number) },
        `${left ? '<' : zero ? '0=' : '>'}${sign}${width}${point}${type}`,
        '',
      )
    }
    default:
      return ''
  }
}

/** `text % values`: the formats of C, filled with a tuple, a dictionary or one value. */
export function percent(at: Operating, source: string, values: Value): string {
  const items = values.kind === 'tuple' ? values.items : [values]
  const named: DictValue | null = values.kind === 'dict' ? values : null
  let used = 0
  const take = (): Value =>
    items[used++] ?? raise('TypeError', 'not enough arguments for format string', 'Give a value for each %.')
  const number = (part: string | undefined): string => {
    if (part !== '*') return part ?? ''
    const given = take()
    return given.kind === 'int' ? String(given.value) : raise('TypeError', '* wants int', 'Give a whole number.')
  }
  const result = source.replace(
    pattern,
    (
      _,
      name: string | undefined,
      flags: string,
      width: string | undefined,
      precision: string | undefined,
      type: string,
      offset: number,
      all: string,
    ) => {
      if (type === '%') return '%'
      if (type === '') return raise('ValueError', 'incomplete format', 'Write %% for a percent sign.')
      if (!'srcadiuxXoeEfFgG'.includes(type)) {
        const place = offset + [..._].length - 1
        return raise(
          'ValueError',
          `unsupported format character '${type}' (0x${(type.codePointAt(0) ?? 0).toString(16)}) at index ${[...all.slice(0, place)].length}`,
          'Use %d, %f, %s or %g.',
        )
      }
      const columns = number(width)
      const digits = number(precision)
      if (name !== undefined && named === null) raise('TypeError', 'format requires a mapping', 'Give a dictionary.')
      const key = str(name ?? '')
      const value =
        name === undefined || named === null
          ? take()
          : (named.entries.get(keyOf(key))?.[1] ?? noKey(at, key, 'The dictionary has no such key.'))
      return piece(at, value, flags, columns, digits, type)
    },
  )
  at.budget.allocate(result.length)
  if (named === null && used < items.length)
    raise('TypeError', 'not all arguments converted during string formatting', 'There are more values than %.')
  return result
}
