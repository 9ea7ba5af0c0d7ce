import type { Text } from '@codemirror/state'
import type { Diagnostic } from '../../lang/run.ts'

/** Characters of a program, from the first to before the last. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** Where to mark a diagnostic: its span, or its line where the span shows no character, or nowhere. */
export function diagnosticRange({ span, line }: Diagnostic, text: Text): Range | null {
  if (span !== null) {
    const from = Math.min(span.from, text.length)
    const to = Math.min(span.to, text.length)
    if (text.sliceString(from, to).trim() !== '') return { from, to }
  }
  if (line === null && span === null) return null
  const place = line === null ? text.lineAt(Math.min(span?.from ?? 0, text.length)) : lineOf(text, line)
  return { from: place.from + place.text.length - place.text.trimStart().length, to: place.to }
}

/** A line by its 1-based number, or the nearest there is. */
const lineOf = (text: Text, line: number) => text.line(Math.max(1, Math.min(line, text.lines)))
