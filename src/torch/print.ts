import { type Dtype, sizeOf, type Tensor } from '../core/tensor.ts'
import { fixed, notFinite, scientific } from './decimal.ts'
import { isFloating } from './dtype.ts'
import { type Printing, usualPrinting } from './printing.ts'

type Format = (x: number) => string

const padded = (text: string, width: number): string => text.padStart(width)
const widest = (values: readonly number[], write: Format): number =>
  values.reduce((width, x) => Math.max(width, write(x).length), 1)

/** One format for all elements of a tensor: integers as `1.`, some decimals, or scientific where sizes differ much. As torch._tensor_str does. */
function formatter(values: readonly number[], dtype: Dtype, printing: Printing): { format: Format; width: number } {
  if (!isFloating(dtype)) {
    const text = (x: number): string => (dtype === 'bool' ? (x === 0 ? 'False' : 'True') : String(x))
    const width = widest(values, text)
    return { format: (x) => padded(text(x), width), width }
  }
  const usual = values.filter((x) => Number.isFinite(x) && x !== 0)
  const least = usual.reduce((size, x) => Math.min(size, Math.abs(x)), Number.POSITIVE_INFINITY)
  const most = usual.reduce((size, x) => Math.max(size, Math.abs(x)), 0)
  const whole = usual.every(Number.isInteger)
  const isScientific = usual.length > 0 && (most / least > 1000 || most > 1e8 || (!whole && least < 1e-4))
  const plain: Format = whole ? (x) => `${fixed(x, 0)}.` : (x) => fixed(x, printing.precision)
  const powers: Format = (x) => scientific(x, printing.precision)
  // The width follows from the numbers, even where the program has chosen how they are written.
  const width = widest(usual, isScientific ? powers : plain)
  const chosen = usual.length > 0 ? (printing.scientific ?? isScientific) : false
  const write = chosen ? powers : plain
  return { format: (x) => padded(notFinite(x) ?? write(x), width), width }
}

/** How one tensor is printed. */
interface Layout {
  readonly format: Format
  readonly width: number
  readonly summarize: boolean
  readonly printing: Printing
}

type Extent = Pick<Layout, 'summarize' | 'printing'>

/** Indices along an axis that are printed; null stands for the dots. */
function shown(extent: number, { summarize, printing: { edgeItems } }: Extent): (number | null)[] {
  const cut = summarize && extent > 2 * edgeItems
  const all = Array.from({ length: cut ? 2 * edgeItems : extent }, (_, i) => i)
  if (!cut) return all
  return [...all.slice(0, edgeItems), null, ...all.slice(edgeItems).map((i) => i + extent - 2 * edgeItems)]
}

/** The elements that appear in print, in order. */
function printed(t: Tensor, how: Extent): number[] {
  if (!how.summarize) return Array.from(t.data)
  let offsets = [0]
  for (const [axis, extent] of t.shape.entries()) {
    const stride = sizeOf(t.shape.slice(axis + 1))
    const indices = shown(extent, how).filter((i) => i !== null)
    offsets = offsets.flatMap((offset) => indices.map((i) => offset + i * stride))
  }
  return offsets.map((offset) => t.data[offset]!)
}

function vector(values: ArrayLike<number>, from: number, extent: number, indent: number, layout: Layout): string {
  const items = shown(extent, layout).map((i) => (i === null ? ' ...' : layout.format(values[from + i]!)))
  const perLine = Math.max(1, Math.floor((layout.printing.lineWidth - indent) / (layout.width + 2)))
  const lines: string[] = []
  for (let i = 0; i < items.length; i += perLine) lines.push(items.slice(i, i + perLine).join(', '))
  return `[${lines.join(`,\n${' '.repeat(indent + 1)}`)}]`
}

function nested(t: Tensor, axis: number, from: number, indent: number, layout: Layout): string {
  const extent = t.shape[axis]!
  const rank = t.shape.length - axis
  if (rank === 1) return vector(t.data, from, extent, indent, layout)
  const stride = sizeOf(t.shape.slice(axis + 1))
  const rows = shown(extent, layout).map((i) =>
    i === null ? '...' : nested(t, axis + 1, from + i * stride, indent + 1, layout),
  )
  return `[${rows.join(`,${'\n'.repeat(rank - 1)}${' '.repeat(indent + 1)}`)}]`
}

/** The numbers of a tensor in brackets, as PyTorch prints them after `tensor(`. */
function contents(t: Tensor, indent: number, printing: Printing): string {
  if (t.data.length === 0) return '[]'
  const how = { summarize: t.data.length > printing.threshold, printing }
  const layout = { ...formatter(printed(t, how), t.dtype, printing), ...how }
  return t.shape.length === 0 ? layout.format(t.data[0]!) : nested(t, 0, 0, indent, layout)
}

/** What `print` shows of a tensor, to the letter as PyTorch. The type is named where it is not the default one. */
export function printTensor(
  t: Tensor,
  requiresGrad: boolean,
  gradFn: string | null,
  printing: Printing = usualPrinting,
  defaultDtype: Dtype = 'float32',
): string {
  const prefix = 'tensor('
  const empty = t.data.length === 0
  const plain = t.dtype === defaultDtype || (!empty && !isFloating(t.dtype))
  const suffixes = [
    ...(empty && t.shape.length !== 1 ? [`size=(${t.shape.join(', ')})`] : []),
    ...(plain ? [] : [`dtype=torch.${t.dtype}`]),
    ...(gradFn !== null ? [`grad_fn=<${gradFn}>`] : requiresGrad ? ['requires_grad=True'] : []),
  ]
  let text = prefix + contents(t, prefix.length, printing)
  let last = text.length - text.lastIndexOf('\n') + 1
  for (const suffix of suffixes) {
    if (last + suffix.length + 2 > printing.lineWidth) {
      text += `,\n${' '.repeat(prefix.length)}${suffix}`
      last = prefix.length + suffix.length
    } else {
      text += `, ${suffix}`
      last += suffix.length + 2
    }
  }
  return `${text})`
}
