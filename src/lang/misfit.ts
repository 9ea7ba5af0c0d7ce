import type { Tensor } from '../core/tensor.ts'
import { type Clash, type Meeting, nameOf } from '../torch/clash.ts'
import { tensorOf } from '../torch/session.ts'
import type { TensorValue } from '../torch/value.ts'
import { type Machine, partsOf } from './machine.ts'

/** One of two tensors that do not fit together: what it is in the text, or null where it has no name there, and its numbers. */
export interface Operand {
  readonly text: string | null
  readonly value: Tensor
}

/** Why a shape does not fit, as plain data: the two tensors, what they were to do, and for each the axis whose size clashes. */
export interface Misfit {
  readonly meeting: Meeting
  /** The operator between them, or null in a call. */
  readonly operator: string | null
  readonly operands: readonly [Operand, Operand]
  readonly axes: readonly [number, number]
}

/** Longer pieces of the text name nothing any more. */
const longestText = 28

/** The two tensors that do not fit, as the program writes them at the place where it is. */
export function misfitOf(machine: Machine, source: string, { meeting, cells, axes }: Clash): Misfit {
  const { session } = machine
  const parts = partsOf(machine)
  const operand = (cell: TensorValue): Operand => {
    const place = parts.find(({ value }) => value === cell)?.place
    const text = place === undefined ? '' : source.slice(place.from, place.to)
    const fits = text !== '' && text.length <= longestText && !text.includes('\n')
    return { text: fits ? text : nameOf(cell), value: tensorOf(session, cell) }
  }
  const [left, right] = parts
  const between = left === undefined || right === undefined ? '' : source.slice(left.place.to, right.place.from)
  const operator = /^\s*(@|\*\*|[-+*/])\s*$/.exec(between)?.[1] ?? null
  return { meeting, operator, operands: [operand(cells[0]), operand(cells[1])], axes }
}
