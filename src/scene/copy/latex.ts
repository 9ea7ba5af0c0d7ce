import type { Written } from '../../core/notation.ts'
import type { Row } from '../card.ts'
import type { Ladder } from '../ladder.ts'

const letters: Readonly<Record<string, string>> = {
  α: '\\alpha ',
  β: '\\beta ',
  γ: '\\gamma ',
  δ: '\\delta ',
  ε: '\\epsilon ',
  η: '\\eta ',
  θ: '\\theta ',
  λ: '\\lambda ',
  μ: '\\mu ',
  ν: '\\nu ',
  ρ: '\\rho ',
  σ: '\\sigma ',
  τ: '\\tau ',
  φ: '\\phi ',
  ψ: '\\psi ',
  ω: '\\omega ',
  π: '\\pi ',
  ξ: '\\xi ',
  ζ: '\\zeta ',
  κ: '\\kappa ',
  χ: '\\chi ',
  '…': '\\ldots ',
}

/** The place of the brace that closes the one at `open`; the end of the text where none does. */
export function closing(tex: string, open: number): number {
  let depth = 0
  for (let at = open; at < tex.length; at++) {
    if (tex[at] === '\\') at++
    else if (tex[at] === '{') depth++
    else if (tex[at] === '}' && --depth === 0) return at
  }
  return tex.length
}

const mark = '\\htmlData'

/** TeX as anyone's amsmath sets it: without the marks that link a formula to the page, an empty box for what is pending, letters by their names. */
export function plainTex(tex: string): string {
  let text = tex
  for (let at = text.lastIndexOf(mark); at >= 0; at = text.lastIndexOf(mark)) {
    const fields = closing(text, at + mark.length)
    const end = closing(text, fields + 1)
    const inner = text.slice(fields + 2, end)
    const alone = inner.startsWith('{') && closing(inner, 0) === inner.length - 1
    // a group stays a group: {−2} and {w_1} must not fall apart under an exponent
    text = text.slice(0, at) + (alone ? inner : `{${inner}}`) + text.slice(end + 1)
  }
  return [...text.replaceAll('\\square', '\\boxed{\\phantom{0}}')].map((c) => letters[c] ?? c).join('')
}

const escaped = (text: string): string => text.replace(/[\\{}$&#^_%~]/g, ' ')

/** A label in words, without the mathematics that may follow it. */
const labelText = (label: string): string => escaped(label.replace(/[^\x20-\x7e].*$/u, '')).trim()

/** A chain of equal pieces as one line of `align*`, aligned at its first equals sign. */
function line({ label, parts }: Row): string {
  const [first, ...rest] = parts.map(({ tex }: Written) => plainTex(tex))
  const text = labelText(label)
  const equal = rest.length === 0 ? '' : ` &= ${rest.join(' = ')}`
  return `  ${first ?? ''}${equal}${text === '' ? '' : ` && \\text{${text}}`}`
}

/** Rows as an `align*` environment. */
const aligned = (rows: readonly Row[]): string => `\\begin{align*}\n${rows.map(line).join(' \\\\\n')}\n\\end{align*}\n`

/** Rows of a formula card as LaTeX; needs only amsmath. */
export const rowsLatex = (title: string, rows: readonly Row[]): string => `% ${title}\n${aligned(rows)}`

/** Ladders one after the other as LaTeX: a derivation in the order in which reverse mode finds it. A reason follows its equation in words. */
export const laddersLatex = (title: string, ladders: readonly Ladder[]): string =>
  `% ${title}\n${ladders.map(ladderLatex).join('')}`

const ascii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text)

const ladderLatex = ({ rungs }: Ladder): string =>
  aligned(
    rungs.map(({ label, parts, reason }) => ({
      label: reason !== null && ascii(reason) ? reason : label,
      parts,
    })),
  )
