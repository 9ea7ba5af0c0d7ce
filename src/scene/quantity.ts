import { Binding, numberBinding, type Written } from '../core/notation.ts'
import type { Tensor } from '../core/tensor.ts'
import { written } from './number.ts'

/** What a number on the page is a reading of. Written into the page beside the number, so that a test can read the screen and check it. */
export type Quantity =
  | { readonly kind: 'value'; readonly node: number }
  | { readonly kind: 'gradient'; readonly node: number }
  | { readonly kind: 'tangent'; readonly node: number }
  | { readonly kind: 'bucket'; readonly step: number }
  | { readonly kind: 'amount'; readonly step: number }
  | { readonly kind: 'local'; readonly node: number; readonly slot: number }
  | { readonly kind: 'held'; readonly node: number }
  /** A number that a planted mistake put in the place of the node's own. */
  | { readonly kind: 'planted'; readonly node: number }
  /** The value of a symbol of an optimizer's rule, by its number in the rule, when the line of a step is carried out. */
  | { readonly kind: 'learning'; readonly step: number; readonly symbol: number }
  /** What the line of a step of an update gave. */
  | { readonly kind: 'learned'; readonly step: number }
  /** The product of the local derivatives along one path to a node, paths counted from 0. */
  | { readonly kind: 'path'; readonly node: number; readonly index: number }

/** The quantity as `\htmlData` fields. */
const fields = (q: Quantity): string => {
  switch (q.kind) {
    case 'value':
    case 'gradient':
    case 'tangent':
    case 'held':
    case 'planted':
      return `read=${q.kind}, of=${q.node}`
    case 'bucket':
    case 'amount':
    case 'learned':
      return `read=${q.kind}, of=${q.step}`
    case 'learning':
      return `read=learning, of=${q.step}, slot=${q.symbol}`
    case 'path':
      return `read=path, of=${q.node}, slot=${q.index}`
    case 'local':
      return `read=local, of=${q.node}, slot=${q.slot}`
  }
}

/** One entry of a tensor as a number that says what it is a reading of, if it is one. */
export function writtenEntry(t: Tensor, quantity: Quantity | null, index: number): Written {
  const { tex, plain } = written(t.data[index]!)
  const marked = quantity === null ? tex : `\\htmlData{${fields(quantity)}, at=${index}}{${tex}}`
  return { tex: marked, plain, binding: numberBinding(plain), rank: 0 }
}

/** Up to how many rows and columns a matrix is written out in a formula. */
export const largestWritten = 6

/** A tensor in numbers: a number, a vector in parentheses, a matrix in brackets, or, where it is too large, its shape. Each entry says what it is a reading of. */
export function writtenTensor(t: Tensor, quantity: Quantity | null): Written {
  const entry = (index: number): Written => writtenEntry(t, quantity, index)
  const rank = t.shape.length
  if (rank === 0) return entry(0)
  const [rows, columns] = rank === 1 ? [1, t.shape[0]!] : [t.shape[0]!, t.shape[1]!]
  if (rank > 2 || rows > largestWritten || columns > largestWritten || t.data.length === 0) return shapeOnly(t)
  const grid = Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => entry(i * columns + j)))
  if (rank === 1) {
    const line = (part: 'tex' | 'plain', gap: string) => grid[0]!.map((cell) => cell[part]).join(gap)
    return {
      tex: `\\left(${line('tex', ',\\,')}\\right)`,
      plain: `(${line('plain', ', ')})`,
      binding: Binding.atom,
      rank,
      cells: grid[0]!.map((cell) => cell.tex),
    }
  }
  const tex = grid.map((row) => row.map((cell) => cell.tex).join(' & ')).join(' \\\\ ')
  const plain = grid.map((row) => row.map((cell) => cell.plain).join(', ')).join('; ')
  return { tex: `\\begin{bmatrix}${tex}\\end{bmatrix}`, plain: `[${plain}]`, binding: Binding.atom, rank }
}

/** A shape as it is shown: 2×3; of a long one, its ends. */
export const shapeText = (shape: readonly number[]): string =>
  (shape.length <= 6 ? shape : [...shape.slice(0, 2), '…', ...shape.slice(-2)]).join('×')

const shapeOnly = ({ shape }: Tensor): Written => {
  const text = shape.length === 1 ? `(${shape[0]} numbers)` : `[${shapeText(shape)}]`
  const tex =
    shape.length === 1 ? `(${shape[0]}\\text{ numbers})` : `[${shapeText(shape).replaceAll('×', '{\\times}')}]`
  return { tex, plain: text, binding: Binding.atom, rank: shape.length }
}
