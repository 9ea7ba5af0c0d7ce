import type { Attr } from './op.ts'

/** How an op is written. Formulas, sentences and node labels are made from this one statement. */
export type Notation =
  | { readonly kind: 'infix'; readonly symbol: '+' | '−' | '·' }
  | { readonly kind: 'negative' }
  | { readonly kind: 'fraction' }
  | { readonly kind: 'power' }
  | { readonly kind: 'exponential' }
  | { readonly kind: 'root' }
  | { readonly kind: 'bars' }
  | { readonly kind: 'norm'; readonly p: number }
  | { readonly kind: 'call'; readonly tex: string; readonly plain: string }
  | { readonly kind: 'compare'; readonly symbol: '>' | '≥' | '<' | '≤' | '=' | '≠' }
  | { readonly kind: 'cases' }
  | { readonly kind: 'dot' }
  | { readonly kind: 'juxtaposed' }
  | { readonly kind: 'outer' }
  | { readonly kind: 'linear'; readonly bias: boolean }
  | { readonly kind: 'weighted'; readonly pairs: number }
  | { readonly kind: 'transposed' }
  | { readonly kind: 'ones' }
  | { readonly kind: 'sum'; readonly over: string }
  | { readonly kind: 'entry'; readonly index: Attr }
  | { readonly kind: 'placed'; readonly index: Attr }
  | { readonly kind: 'picked' }
  | { readonly kind: 'written'; readonly index?: Attr; readonly add: boolean }
  | { readonly kind: 'list' }
  | { readonly kind: 'same' }
  /** A function or a hook of the program. */
  | { readonly kind: 'own'; readonly name: string; readonly by: 'backward' | 'hook' }

/**
 * How tightly a piece of mathematics holds together; a looser piece inside a tighter one gets parentheses. A sum takes a negation on its left,
 * −a + b, but not on its right, a + (−b); a dot product is no factor as it stands, for (a · b) c is not a · (b c).
 */
export const Binding = { cases: 0, negative: 1, sum: 2, dot: 3, product: 4, power: 5, atom: 6 } as const

/** How strongly a written number holds together: −2 as a negation, 1×10⁻⁴ as a product. */
export const numberBinding = (plain: string): number =>
  plain.startsWith('−') ? Binding.negative : plain.includes('×') ? Binding.product : Binding.atom

/** A piece of mathematics in TeX and in plain text, with its binding and the number of dimensions it has. */
export interface Written {
  readonly tex: string
  readonly plain: string
  readonly binding: number
  readonly rank: number
  /** The entries of a vector in TeX, so that a product can set it as a column or a row. */
  readonly cells?: readonly string[]
  /** What this is the transpose of, so that transposing a matrix again gives that back. */
  readonly transposeOf?: Written
  /** A product or a sum transposed factor by factor, (u v)ᵀ being vᵀ uᵀ. */
  readonly flipped?: Written
}

/** The transpose, written without parentheses where it can be: (W δ)ᵀ as δᵀ Wᵀ. A number, and a vector whose entries are written out, is its own. */
export function flip(w: Written): Written {
  if (w.rank === 0 || (w.rank === 1 && w.cells !== undefined)) return w
  return w.transposeOf ?? w.flipped ?? notate({ kind: 'transposed' }, [w], w.rank)
}

/** In parentheses where it holds together less than it must. */
export const grouped = (w: Written, least: number): Written =>
  w.binding >= least ? w : { ...w, tex: `\\left(${w.tex}\\right)`, plain: `(${w.plain})`, binding: Binding.atom }

/** A vector in a product of matrices: as a column or a row, where its entries are written out. */
const upright = (w: Written, as: 'row' | 'column'): Written =>
  w.cells === undefined || w.rank !== 1
    ? w
    : { ...w, tex: `\\begin{bmatrix}${w.cells.join(as === 'row' ? ' & ' : ' \\\\ ')}\\end{bmatrix}` }

