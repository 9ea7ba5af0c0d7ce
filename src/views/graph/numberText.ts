/** A number as the program writes it: like the text it replaces, an integer stays one and a float keeps its point. */
export function numberText(value: number, like: string): string {
  const text = String(value === 0 ? 0 : value)
  const float = /[.e]/i.test(like)
  return float && /^-?\d+$/.test(text) ? `${text}.0` : text
}

/** The step of a drag for a number of this size, in the number's own decimal place. */
export function dragStep(value: number, like: string, fine: boolean): number {
  const float = /[.e]/i.test(like)
  if (!float) return 1
  const size = Math.abs(value)
  const step = size >= 100 ? 10 : size >= 10 ? 1 : 0.1
  return fine ? step / 10 : step
}

/** A typed text as a Python number, or null where it is none. */
export function typedNumber(text: string, like: string): string | null {
  const cleaned = text.trim().replace('−', '-').replace(',', '.')
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cleaned)) return null
  const value = Number(cleaned)
  return Number.isFinite(value)
    ? /^[+-]?\d+$/.test(cleaned)
      ? numberText(value, like)
      : cleaned.replace(/^\+/, '')
    : null
}
