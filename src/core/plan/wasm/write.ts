import { sameShape, sizeOf } from '../../tensor.ts'
import type { PlanEvent } from '../plan.ts'
import type { Code } from './code.ts'
import { type Import, isByEntry, writeCopies, writeEntries } from './entries.ts'
import type { Layout, Place } from './layout.ts'
import { type Sizes, writeColumnSums, writeProduct, writeRowSums, writeTransposed } from './matrices.ts'

const numbers = (attr: unknown): readonly number[] => (Array.isArray(attr) ? attr.map(Number) : [])

/** An event as instructions; false where it is not written here and the plain kernel does it. */
export function writeEvent(
  code: Code,
  event: PlanEvent,
  args: readonly Place[],
  out: Place,
  layout: Layout,
  imports: Import,
): boolean {
  if (isByEntry(event, args.length)) return writeEntries(code, event, args, out, imports)
  if (out.wide || args.some((arg) => arg.wide) || sizeOf(event.like.shape) === 0) return false
  const [x, y] = args
  const shape = x!.like.shape
  switch (event.op) {
    case 'matmul': {
      const sizes = productSizes(shape, y!.like.shape)
      if (sizes !== null) writeProduct(code, sizes, x!.address, y!.address, out.address, null)
      return sizes !== null
    }
    case 'linear':
      return writeLinear(code, args, out, layout)
    case 'outer': {
      const column: Place = { ...x!, like: { ...x!.like, shape: [...shape, 1] } }
      return writeEntries(code, { ...event, op: 'mul' }, [column, y!], out, imports)
    }
    case 'transpose':
      if (shape.length !== 2) return false
      writeTransposed(code, shape[0]!, shape[1]!, x!.address, out.address)
      return true
    case 'reshape':
      return writeCopies(code, { ...x!, like: out.like }, event.like.shape, out)
    case 'expand':
      return writeCopies(code, x!, event.like.shape, out)
    case 'sum':
    case 'mean':
      return writeSums(code, x!, numbers(event.attrs['dims']), out, event.op === 'mean')
    case 'sum_to':
      return writeSumTo(code, x!, out)
    default:
      return false
  }
}

/** The sizes of a product of vectors and matrices; null for stacks of matrices and for empty ones. */
function productSizes(x: readonly number[], y: readonly number[]): Sizes | null {
  if (x.length > 2 || y.length > 2) return null
  const [rows, inner] = x.length === 1 ? [1, x[0]!] : [x[0]!, x[1]!]
  const columns = y.length === 1 ? 1 : y[1]!
  return rows * inner * columns === 0 ? null : { rows, inner, columns }
}

function writeLinear(code: Code, [x, weight, bias]: readonly Place[], out: Place, layout: Layout): boolean {
  const [columns, inner] = weight!.like.shape
  if (columns === undefined || inner === undefined || columns * inner === 0) return false
  const rows = sizeOf(x!.like.shape) / inner
  const isRow = columns === 1 || inner === 1
  const flipped = isRow ? weight! : layout.place(weight!.like)
  if (!isRow) writeTransposed(code, columns, inner, weight!.address, flipped.address)
  writeProduct(code, { rows, inner, columns }, x!.address, flipped.address, out.address, bias?.address ?? null)
  return true
}

function writeSums(code: Code, x: Place, dims: readonly number[], out: Place, mean: boolean): boolean {
  const { shape } = x.like
  const count = mean ? dims.reduce((n, dim) => n * shape[dim]!, 1) : 1
  const lasts = dims.every((dim, i) => dim === shape.length - dims.length + i)
  const firsts = dims.every((dim, i) => dim === i)
  const summed = dims.reduce((n, dim) => n * shape[dim]!, 1)
  const kept = sizeOf(shape) / summed
  if (summed === 0) return false
  if (lasts) writeRowSums(code, kept, summed, x.address, out.address, count)
  else if (firsts) writeColumnSums(code, summed, kept, x.address, out.address, count)
  return lasts || firsts
}

function writeSumTo(code: Code, x: Place, out: Place): boolean {
  const [from, to] = [x.like.shape, out.like.shape]
  if (sameShape(from, to)) return writeCopies(code, x, to, out)
  const padded = [...new Array<number>(from.length - to.length).fill(1), ...to]
  const split = padded.findIndex((size, axis) => size === from[axis] && size !== 1)
  const at = split < 0 ? from.length : split
  const [outer, inner] = [sizeOf(from.slice(0, at)), sizeOf(from.slice(at))]
  if (sizeOf(from) === 0) return false
  if (at === from.length) writeRowSums(code, 1, outer, x.address, out.address, 1)
  else if (sameShape(padded.slice(at), from.slice(at)) && padded.slice(0, at).every((size) => size === 1))
    writeColumnSums(code, outer, inner, x.address, out.address, 1)
  else {
    const last = padded.findLastIndex((size, axis) => size === from[axis] && size !== 1) + 1
    const leads =
      sameShape(padded.slice(0, last), from.slice(0, last)) && padded.slice(last).every((size) => size === 1)
    if (leads) writeRowSums(code, sizeOf(from.slice(0, last)), sizeOf(from.slice(last)), x.address, out.address, 1)
    return leads
  }
  return true
}