const joined = (
  left: Written,
  sign: string,
  texSign: string,
  right: Written,
  binding: number,
  rank: number,
): Written => ({
  tex: `${left.tex}${texSign}${right.tex}`,
  plain: `${left.plain}${sign}${right.plain}`,
  binding,
  rank,
})

/** Two factors of a product of matrices. */
const beside = (left: Written, right: Written, sign: string, rank: number): Written => {
  const [row, column] = [upright(grouped(left, Binding.power), 'row'), upright(grouped(right, Binding.power), 'column')]
  return joined(row, sign, '\\,', column, Binding.product, rank)
}

/** A column times a row, x zᵀ. */
function outer(x: Written, z: Written, rank: number): Written {
  const column = upright(grouped(x, Binding.power), 'column')
  if (z.transposeOf !== undefined)
    return joined(column, ' ', '\\,', grouped(z.transposeOf, Binding.power), Binding.product, rank)
  const right = grouped(z, Binding.atom)
  const row = z.cells === undefined ? `${right.tex}^{\\top}` : upright(z, 'row').tex
  return joined(column, ' ', '\\,', { ...right, tex: row, plain: `${right.plain}ᵀ` }, Binding.product, rank)
}

/** A piece of two, and the same of both transposed. */
const both = (
  rank: number,
  [x, z]: readonly [Written, Written],
  make: (pair: readonly [Written, Written]) => Written,
): Written => (rank === 0 ? make([x, z]) : { ...make([x, z]), flipped: make([flip(x), flip(z)]) })

const texRelation = { '>': '>', '≥': '\\ge ', '<': '<', '≤': '\\le ', '=': '=', '≠': '\\ne ' } as const

/** The entries of an `index` attribute as Python writes them: `0`, `1:4`, `:`. */
export const indexText = (index: Attr): string =>
  (Array.isArray(index) ? index : [])
    .map((entry: Attr) =>
      Array.isArray(entry) ? `${entry[0]}:${entry[1]}${entry[2] === 1 ? '' : `:${entry[2]}`}` : String(entry),
    )
    .join(', ')

/** A function of the program, by its name, of what is in brackets after it. */
export const called = (name: string, operands: readonly Written[], rank: number): Written => ({
  tex: `\\mathrm{${name.replaceAll('_', '\\_')}}\\left(${operands.map(({ tex }) => tex).join(', ')}\\right)`,
  plain: `${name}(${operands.map(({ plain }) => plain).join(', ')})`,
  binding: Binding.atom,
  rank,
})

