import { Binding, type Written } from '../core/notation.ts'

/** A name from the program as mathematics writes it: `y_hat` is ŷ, `w1` is w with subscript 1, `alpha` is α. */
export interface Label {
  readonly base: string
  readonly accent: 'hat' | 'bar' | 'tilde' | null
  readonly sub: string
  /** Which of several nodes of this name, from 1; null where the name is used once. */
  readonly copy: number | null
  /** Which entry of a tensor, as Python writes it: `1, 0`; null for the whole. */
  readonly entry: string | null
  /** What stands above: the layer, the sample, ⊤; empty for nothing. */
  readonly over: string
  /** A letter is set as a mathematical italic, a word upright, code in the type of the program. */
  readonly face: 'letter' | 'word' | 'code'
}

const greek: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  eta: 'η',
  theta: 'θ',
  lambda: 'λ',
  mu: 'μ',
  nu: 'ν',
  rho: 'ρ',
  sigma: 'σ',
  tau: 'τ',
  phi: 'φ',
  psi: 'ψ',
  omega: 'ω',
  pi: 'π',
  xi: 'ξ',
  zeta: 'ζ',
  kappa: 'κ',
  chi: 'χ',
}
const accents = { hat: '\u0302', bar: '\u0304', tilde: '\u0303' } as const
const isAccent = (part: string): part is keyof typeof accents => Object.hasOwn(accents, part)

const longest = 22
const tail = 7
/** A name with its middle left out, so that names that differ in their beginnings or ends stay apart. */
const shortened = (name: string): string => {
  const letters = [...name]
  if (letters.length <= longest) return name
  return `${letters.slice(0, longest - 1 - tail).join('')}…${letters.slice(-tail).join('')}`
}

/** An identifier as it stands in the program. */
export const literalLabel = (name: string, copy: number | null = null): Label => ({
  base: shortened(name),
  accent: null,
  sub: '',
  copy,
  entry: null,
  over: '',
  face: 'word',
})

/** Reads a Python identifier as a label. */
export function labelOf(name: string, copy: number | null = null): Label {
  if (name.length > longest) return literalLabel(name, copy)
  const [first = '', ...parts] = name.replace(/^_+|_+$/g, '').split('_')
  const [, letters = first, digits = ''] = /^(.*?)(\d*)$/.exec(first) ?? []
  const accent = parts.find(isAccent) ?? null
  const subs = [digits, ...parts.filter((part) => !isAccent(part))].filter((part) => part !== '')
  const letter = Object.hasOwn(greek, letters) ? greek[letters] : undefined
  const base = letter ?? (letters === '' ? name : letters)
  const face = [...base].length > 1 ? 'word' : 'letter'
  return { base, accent, sub: letters === '' ? '' : subs.join(','), copy, entry: null, over: '', face }
}

const escaped = (text: string): string =>
  text.replace(/[\\{}$&#^_%~]/g, (c) => (c === '\\' ? '\\backslash ' : `\\${c}`))

const faces: Readonly<Record<Label['face'], (text: string) => string>> = {
  letter: (text) => text,
  word: (text) => `\\mathrm{${text}}`,
  code: (text) => `\\texttt{${text}}`,
}

/** The label in TeX and in plain text. */
export function writtenLabel(label: Label): Written {
  const { base, accent, sub, copy, entry, over } = label
  const core = faces[label.face](escaped(base))
  const above = over.replace('⊤', '\\top ') + (copy === null ? '' : `\\langle ${copy}\\rangle`)
  const tex =
    (accent === null ? core : `\\${accent}{${core}}`) +
    (sub === '' ? '' : `_{${escaped(sub)}}`) +
    (above === '' ? '' : `^{${above}}`) +
    (entry === null ? '' : `{\\scriptstyle[${compact(entry)}]}`)
  return { tex: `{${tex}}`, plain: plainLabel(label), binding: Binding.atom, rank: 0 }
}

/** An entry without spaces: `1,0`. */
export const compact = (entry: string): string => entry.replaceAll(' ', '')

const subscripts = '₀₁₂₃₄₅₆₇₈₉'

/** The label as text: ŷ, w₁, W₂,₁, f^[1]₂, Wᵀ. */
export function plainLabel({ base, accent, sub, copy, entry, over }: Label): string {
  const accented = accent === null ? base : (base + accents[accent]).normalize('NFC')
  const below = /^[\d,]*$/.test(sub) ? sub.replace(/\d/g, (digit) => subscripts[Number(digit)]!) : `_${sub}`
  const above = over.startsWith('⊤') || over === '' ? over : `^${over}`
  return (
    accented +
    above.replace('⊤', 'ᵀ') +
    below +
    (copy === null ? '' : `⟨${copy}⟩`) +
    (entry === null ? '' : `[${compact(entry)}]`)
  )
}
