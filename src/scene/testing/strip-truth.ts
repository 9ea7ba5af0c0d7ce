import type { Trace } from '../../core/trace.ts'
import type { Block, Sign } from '../strip/block.ts'
import { stripAt } from '../strip/strip.ts'
import { engineReading } from './engine-reading.ts'
import { type Found, meaningsOf } from './formula-truth.ts'
import { canEqual, exactly, printed, rangesText } from './ranges.ts'
import { reckoned } from './reckon.ts'
import { lowered, shownNumber } from './shown.ts'

const texOf = (text: string): string => {
  const value = shownNumber(text)
  const [mantissa, exponent] = value.toExponential(8).split('e')
  return `${mantissa}\\times10^{${Number(exponent)}}`
}

const blockTex = ({ rows }: Block): string | null =>
  rows === null
    ? null
    : `\\begin{bmatrix}${rows.map((row) => row.map(({ text }) => texOf(text)).join(' & ')).join(' \\\\ ')}\\end{bmatrix}`

const calls: Readonly<Record<string, string>> = {
  σ: '\\sigma',
  tanh: '\\tanh',
  ln: '\\ln',
  sin: '\\sin',
  cos: '\\cos',
  max: '\\max',
  min: '\\min',
  eˣ: '\\operatorname{exp}',
  '√': '\\operatorname{sqrt}',
  '|□|': '\\operatorname{abs}',
  '−□': '\\operatorname{neg}',
}

/** The blocks and signs of a strip as one formula in TeX; null where a block is too large to show or an op is written by its name alone. */
export function stripTex(pieces: readonly (Block | Sign)[]): string | null {
  let tex = ''
  for (const [i, piece] of pieces.entries()) {
    const before = pieces[i - 1]
    if (piece.kind === 'block') {
      const block = blockTex(piece)
      if (block === null) return null
      tex += before?.kind === 'block' ? `\\,${block}` : block
      continue
    }
    const { text } = piece
    const opens = pieces[i + 1]?.kind === 'sign' && /^\($/.test(signText(pieces[i + 1]))
    if (text === '(') tex += before?.kind === 'sign' && /\p{L}|□|√/u.test(before.text) ? '' : '\\left('
    else if (text === ')') tex += '\\right)'
    else if (text === '∘') tex += ' \\circ '
    else if (text === '·') tex += ' \\cdot '
    else if (text === '+') tex += ' + '
    else if (text === '−') tex += ' - '
    else if (text === ',') tex += ', '
    else if (text === '÷') tex += ' \\oslash '
    else if (text === '⊤') tex += '^{\\top}'
    else if (opens && calls[text] !== undefined) tex += `${calls[text]}\\left(`
    else if (opens && /^Σ dim [\d,]+$/.test(text)) tex += `\\textstyle\\sum_{\\text{${text.slice(2)}}} \\left(`
    else if (opens && text === 'Σ') tex += '\\operatorname{sum}\\left('
    else if (opens && /^\w+$/.test(text)) tex += `\\operatorname{${text}}\\left(`
    else if (/^[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+$/.test(text)) tex += `^{${lowered(text)}}`
    else if (/^−?\d/.test(text))
      tex += text.startsWith('−') ? `\\left(${'-'}${texOf(text.slice(1))}\\right)` : texOf(text)
    else return null
  }
  return tex
}

const signText = (piece: Block | Sign | undefined): string => (piece?.kind === 'sign' ? piece.text : '')

/** Compares the strip of a step with the engine: each number that belongs to a tensor, the blocks multiplied out, and each entry opened. */
export function weighStrip(trace: Trace, cursor: number, found: Found): void {
  const strip = stripAt(trace, cursor)
  const step = trace.steps[cursor - 1]
  if (strip === null || step === undefined) return
  const where = `strip of step ${cursor}`
  const blocks = [strip.result, ...strip.pieces.flatMap((piece) => (piece.kind === 'block' ? [piece] : []))]
  for (const { role, rows, label } of blocks)
    for (const { text, at, node } of rows?.flat() ?? []) {
      const read = role === 'gradient' ? 'gradient' : 'value'
      const truth = node === null ? undefined : engineReading(trace, read, node, -1)?.[at]
      if (node === null) continue
      found.numbers.add(`strip ${read} ${node} ${at}`)
      if (truth === undefined || !canEqual(exactly([], [truth]), printed(shownNumber(text))))
        found.mistakes.push(`${where}: ${label.plain}[${at}] is ${truth}, but ${text} is shown`)
    }
  const amount =
    step.kind === 'value' ? trace.graph.nodes[step.node]!.value : step.kind === 'contribution' ? step.amount : null
  const shown = strip.result.rows?.flat() ?? []
  if (amount !== null && shown.length > 0) {
    if (shown.length !== amount.data.length)
      found.mistakes.push(`${where}: ${shown.length} entries are shown of ${amount.data.length}`)
    for (const { text, at } of shown)
      if (!canEqual(exactly([], [amount.data[at]!]), printed(shownNumber(text))))
        found.mistakes.push(`${where}: the result at ${at} is ${amount.data[at]}, but ${text} is shown`)
    const tex = stripTex(strip.pieces)
    const value = tex === null ? null : reckoned(tex, meaningsOf(trace, found, where))
    if (value !== null) {
      found.equations++
      if (!canEqual(value, exactly([amount.data.length], amount.data)))
        found.mistakes.push(`${where}: ${tex} comes to ${rangesText(value)}, not ${amount.data.join(' ')}`)
    }
  }
  for (const [at, truth] of Array.from(amount?.data ?? []).entries()) {
    const opened = strip.opened(at)
    const value = opened === null ? null : reckoned(opened.tex, meaningsOf(trace, found, `${where}, entry ${at}`))
    if (value === null) continue
    found.equations++
    if (!canEqual(value, exactly([], [truth])))
      found.mistakes.push(`${where}, entry ${at}: ${opened?.plain} comes to ${rangesText(value)}, not ${truth}`)
  }
}
