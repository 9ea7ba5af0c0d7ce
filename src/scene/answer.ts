/** A number as a reader types it: `-3/16`, `−0,5`, `2e-3`, `1×10^-3`; null where it is none. */
export function parsedAnswer(text: string): number | null {
  const plain = text
    .replaceAll(/\s/g, '')
    .replaceAll(/[−–]/g, '-')
    .replaceAll(',', '.')
    .replaceAll(/[×·*]10\^?\(?(-?\d+)\)?/g, 'e$1')
  const [over, under, ...more] = plain.split('/')
  const number = (part: string): number =>
    /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(part) ? Number(part) : Number.NaN
  const value = under === undefined ? number(over!) : number(over!) / number(under)
  return more.length > 0 || !Number.isFinite(value) ? null : value
}

/** Whether an answer is a number to four significant digits; the fourth may be off by one, as when it is cut and not rounded. */
export function agreesWith(said: number, value: number): boolean {
  if (!Number.isFinite(value)) return Object.is(said, value)
  const size = Math.abs(value)
  const allowed = size < 1e-12 ? 1e-6 : 10 ** (Math.floor(Math.log10(size)) - 3)
  return Math.abs(said - value) <= allowed * (1 + 1e-6)
}
