import type { Printed } from '../lang/log.ts'

/** A stretch of what a program printed: which prints, and how many lines they fill. */
export interface OutputPage {
  /** The first print, and the one behind the last. */
  readonly from: number
  readonly to: number
  readonly lines: number
}

/** How much of the output is drawn as one piece, at least. */
const page = { lines: 60, prints: 400 } as const

const linesIn = (text: string): number => {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}

/** The output in pages, each ending with a line: only those in sight are drawn. */
export function pagesOf(prints: readonly Pick<Printed, 'text'>[]): OutputPage[] {
  const pages: OutputPage[] = []
  let from = 0
  let lines = 0
  prints.forEach(({ text }, i) => {
    lines += linesIn(text)
    const full = lines >= page.lines && text.endsWith('\n')
    if (!full && i + 1 - from < page.prints && i + 1 < prints.length) return
    pages.push({ from, to: i + 1, lines: Math.max(1, lines + (text.endsWith('\n') ? 0 : 1)) })
    from = i + 1
    lines = 0
  })
  return pages
}

/** How many lines the output fills. */
export const lineCount = (pages: readonly OutputPage[]): number => pages.reduce((sum, { lines }) => sum + lines, 0)

/** Whether a text is another program than one before, and no change of it: fewer than half of its lines were there. */
export function isAnother(before: string, source: string): boolean {
  if (before === source) return false
  const linesOf = (text: string): string[] => text.split('\n').flatMap((line) => line.trim() || [])
  const known = new Set(linesOf(before))
  const lines = linesOf(source)
  return lines.filter((line) => known.has(line)).length < lines.length / 2
}

/** The longest text of one print that is drawn whole. */
const longestDrawn = 20_000

/** A printed text as it is drawn; what a very long one leaves out is said, and copied all the same. */
export const drawnText = (text: string): string =>
  text.length <= longestDrawn
    ? text
    : `${text.slice(0, longestDrawn)}… and ${(text.length - longestDrawn).toLocaleString('en')} more characters\n`

/** Pages that lie in a stretch of the scrolled height, with the heights of what is before and behind them. */
export interface InSight {
  readonly first: number
  /** The page behind the last. */
  readonly end: number
  readonly before: number
  readonly behind: number
}

/** Which pages are in sight, from the heights of all; a page more on either side, so that scrolling finds them there. */
export function inSight(heights: readonly number[], top: number, height: number): InSight {
  let first = 0
  let before = 0
  while (first < heights.length - 1 && before + heights[first]! < top) before += heights[first++]!
  let end = first
  let reached = before
  while (end < heights.length && reached < top + height) reached += heights[end++]!
  if (first > 0) before -= heights[--first]!
  end = Math.min(heights.length, end + 1)
  const behind = heights.slice(end).reduce((sum, each) => sum + each, 0)
  return { first, end, before, behind }
}
