import type { Written } from '../../core/notation.ts'
import { closing } from '../../scene/copy/latex.ts'

const mark = '\\htmlData'
const empty = '\\boxed{\\phantom{000}}'

const inParentheses = /\\left\(((?:\\htmlData\{[^{}]*\}\{)?\{\\boxed\{\\phantom\{000\}\}\}\}?)\\right\)/g

/** A formula with an empty box in the place of every number that is not given, and how many boxes there are. Numbers are known by the marks that say what they are a reading of. */
export function blanked(
  whole: Written,
  given: (read: string, of: number) => boolean,
): { written: Written; boxes: number } {
  let boxes = 0
  let text = whole.tex
  for (let at = text.lastIndexOf(mark); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(mark, at - 1)) {
    const fields = closing(text, at + mark.length)
    const end = closing(text, fields + 1)
    const [, read, of] = /read=(\w+), of=(\d+)/.exec(text.slice(at, fields)) ?? []
    if (read === undefined || given(read, Number(of))) continue
    boxes += 1
    text = `${text.slice(0, at)}{${empty}}${text.slice(end + 1)}`
  }
  // parentheses would tell that a number is negative
  text = text.replaceAll(inParentheses, '$1')
  return { written: boxes === 0 ? whole : { ...whole, tex: text, plain: '□' }, boxes }
}

/** An empty box alone. */
export const box: Written = { tex: `{${empty}}`, plain: '□', binding: 6, rank: 0 }
