import { notate, numberBinding, type Written } from '../../core/notation.ts'
import type { Tensor } from '../../core/tensor.ts'
import type { Term } from '../../core/typeset.ts'
import { plainNumber, written } from '../number.ts'
import { type Quantity, shapeText, writtenEntry } from '../quantity.ts'

/** One entry of a block: its number, its offset in its tensor, and the tensor of the program it belongs to, if it does. */
export interface Cell {
  readonly text: string
  readonly at: number
  readonly node: number | null
}

/** A matrix of the strip: its name, its shape, its numbers. */
export interface Block {
  readonly kind: 'block'
  readonly label: Written
  /** `3×2`; a vector is a column or a row. */
  readonly shape: string
  /** Entries by row; null where there are too many to show. */
  readonly rows: readonly (readonly Cell[])[] | null
  /** value, gradient: numbers of the trace. mask: 1 where a gradient passes, 0 where it does not. plain: worked out for this step. */
  readonly role: 'value' | 'gradient' | 'mask' | 'plain'
}

/** A sign between blocks. */
export interface Sign {
  readonly kind: 'sign'
  readonly text: string
}

/** How a vector stands. */
export type Upright = 'column' | 'row'

/** A part of a formula: its name and value, the blocks it is drawn as, and how each of its entries is made. */
export interface Part {
  readonly term: Term
  readonly pieces: (as: Upright) => readonly (Block | Sign)[]
  readonly entry: (at: number) => Written
  /** Whether it is a product or sum of its own, which stands in parentheses beside ∘. */
  readonly compound: boolean
  /** How its vector stands, where that is not for the reader to choose: xᵀ W is a row. */
  readonly stands?: Upright
  /** The same transposed, for a product of two: (u vᵀ)ᵀ = v uᵀ. */
  readonly flipped?: (term: Term) => Part
}

export const sign = (text: string): Sign => ({ kind: 'sign', text })

/** Matrices up to this many rows and columns are written out. */
const largest = 8

/** A block of a tensor; `places` gives the offset each entry is known by where it is not its own. */
export function blockOf(
  { written: label, value }: Term,
  role: Block['role'],
  node: number | null,
  as: Upright,
  places?: readonly number[],
): Block {
  const { shape, data } = value
  const [rows, columns] = sizes(shape, as)
  const small = shape.length <= 2 && rows <= largest && columns <= largest
  const cell = (at: number): Cell => ({ text: plainNumber(data[at]!), at: places?.[at] ?? at, node })
  const line = (i: number): Cell[] => Array.from({ length: columns }, (_, j) => cell(i * columns + j))
  const lying = shape.length === 1 && as === 'row' && label.plain !== ''
  return {
    kind: 'block',
    label: lying ? notate({ kind: 'transposed' }, [label], 2) : label,
    shape: shape.length > 2 ? shapeText(shape) : `${rows}×${columns}`,
    rows: small ? Array.from({ length: rows }, (_, i) => line(i)) : null,
    role,
  }
}

function sizes(shape: readonly number[], as: Upright): readonly [number, number] {
  if (shape.length === 0) return [1, 1]
  if (shape.length === 1) return as === 'column' ? [shape[0]!, 1] : [1, shape[0]!]
  return [shape[0]!, shape[1]!]
}

/** A tensor of the trace: a node's value or its gradient. */
export function named(label: Written, value: Tensor, role: 'value' | 'gradient', node: number, literal = false): Part {
  const quantity: Quantity = { kind: role, node }
  const term = { written: label, value, literal }
  return {
    term,
    pieces: (as) => [literal && value.shape.length === 0 ? sign(label.plain) : blockOf(term, role, node, as)],
    entry: (at) => writtenEntry(value, quantity, at),
    compound: false,
  }
}

/** A tensor worked out for this step. */
export const workedOut = (term: Term, role: 'plain' | 'mask' = 'plain'): Part => ({
  term,
  pieces: (as) => [
    term.literal === true && term.value.shape.length === 0 ? sign(term.written.plain) : blockOf(term, role, null, as),
  ],
  entry: (at) => {
    const number = written(term.value.data[at] ?? Number.NaN)
    return { ...number, binding: numberBinding(number.plain), rank: 0 }
  },
  compound: false,
})
