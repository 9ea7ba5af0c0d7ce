import { notate, type Written } from '../../core/notation.ts'
import type { Attrs, OpName } from '../../core/op.ts'
import { type Expr, interpret } from '../../core/rule.ts'
import type { Dtype } from '../../core/tensor.ts'
import { applied, numberTerm, type Term } from '../../core/typeset.ts'
import { written } from '../number.ts'
import { type Block, blockOf, type Part, type Sign, sign, type Upright, workedOut } from './block.ts'

const infix = (symbol: '+' | '·', left: Written, right: Written): Written =>
  notate({ kind: 'infix', symbol }, [left, right], 0)

/** A matrix product: each entry is a sum over the inner dimension. */
function matrixProduct(left: Part, right: Part, term: Term): Part {
  const [p, q] = [left.term.value.shape, right.term.value.shape]
  const inner = p.at(-1)!
  const columns = q.length === 1 ? 1 : q.at(-1)!
  return {
    term,
    pieces: () => [...left.pieces('row'), ...right.pieces('column')],
    entry: (at) => {
      const [i, j] = p.length === 1 ? [0, at] : [Math.floor(at / columns), at % columns]
      return Array.from({ length: inner }, (_, k) =>
        infix('·', left.entry(i * inner + k), right.entry(k * columns + j)),
      ).reduce((sum, next) => infix('+', sum, next))
    },
    compound: true,
    ...(p.length !== q.length && { stands: p.length === 1 ? 'row' : 'column' }),
  }
}

/** Column times row. */
function outerProduct(left: Part, right: Part, term: Term): Part {
  const columns = right.term.value.data.length
  return {
    term,
    pieces: () => [...left.pieces('column'), ...right.pieces('row')],
    entry: (at) => infix('·', left.entry(Math.floor(at / columns)), right.entry(at % columns)),
    compound: true,
    flipped: (across) => outerProduct(right, left, across),
  }
}

function transposedPart(part: Part, term: Term): Part {
  const [rows, columns] = [part.term.value.shape[0]!, part.term.value.shape[1]!]
  const from = (at: number): number => (at % rows) * columns + Math.floor(at / rows)
  const places = Array.from({ length: term.value.data.length }, (_, at) => from(at))
  const [inner] = part.pieces('column')
  const role = inner?.kind === 'block' ? inner.role : 'plain'
  const node = inner?.kind === 'block' ? (inner.rows?.[0]?.[0]?.node ?? null) : null
  return {
    term,
    pieces: (as) => [blockOf(term, role, node, as, places)],
    entry: (at) => part.entry(from(at)),
    compound: false,
  }
}

const inParentheses = (part: Part, as: Upright): readonly (Block | Sign)[] =>
  part.compound ? [sign('('), ...part.pieces(as), sign(')')] : part.pieces(as)

/** A product entry by entry, or with a number. */
function entrywiseProduct(left: Part, right: Part, term: Term): Part {
  const at = ({ term: { value } }: Part, i: number): number => (value.data.length === 1 ? 0 : i)
  const ranks = [left, right].map((part) => part.term.value.shape.length)
  const stands = left.stands ?? right.stands
  const between = sign(ranks.includes(0) ? '·' : '∘')
  return {
    term,
    pieces: (as) => [...inParentheses(left, stands ?? as), between, ...inParentheses(right, stands ?? as)],
    entry: (i) => infix('·', left.entry(at(left, i)), right.entry(at(right, i))),
    compound: true,
    ...(stands !== undefined && { stands }),
  }
}

const masks: readonly OpName[] = ['gt', 'ge', 'lt', 'le']
const isOne = ({ literal, value }: Term): boolean => literal === true && value.data.length === 1 && value.data[0] === 1

/** An op on parts: products keep their factors, everything else is one block with its numbers. */
export function combined(op: OpName, parts: readonly Part[], attrs: Attrs, dtype: Dtype): Part {
  const terms = parts.map((part) => part.term)
  const term = applied(op, terms, attrs, written, dtype)
  const same = parts.find((part) => part.term === term)
  if (same !== undefined) return same
  const [left, right] = parts
  const flat = terms.every(({ value }) => value.shape.length <= 2) && term.value.shape.length <= 2
  if (op === 'matmul' && flat) return matrixProduct(left!, right!, term)
  if (op === 'outer') return outerProduct(left!, right!, term)
  if (op === 'transpose' && left!.flipped !== undefined) return left!.flipped(term)
  if (op === 'transpose' && term.value.shape.length === 2 && !left!.compound) return transposedPart(left!, term)
  if (op === 'mul' && term.literal !== true) {
    if (isOne(terms[1]!) && terms[0]!.value.shape.length >= terms[1]!.value.shape.length) return left!
    return entrywiseProduct(left!, right!, term)
  }
  return workedOut(term, masks.includes(op) ? 'mask' : 'plain')
}

/** Fourth reading of a rule: as blocks. */
export const readAsBlocks = (
  expr: Expr,
  at: { readonly args: readonly Part[]; readonly output: Part; readonly flow: Part },
  dtype: Dtype,
): Part =>
  interpret<Part>(expr, {
    arg: (index) => at.args[index]!,
    output: () => at.output,
    flow: () => at.flow,
    constant: (value) => workedOut(numberTerm(value, written, dtype)),
    apply: (op, parts, attrs) => {
      // the lecture writes the slope first: g′(f) ∘ (W δ)
      const [first, second] = parts
      const swap = op === 'mul' && first === at.flow && second!.term.value.shape.length > 0
      return combined(op, swap ? [second!, first!] : parts, attrs, dtype)
    },
  })