/** Writes an op applied to what is already written. `rank` is the number of dimensions of the result. */
export function notate(notation: Notation, operands: readonly Written[], rank: number): Written {
  const [x, z, w] = operands
  const { sum, dot, product, power, atom } = Binding
  switch (notation.kind) {
    case 'infix': {
      if (notation.symbol === '·') {
        const elementwise = x!.rank > 0 && z!.rank > 0
        const [sign, texSign] = elementwise ? [' ∘ ', ' \\circ '] : [' · ', ' \\cdot ']
        return both(rank, [x!, z!], ([p, q]) =>
          joined(grouped(p, product), sign, texSign, grouped(q, elementwise ? power : product), product, rank),
        )
      }
      const texSign = notation.symbol === '−' ? ' - ' : ' + '
      return both(rank, [x!, z!], ([p, q]) => {
        const right = grouped(q, notation.symbol === '−' ? dot : sum)
        return joined(grouped(p, Binding.negative), ` ${notation.symbol} `, texSign, right, sum, rank)
      })
    }
    case 'negative': {
      const minus = (inner: Written): Written => ({
        tex: `-${inner.tex}`,
        plain: `−${inner.plain}`,
        binding: Binding.negative,
        rank,
      })
      const made = minus(grouped(x!, dot))
      return rank === 0 ? made : { ...made, flipped: minus(grouped(flip(x!), dot)) }
    }
    case 'fraction': {
      const plain = `${grouped(x!, product).plain}/${grouped(z!, power).plain}`
      return { tex: `\\dfrac{${x!.tex}}{${z!.tex}}`, plain, binding: product, rank }
    }
    case 'power': {
      const base = grouped(x!, atom)
      return {
        tex: `{${base.tex}}^{${z!.tex}}`,
        plain: superscript(base.plain, grouped(z!, atom).plain),
        binding: power,
        rank,
      }
    }
    case 'exponential':
      return { tex: `e^{${x!.tex}}`, plain: `exp(${x!.plain})`, binding: power, rank }
    case 'root':
      return { tex: `\\sqrt{${x!.tex}}`, plain: `√(${x!.plain})`, binding: atom, rank }
    case 'bars':
      return { tex: `\\left|${x!.tex}\\right|`, plain: `|${x!.plain}|`, binding: atom, rank }
    case 'norm': {
      const p = notation.p === Number.POSITIVE_INFINITY ? '∞' : String(notation.p)
      const below = p === '∞' ? '\\infty' : p
      return { tex: `\\left\\lVert${x!.tex}\\right\\rVert_{${below}}`, plain: `‖${x!.plain}‖${p}`, binding: atom, rank }
    }
    case 'call': {
      const list = (part: 'tex' | 'plain') => operands.map((operand) => operand[part]).join(', ')
      return {
        tex: `${notation.tex}\\left(${list('tex')}\\right)`,
        plain: `${notation.plain}(${list('plain')})`,
        binding: atom,
        rank,
      }
    }
    case 'compare':
      return {
        tex: `[${x!.tex} ${texRelation[notation.symbol]} ${z!.tex}]`,
        plain: `[${x!.plain} ${notation.symbol} ${z!.plain}]`,
        binding: atom,
        rank,
      }
    case 'cases': {
      const tex = `\\begin{cases}${z!.tex} & \\text{if } ${x!.tex}\\\\ ${w!.tex} & \\text{otherwise}\\end{cases}`
      return { tex, plain: `${z!.plain} if ${x!.plain}, otherwise ${w!.plain}`, binding: Binding.cases, rank }
    }
    case 'dot':
      return joined(grouped(x!, product), ' · ', ' \\cdot ', grouped(z!, product), dot, rank)
    case 'juxtaposed': {
      const made = beside(x!, z!, ' @ ', rank)
      return rank === 0 ? made : { ...made, flipped: beside(flip(z!), flip(x!), ' @ ', rank) }
    }
    case 'outer':
      return { ...outer(x!, z!, rank), flipped: outer(z!, x!, rank) }
    case 'linear': {
      const product = notate({ kind: 'juxtaposed' }, [x!, notate({ kind: 'transposed' }, [z!], z!.rank)], rank)
      return notation.bias ? notate({ kind: 'infix', symbol: '+' }, [product, w!], rank) : product
    }
    case 'weighted': {
      const terms = Array.from({ length: notation.pairs }, (_, i) =>
        notate({ kind: 'infix', symbol: '·' }, [operands[2 * i]!, operands[2 * i + 1]!], 0),
      )
      return [...terms, ...operands.slice(2 * notation.pairs)].reduce((left, right) =>
        notate({ kind: 'infix', symbol: '+' }, [left, right], rank),
      )
    }
    case 'transposed': {
      if (x!.transposeOf !== undefined && rank <= 2) return x!.transposeOf
      const inner = grouped(x!, atom)
      return { tex: `{${inner.tex}}^{\\top}`, plain: `${inner.plain}ᵀ`, binding: power, rank, transposeOf: x! }
    }
    case 'ones': {
      const times = ({ tex, plain }: Written, top: string): Written => ({
        tex: `${tex}\\,\\mathbf{1}${top}`,
        plain: `${plain} · 1`,
        binding: product,
        rank,
      })
      return { ...times(grouped(x!, product), ''), flipped: times(grouped(flip(x!), product), '^{\\top}') }
    }
    case 'sum': {
      const below =
        notation.over === '' ? '' : `_{\\text{${notation.over === 'samples' ? 'copies' : `dim ${notation.over}`}}}`
      const inner = grouped(x!, power)
      return { tex: `\\textstyle\\sum${below} ${inner.tex}`, plain: `sum(${x!.plain})`, binding: product, rank }
    }
    case 'entry': {
      const base = grouped(x!, atom)
      const text = indexText(notation.index)
      return { tex: `${base.tex}_{[${text}]}`, plain: `${base.plain}[${text}]`, binding: atom, rank }
    }
    case 'placed': {
      const text = indexText(notation.index)
      const tex = `\\left(${x!.tex}\\text{ at }[${text}],\\ 0\\text{ elsewhere}\\right)`
      return { tex, plain: `(${x!.plain} at [${text}], 0 elsewhere)`, binding: atom, rank }
    }
    case 'picked': {
      const base = grouped(x!, atom)
      const list = (part: 'tex' | 'plain') =>
        operands
          .slice(1)
          .map((operand) => operand[part])
          .join(', ')
      return { tex: `${base.tex}_{[${list('tex')}]}`, plain: `${base.plain}[${list('plain')}]`, binding: atom, rank }
    }
    case 'written': {
      const sign = notation.add ? '+=' : '='
      const places = (part: 'tex' | 'plain') =>
        notation.index === undefined
          ? operands
              .slice(2)
              .map((operand) => operand[part])
              .join(', ')
          : indexText(notation.index) || '…'
      const tex = `\\left(${x!.tex}\\text{ with }[${places('tex')}] \\mathrel{${sign}} ${z!.tex}\\right)`
      return { tex, plain: `(${x!.plain} with [${places('plain')}] ${sign} ${z!.plain})`, binding: atom, rank }
    }
    case 'list': {
      const list = (part: 'tex' | 'plain') => operands.map((operand) => operand[part]).join(', ')
      return { tex: `\\left[${list('tex')}\\right]`, plain: `[${list('plain')}]`, binding: atom, rank }
    }
    case 'same':
      return x!
    case 'own':
      // the first argument is the value itself
      return notation.by === 'hook' ? x! : called(notation.name, operands.slice(1), rank)
  }
}

