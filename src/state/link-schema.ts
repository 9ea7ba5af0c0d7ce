import {
  boolean,
  type InferOutput,
  integer,
  maxLength,
  maxValue,
  minValue,
  nullable,
  number,
  object,
  optional,
  pipe,
  safeParse,
  string,
} from 'valibot'

const whole = pipe(number(), integer(), minValue(0), maxValue(1_000_000))

/** The longest program a link may carry, in characters. */
export const longestSource = 20_000

/** What format 1 carries, under short keys; what is left out has its default. */
const format1 = object({
  s: pipe(string(), maxLength(longestSource)),
  e: optional(whole, 0),
  n: optional(whole, 0),
  c: optional(nullable(whole), null),
  p: optional(boolean(), false),
})

/** What a link restores. */
export interface LinkState {
  readonly source: string
  readonly cursor: { readonly episode: number; readonly step: number }
  /** The node whose whole chain is shown, or null. */
  readonly selected: number | null
  readonly present: boolean
}

type Format1 = InferOutput<typeof format1>

/** The content of a link in format 1, with defaults left out. */
export function packed({ source, cursor, selected, present }: LinkState): Partial<Format1> {
  return {
    s: source,
    ...(cursor.episode !== 0 && { e: cursor.episode }),
    ...(cursor.step !== 0 && { n: cursor.step }),
    ...(selected !== null && { c: selected }),
    ...(present && { p: true }),
  }
}

/** The state in a link's content, built anew field by field; null where it does not fit the format. */
export function unpacked(content: unknown): LinkState | null {
  const { success, output } = safeParse(format1, content)
  if (!success) return null
  return { source: output.s, cursor: { episode: output.e, step: output.n }, selected: output.c, present: output.p }
}
