import { type Malformed, malformed } from './syntax.ts'

const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }
const compound = /^(if|elif|else|for|while|def|with|class|try|except|finally)\b/
/** Words that open a block only where a colon ends their line: they can be names too. */
const soft = /^(match|case|async)\b/
const deepest = 200

/** One logical line: where it starts, how deep it is indented, and what it begins and ends with. */
interface Logical {
  readonly start: number
  readonly end: number
  readonly line: number
  readonly indent: number
  readonly indentText: string
  readonly word: string | null
  readonly hasColon: boolean
  readonly endsInColon: boolean
}

/** Reads strings, comments, brackets and line breaks as Python's tokenizer does. */
class Scanner {
  readonly source: string
  at = 0
  line = 1

  constructor(source: string) {
    this.source = source
  }

  /** The next logical line that is not blank; null at the end. */
  next(): Logical | null {
    this.#skipBlank()
    if (this.at >= this.source.length) return null
    const lineStart = this.at
    while (' \t\f'.includes(this.source[this.at] ?? 'x')) this.at++
    const start = this.at
    const indentText = this.source.slice(lineStart, start)
    const line = this.line
    let [hasColon, last] = [false, start]
    const open: { readonly char: string; readonly at: number; readonly line: number }[] = []
    while (this.at < this.source.length) {
      const char = this.source[this.at]!
      if (char === '\n' && open.length === 0) break
      if (char === '\n') this.line++
      if (char === '#') {
        this.#skipComment()
        continue
      }
      if (char === '"' || char === "'") {
        this.#string(char)
        last = this.at
        continue
      }
      if ('([{'.includes(char)) this.#opened(open, char)
      else if (')]}'.includes(char)) this.#closed(open, char)
      else if (char === ':' && open.length === 0) hasColon = true
      else if (char === '\\' && this.source[this.at + 1] === '\n') {
        this.line++
        this.at++
      } else this.#checkCharacter(char)
      this.at++
      if (!/\s/.test(char)) last = this.at
    }
    const unclosed = open.at(-1)
    if (unclosed !== undefined)
      malformed(`'${unclosed.char}' was never closed`, { from: unclosed.at, to: unclosed.at + 1 }, 'Close the bracket.')
    const endsInColon = this.source[last - 1] === ':'
    const begin = this.source.slice(start, start + 8)
    const word = compound.exec(begin)?.[1] ?? (endsInColon ? (soft.exec(begin)?.[1] ?? null) : null)
    return { start, end: last, line, indent: width(indentText), indentText, word, hasColon, endsInColon }
  }

  #opened(open: { char: string; at: number; line: number }[], char: string): void {
    open.push({ char, at: this.at, line: this.line })
    if (open.length > deepest)
      malformed('too many nested parentheses', { from: this.at, to: this.at + 1 }, 'Split the expression.')
  }

  #closed(open: { char: string; at: number; line: number }[], char: string): void {
    const top = open.pop()
    const here = { from: this.at, to: this.at + 1 }
    if (top === undefined) malformed(`unmatched '${char}'`, here, 'Remove it, or open the bracket before.')
    if (top.char !== closing[char])
      malformed(
        `closing parenthesis '${char}' does not match opening parenthesis '${top.char}'${top.line === this.line ? '' : ` on line ${top.line}`}`,
        here,
        'Brackets must be closed in the order in which they were opened.',
      )
  }

  #checkCharacter(char: string): void {
    const point = this.source.codePointAt(this.at) ?? 0
    if (point < 128 || /[\p{L}\p{N}\p{M}_\uDC00-\uDFFF]/u.test(String.fromCodePoint(point))) return
    const hex = point.toString(16).toUpperCase().padStart(4, '0')
    const shown = String.fromCodePoint(point)
    malformed(
      `invalid character '${shown}' (U+${hex})`,
      { from: this.at, to: this.at + char.length },
      'Use plain quotes, minus signs and spaces.',
    )
  }

  #skipBlank(): void {
    for (;;) {
      let end = this.at
      while (' \t\f\r'.includes(this.source[end] ?? 'x')) end++
      if (this.source[end] === '#') while (end < this.source.length && this.source[end] !== '\n') end++
      if (end < this.source.length && this.source[end] !== '\n') return
      this.line++
      this.at = end + 1
      if (end >= this.source.length) return
    }
  }

  #skipComment(): void {
    while (this.at < this.source.length && this.source[this.at] !== '\n') this.at++
  }

  /** The line where an open string is noticed: a line break at the very end opens no line. */
  #lastLine(): number {
    return this.at >= this.source.length && this.source.endsWith('\n') ? this.line - 1 : this.line
  }

  #string(quote: string): void {
    const from = this.at
    const long = this.source.startsWith(quote.repeat(3), from)
    const end = long ? quote.repeat(3) : quote
    this.at += end.length
    while (this.at < this.source.length && !this.source.startsWith(end, this.at)) {
      if (this.source[this.at] === '\n' && !long) break
      if (this.source[this.at] === '\\') {
        if (this.source[this.at + 1] === '\n') this.line++
        this.at++
      } else if (this.source[this.at] === '\n') this.line++
      this.at++
    }
    if (!this.source.startsWith(end, this.at))
      malformed(
        `unterminated ${long ? 'triple-quoted ' : ''}string literal (detected at line ${this.#lastLine()})`,
        { from, to: Math.min(this.at, this.source.length) },
        'Close the quotes.',
      )
    this.at += end.length
  }
}

const width = (indent: string): number => {
  let columns = 0
  for (const char of indent) columns = char === '\t' ? (Math.floor(columns / 8) + 1) * 8 : columns + 1
  return columns
}

const described = (word: string): string =>
  word === 'def' ? 'function definition' : word === 'class' ? 'class definition' : `'${word}' statement`

const fix = 'Lines of one block begin in the same column; a block is indented under its colon.'

function expectBlock(opener: Logical, at: { from: number; to: number }): never {
  return malformed(
    `expected an indented block after ${described(opener.word!)} on line ${opener.line}`,
    at,
    fix,
    'IndentationError',
  )
}

/** Brackets, strings, colons and indentation, checked as Python does before it looks at the rest. Throws `Malformed`. */
function check(source: string): void {
  const scanner = new Scanner(source)
  const indents = [0]
  let opener: Logical | null = null
  for (let line = scanner.next(); line !== null; line = scanner.next()) {
    const lineSpan = { from: line.start - line.indentText.length, to: line.end }
    const current = indents.at(-1)!
    if (opener !== null && line.indent <= current) expectBlock(opener, lineSpan)
    if (opener === null && line.indent > current) malformed('unexpected indent', lineSpan, fix, 'IndentationError')
    if (line.indent > current) indents.push(line.indent)
    if (indents.length > 100)
      malformed('too many levels of indentation', lineSpan, 'Move inner blocks into functions.', 'IndentationError')
    while (line.indent < indents.at(-1)!) indents.pop()
    if (line.indent !== indents.at(-1))
      malformed('unindent does not match any outer indentation level', lineSpan, fix, 'IndentationError')
    if (line.word !== null && !line.hasColon)
      malformed("expected ':'", { from: line.end, to: line.end }, `Put a colon at the end of the ${line.word} line.`)
    opener = line.word !== null && line.endsInColon ? line : null
  }
  if (opener !== null) expectBlock(opener, { from: opener.start, to: opener.end })
}

/** The first thing wrong with a program's layout, or null. */
export function layoutError(source: string, isMalformed: (error: unknown) => error is Malformed): Malformed | null {
  try {
    check(source)
    return null
  } catch (error) {
    if (isMalformed(error)) return error
    throw error
  }
}
