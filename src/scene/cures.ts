import { broadcastShapes } from '../core/tensor.ts'
import type { Misfit } from '../lang/misfit.ts'
import { shapeText } from './quantity.ts'

/** What would fit: as the program would write it, and its shapes. */
export interface Cure {
  readonly code: string
  readonly shapes: string
}

type Shape = readonly number[]

const transposedShape = (shape: Shape): Shape => [...shape].reverse()

/** Whether a piece of program text can take `.T` as it stands. */
const isAtom = (text: string): boolean => /^(\w+|\([^()]*\))(\.\w+|\([^()]*\)|\[[^[\]]*\])*$/.test(text)

const transposedText = (text: string): string =>
  isAtom(text) && text.endsWith('.T') ? text.slice(0, -2) : method(text, 'T')

const method = (text: string, call: string): string => `${isAtom(text) ? text : `(${text})`}.${call}`

/** The shape of a matrix product of one or two dimensions each; null where there is none. */
function productShape(p: Shape, q: Shape): Shape | null {
  if (p.length === 0 || q.length === 0 || p.length > 2 || q.length > 2 || p.at(-1) !== q[0]) return null
  return [...p.slice(0, -1), ...q.slice(1)]
}

/** A tensor as a cure would write it. */
interface Candidate {
  readonly text: string
  readonly shape: Shape
}

/** How a tensor may be turned so that it fits: transposed, or a vector stood up as a column. */
function turned(text: string, shape: Shape, other: Shape, meeting: Misfit['meeting']): Candidate | null {
  if (shape.length === 2) return { text: transposedText(text), shape: transposedShape(shape) }
  if (meeting !== 'entrywise' || shape.length !== 1 || other.length !== 2) return null
  return { text: method(text, 'unsqueeze(1)'), shape: [shape[0]!, 1] }
}

const mostCures = 2

/** What would fit by shape: one of the two turned, or the two in the other order. Nothing where one of them has no name. */
export function curesOf(misfit: Misfit, names: readonly string[]): Cure[] {
  const { meeting, operands } = misfit
  const [left, right] = operands.map(({ value }, i): Candidate => ({ text: names[i]!, shape: value.shape }))
  if (left === undefined || right === undefined || operands.some(({ text }) => text === null)) return []
  const rightTurned = turned(right.text, right.shape, left.shape, meeting)
  const leftTurned = turned(left.text, left.shape, right.shape, meeting)
  const pairs: (readonly [Candidate, Candidate])[] = [
    ...(rightTurned === null ? [] : [[left, rightTurned] as const]),
    ...(leftTurned === null ? [] : [[leftTurned, right] as const]),
    ...(meeting === 'product' ? [[right, left] as const] : []),
  ]
  return pairs.flatMap(([a, b]) => cureOf(misfit, a, b) ?? []).slice(0, mostCures)
}

/** Two tensors that fit, written out; null where they do not. */
function cureOf({ meeting, operator }: Misfit, a: Candidate, b: Candidate): Cure | null {
  const shape = meetingShape(meeting, a.shape, b.shape)
  if (shape === null) return null
  const [p, q, result] = [a.shape, b.shape, shape].map(sizesText)
  switch (meeting) {
    case 'product':
      return { code: `${factor(a.text)} @ ${factor(b.text)}`, shapes: `${p} times ${q} → ${result}` }
    case 'layer':
      return { code: `F.linear(${a.text}, ${b.text})`, shapes: `${p} times (${q})ᵀ → ${result}` }
    case 'entrywise':
      return operator === null
        ? null
        : { code: `${factor(a.text)} ${operator} ${factor(b.text)}`, shapes: `${p} with ${q} → ${result}` }
  }
}

const factor = (text: string): string => (isAtom(text) ? text : `(${text})`)

const sizesText = (shape: Shape): string => (shape.length === 0 ? 'a number' : shapeText(shape))

function meetingShape(meeting: Misfit['meeting'], p: Shape, q: Shape): Shape | null {
  switch (meeting) {
    case 'product':
      return productShape(p, q)
    case 'layer':
      return q.length === 2 ? productShape(p, transposedShape(q)) : null
    case 'entrywise':
      return broadcastShapes(p, q)
  }
}
