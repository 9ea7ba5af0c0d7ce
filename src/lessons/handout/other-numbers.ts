/** Small numbers that may stand in the place of one in a program, of the same sign and kind: whole, halves, tenths, logarithms of small numbers. None for what is of no such kind. */
export function otherNumbers(text: string): readonly string[] {
  const value = Number(text)
  const size = Math.abs(value)
  if (!/^-?[\d.]+$/.test(text) || value === 0) return []
  const sign = text.startsWith('-') ? '-' : ''
  return kin(size)
    .filter((other) => Math.abs(other - size) > 1e-6)
    .map((other) => `${sign}${Number.isInteger(other) ? `${other}${text.includes('.') ? '.0' : ''}` : digits(other)}`)
}

const digits = (value: number): string => String(Number(value.toFixed(7)))

const whole = [1, 2, 3, 4, 5] as const
const halves = [0.5, 1.5, 2.5] as const
const tenths = [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8] as const

function kin(size: number): readonly number[] {
  if (Number.isInteger(size))
    return size > 9 ? [] : size > 4 ? [...whole, 7, 8, 9].filter((n) => n > 2) : [...whole, ...halves]
  if (Number.isInteger(2 * size)) return size < 1 ? [0.25, 0.75, ...halves, 1, 2] : [...halves, 1, 2]
  const inner = Math.exp(size)
  if (Math.abs(inner - Math.round(inner)) < 1e-5) return whole.filter((n) => n > 1).map((n) => Math.log(n))
  return size < 1 && /^0\.\d\d?$/.test(String(size)) ? tenths : []
}
