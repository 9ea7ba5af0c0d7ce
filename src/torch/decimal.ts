/** Whether a decimal expansion ends in exactly a half of the last digit kept. */
const isTie = (digits: string, keep: number): boolean => /^50*$/.test(digits.slice(keep))

function toEven(mantissa: string, keep: number): string {
  const kept = mantissa.slice(0, keep)
  const last = Number(kept.replace('.', '').at(-1) ?? '0')
  return last % 2 === 0 ? kept.replace(/\.$/, '') : ''
}

/** A finite number with `digits` decimals, as C and Python print it: exact, ties to even. */
export function fixed(x: number, digits: number): string {
  const rounded = Math.abs(x) < 1e21 ? x.toFixed(digits) : `${BigInt(x)}${digits > 0 ? `.${'0'.repeat(digits)}` : ''}`
  const sign = Object.is(x, -0) && !rounded.startsWith('-') ? '-' : ''
  if (Math.abs(x) >= 1e21 || digits > 75) return sign + rounded
  const long = Math.abs(x).toFixed(digits + 25)
  const keep = long.indexOf('.') + 1 + digits
  if (!isTie(long, keep)) return sign + rounded
  const even = toEven(long, keep)
  return even === '' ? sign + rounded : (x < 0 ? '-' : sign) + even
}

/** A finite number as `d.ddde±dd`, as C and Python print it. */
export function scientific(x: number, digits: number): string {
  const split = (text: string): [string, string] => {
    const at = text.indexOf('e')
    return [text.slice(0, at), text.slice(at + 1)]
  }
  const negative = x < 0 || Object.is(x, -0)
  let [mantissa, exponent] = split(Math.abs(x).toExponential(Math.min(digits, 100)))
  if (digits <= 75) {
    const [long, power] = split(Math.abs(x).toExponential(digits + 25))
    const keep = 2 + digits
    const even = isTie(long, keep) ? toEven(long, keep) : ''
    if (even !== '') [mantissa, exponent] = [even, power]
  }
  const power = Math.abs(Number(exponent))
  return `${negative ? '-' : ''}${mantissa}e${exponent.startsWith('-') ? '-' : '+'}${power < 10 ? '0' : ''}${power}`
}

/** `nan`, `inf` and `-inf` as Python writes them; null for finite numbers. */
export function notFinite(x: number): string | null {
  if (Number.isNaN(x)) return 'nan'
  if (Number.isFinite(x)) return null
  return x < 0 ? '-inf' : 'inf'
}
