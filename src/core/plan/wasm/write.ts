import { dimsLost, layoutOf } from '../../summation.ts'
import { sameShape, sizeOf } from '../../tensor.ts'
import type { PlanEvent } from '../plan.ts'
import { Code } from './code.ts'
import { type Import, isByEntry, writeCopies, writeEntries } from './entries.ts'
import type { Layout, Place } from './layout.ts'
import { byColumns, byRows, writeProduct, writeTransposed } from './matrices.ts'
import { writeSums } from './sums.ts'

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
      if (sizes !== null)
        writeProduct(code, { ...byRows(sizes, x!.address), b: y!.address, out: out.address, bias: null })
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
      return writeSumsOver(code, x!, numbers(event.attrs['dims']), out, event.op === 'mean')
    case 'sum_to':
      if (sameShape(shape, event.like.shape)) return writeCopies(code, x!, event.like.shape, out)
      return writeSumsOver(code, x!, dimsLost(shape, event.like.shape), out, false)
    default:
      return false
  }
}

/** The sizes of a product of vectors and matrices; null for stacks of matrices and for empty ones. */
function productSizes(x: readonly number[], y: readonly number[]) {
  if (x.length > 2 || y.length > 2) return null
  const [rows, inner] = x.length === 1 ? [1, x[0]!] : [x[0]!, x[1]!]
  const columns = y.length === 1 ? 1 : y[1]!
  return rows * inner * columns === 0 ? null : { rows, inner, columns }
}

/** The product of the transpose of a matrix with another one. */
export function writeTransposedProduct(code: Code, whole: Place, right: Place, out: Place): void {
  const [inner, rows] = whole.like.shape as [number, number]
  const columns = right.like.shape[1]!
  const sizes = { rows, inner, columns }
  writeProduct(code, { ...byColumns(sizes, whole.address), b: right.address, out: out.address, bias: null })
}

/** Copies the numbers of one place to another of the same size; what lies between places is copied with them. */
export function carryOf(from: Place, to: Place): Code {
  const code = new Code()
  const at = code.local('i32')
  const bytes = sizeOf(from.like.shape) * (from.wide ? 8 : 4)
  code.loop(at, 0, Math.ceil(bytes / 16) * 16, 16, () => {
    code.get(at).get(at).memory('v128.load', from.address).memory('v128.store', to.address)
  })
  return code
}

function writeLinear(code: Code, [x, weight, bias]: readonly Place[], out: Place, layout: Layout): boolean {
  const [columns, inner] = weight!.like.shape
  if (columns === undefined || inner === undefined || columns * inner === 0) return false
  const rows = sizeOf(x!.like.shape) / inner
  const isRow = columns === 1 || inner === 1
  const flipped = isRow ? weight! : layout.place(weight!.like)
  if (!isRow) writeTransposed(code, columns, inner, weight!.address, flipped.address)
  writeProduct(code, {
    ...byRows({ rows, inner, columns }, x!.address),
    b: flipped.address,
    out: out.address,
    bias: bias?.address ?? null,
  })
  return true
}

function writeSumsOver(code: Code, x: Place, dims: readonly number[], out: Place, mean: boolean): boolean {
  const layout = layoutOf(x.like.shape, dims)
  return layout !== null && writeSums(code, layout, x.address, out.address, mean ? layout.count : 1)
}
