import { frameAt } from '../../core/frame.ts'
import type { Tensor } from '../../core/tensor.ts'
import type { Trace } from '../../core/trace.ts'
import { fullNumber } from '../number.ts'
import { tableAt } from '../table.ts'

/** A cell as RFC 4180 writes it: in quotes where it holds a comma, a quote or a line's end. */
const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** A text that no spreadsheet takes for a formula. */
export const textCell = (text: string): string => quoted(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

/** A tensor with all its digits: a number as it is, more numbers as a list in brackets; empty where it is not known. */
const numberCell = (t: Tensor | undefined): string => {
  if (t === undefined) return ''
  const digits = Array.from(t.data, (value) => fullNumber(value, t.dtype))
  return t.shape.length === 0 ? (digits[0] ?? '') : quoted(`[${digits.join(', ')}]`)
}

/** The table of all nodes at a cursor as CSV, with all digits of every number. Values and gradients of tensors are lists in row-major order. */
export function csvOf(trace: Trace, cursor: number): string {
  const frame = frameAt(trace, cursor)
  const rows = tableAt(trace, cursor, trace.graph.nodes.length).map((row) =>
    [
      textCell(row.name),
      textCell(row.kind),
      textCell(row.rule),
      textCell(row.shape),
      numberCell(frame.values[row.node]),
      numberCell(frame.gradients[row.node]),
      row.line === null ? '' : String(row.line),
    ].join(','),
  )
  return ['node,kind,computed as,shape,value,gradient,line', ...rows, ''].join('\r\n')
}
