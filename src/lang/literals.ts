import type { Span } from '../core/graph.ts'
import { float, int, type NumberValue } from '../torch/value.ts'
import { malformed } from './syntax.ts'

/** A whole number that doubles hold exactly. */
function whole(value: number, span: Span): NumberValue {
  if (!Number.isSafeInteger(value))
    malformed(
      'integers beyond 2**53 are not supported here',
      span,
      'Use floats for very large numbers.',
      'OverflowError',
    )
  return { ...int(value), span }
}

/** A number as written in the text. */
export function parseNumber(text: string, at: Span): NumberValue {
  const span: Span = { from: at.from, to: at.to }
  const digits = text.replaceAll('_', '')
  if (/__|_$|_[.eE]|\._/.test(text))
    malformed('invalid decimal literal', span, 'One underscore may stand between two digits.')
  if (/[jJ]$/.test(text)) malformed('complex numbers are not supported here', span, 'Use real numbers.')
  if (/^0[xXbBoO]/.test(digits)) return whole(Number(digits), span)
  if (/[.eE]/.test(digits)) return { ...float(Number(digits)), span }
  if (/^0\d*[1-9]/.test(digits))
    malformed(
      'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
      span,
      'Remove the zeros in front.',
    )
  return whole(Number(digits), span)
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
}

/** The text between the quotes with its backslashes resolved. */
export function resolveEscapes(text: string): string {
  return text.replace(
    /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\s\S])/g,
    (whole: string, code: string): string => {
      if (code.length > 1) {
        const point = Number.parseInt(code.slice(1), 16)
        return point <= 0x10ffff ? String.fromCodePoint(point) : whole
      }
      return escapes[code] ?? whole
    },
  )
}

/** The prefix letters, the quotes and the inside of a string literal. */
export function stringParts(text: string): {
  readonly prefix: string
  readonly quote: string
  readonly inside: string
} {
  const [, prefix = '', quote = ''] = /^([a-zA-Z]*)("""|'''|"|')/.exec(text) ?? []
  return {
    prefix: prefix.toLowerCase(),
    quote,
    inside: text.slice(prefix.length + quote.length, text.length - quote.length),
  }
}
