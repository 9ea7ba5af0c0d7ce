import type { NumberWriter } from '../core/typeset.ts'

const superscript: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
}

const trimmed = (digits: string): string => (digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits)

/** A number with so many significant digits at most, integers whole, a true minus sign, never −0. */
const writtenWith =
  (precision: number): NumberWriter =>
  (value) => {
    if (Number.isNaN(value)) return { tex: '\\text{nan}', plain: 'nan' }
    if (!Number.isFinite(value)) return value > 0 ? { tex: '\\infty', plain: '∞' } : { tex: '-\\infty', plain: '−∞' }
    if (value === 0) return { tex: '0', plain: '0' }
    const [sign, size] = [value < 0 ? '−' : '', Math.abs(value)]
    const whole = Number.isInteger(size) && size < 1e5
    const digits = whole ? String(size) : size.toPrecision(precision)
    const small = size < 1e-3 && !whole
    if (!small && !digits.includes('e')) return both(sign, trimmed(digits))
    const [mantissa, exponent] = size.toExponential(precision - 1).split('e')
    const power = String(Number(exponent))
    const plain = `${sign}${trimmed(mantissa!)}×10${[...power].map((digit) => superscript[digit]).join('')}`
    return { tex: `${sign === '' ? '' : '-'}${trimmed(mantissa!)}\\times10^{${power}}`, plain }
  }

const both = (sign: string, digits: string) => ({ tex: (sign === '' ? '' : '-') + digits, plain: sign + digits })

/** A number as it is read: four significant digits. */
export const written: NumberWriter = writtenWith(4)

/** A number with the digits that a float has, where small changes are to be seen. */
export const finely: NumberWriter = writtenWith(7)

/** A number as it is read, in plain text. */
export const plainNumber = (value: number): string => written(value).plain

/** The shortest number that stands for this float32 or float64 and no other, for the hover. */
export function fullNumber(value: number, dtype: string): string {
  if (dtype !== 'float32') return String(value)
  const digits = [6, 7, 8, 9]
    .map((count) => value.toPrecision(count))
    .find((text) => Math.fround(Number(text)) === value)
  return String(Number(digits ?? value))
}
