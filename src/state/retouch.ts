import type { Span } from '../core/graph.ts'

/** A stretch of text that was put in place of another. */
interface Edit extends Span {
  readonly text: string
}

/** The literals changed since a program ran, so that places in that program can be found in the text as it is now. */
export interface Retouched {
  readonly base: string
  readonly edits: readonly Edit[]
  /** The gesture that made the last edit, which its next change replaces. */
  readonly gesture: number
}

/** A program as it ran. */
export const untouched = (base: string): Retouched => ({ base, edits: [], gesture: 0 })

/** The text with the edits made; all of them are given by their places in the program that ran. */
export const textOf = ({ base, edits }: Retouched): string =>
  edits
    .toSorted((p, q) => q.from - p.from)
    .reduce((text, { from, to, text: by }) => text.slice(0, from) + by + text.slice(to), base)

/** The place that a gesture under way is changing, or null where it is a new one. */
export const spanOf = ({ edits, gesture }: Retouched, current: number): Span | null =>
  (current === gesture ? edits.at(-1) : undefined) ?? null

/** One more literal changed, or the same one again. */
export function retouch(before: Retouched, { from, to }: Span, text: string, gesture: number): Retouched {
  const others = before.edits.filter((edit) => edit.from !== from)
  return { ...before, edits: [...others, { from, to, text }], gesture }
}
