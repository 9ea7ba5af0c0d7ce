const raised: Readonly<Record<string, string>> = Object.fromEntries(
  [...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((digit, i): [string, string] => [digit, String(i)]),
)

/** Raised digits as digits, and true minus signs as those that `Number` reads. */
export const lowered = (text: string): string =>
  [...text.replaceAll(/[−⁻]/g, '-')].map((character) => raised[character] ?? character).join('')

/** A number as the page shows it, read back. */
export function shownNumber(text: string): number {
  const plain = lowered(text.trim().replaceAll('\u200b', ''))
  if (plain === 'nan') return Number.NaN
  if (plain === '∞' || plain === '-∞') return plain === '∞' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  const [mantissa = '', exponent] = plain.split('×10')
  return exponent === undefined ? Number(mantissa) : Number(`${mantissa}e${exponent}`)
}