const superscripts: Readonly<Record<string, string>> = { '2': '²', '3': '³' }
const superscript = (base: string, exponent: string): string => base + (superscripts[exponent] ?? `^${exponent}`)

/** The label of an op's node in the picture: `×`, `σ`, `□²`. */
export function glyph(notation: Notation): string {
  switch (notation.kind) {
    case 'infix':
      return notation.symbol === '·' ? '×' : notation.symbol
    case 'negative':
      return '−□'
    case 'fraction':
      return '÷'
    case 'power':
      return '□ⁿ'
    case 'exponential':
      return 'eˣ'
    case 'root':
      return '√'
    case 'bars':
      return '|□|'
    case 'norm':
      return '‖□‖'
    case 'call':
      return notation.plain
    case 'compare':
      return notation.symbol
    case 'cases':
      return 'where'
    case 'dot':
      return '·'
    case 'juxtaposed':
      return '@'
    case 'outer':
      return 'uvᵀ'
    case 'linear':
      return 'linear'
    case 'weighted':
      return 'Σ'
    case 'transposed':
      return '⊤'
    case 'ones':
      return 'expand'
    case 'sum':
      return 'Σ'
    case 'entry':
      return `[${indexText(notation.index)}]`
    case 'placed':
      return '0…'
    case 'picked':
      return '[…]'
    case 'written':
      return notation.index === undefined
        ? `[…] ${notation.add ? '+=' : '='}`
        : `[${indexText(notation.index) || '…'}] =`
    case 'list':
      return 'stack'
    case 'same':
      return '='
    case 'own':
      return notation.name
  }
}
