import { type Dtype, sizeOf, type Tensor } from '../core/tensor.ts'
import { fixed, notFinite, scientific } from './decimal.ts'
import { isFloating } from './dtype.ts'

const lineWidth = 80
const edge = 3
const threshold = 1000
const precision = 4

type Format = (x: number) => string

const padded = (text: string, width: number): string => text.padStart(width)

/** One format for all elements of a tensor: integers as `1.`, four decimals, or scientific where sizes differ much. As torch._tensor_str does. */
function formatter(values: readonly number[], dtype: Dtype): { format: Format; width: number } {
  if (!isFloating(dtype)) {
    const text = (x: number): string => (dtype === 'bool' ? (x === 0 ? 'False' : 'True') : String(x))
    const width = Math.max(1, ...values.map((x) => text(x).length))
    return { format: (x) => padded(text(x), width), width }
  }
  const usual = values.filter((x) => Number.isFinite(x) && x !== 0)
  const sizes = usual.map(Math.abs)
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  const whole = usual.every(Number.isInteger)
  const isScientific = usual.length > 0 && (most / least > 1000 || most > 1e8 || (!whole && least < 1e-4))
  const write: Format = isScientific
    ? (x) => scientific(x, precision)
    : whole
      ? (x) => `${fixed(x, 0)}.`
      : (x) => fixed(x, precision)
  const width = Math.max(1, ...usual.map((x) => write(x).length))
  return { format: (x) => padded(notFinite(x) ?? write(x), width), width }
}

/** Indices along an axis that are printed; null stands for the dots. */
function shown(extent: number, summarize: boolean): (number | null)[] {
  const all = Array.from({ length: summarize && extent > 2 * edge ? 2 * edge : extent }, (_, i) => i)
  if (!summarize || extent <= 2 * edge) return all
  return [...all.slice(0, edge), null, ...all.slice(edge).map((i) => i + extent - 2 * edge)]
}

/** The elements that appear in print, in order. */
function printed(t: Tensor, summarize: boolean): number[] {
  if (!summarize) return Array.from(t.data)
  let offsets = [0]
  for (const [axis, extent] of t.shape.entries()) {
    const stride = sizeOf(t.shape.slice(axis + 1))
    const indices = shown(extent, true).filter((i) => i !== null)
    offsets = offsets.flatMap((offset) => indices.map((i) => offset + i * stride))
  }
  return offsets.map((offset) => t.data[offset]!)
}

interface Layout {
  readonly format: Format
  readonly width: number
  readonly summarize: boolean
}

function vector(values: ArrayLike<number>, from: number, extent: number, indent: number, layout: Layout): string {
  const items = shown(extent, layout.summarize).map((i) => (i === null ? ' ...' : layout.format(values[from + i]!)))
  const perLine = Math.max(1, Math.floor((lineWidth - indent) / (layout.width + 2)))
  const lines: string[] = []
  for (let i = 0; i < items.length; i += perLine) lines.push(items.slice(i, i + perLine).join(', '))
  return `[${lines.join(`,\n${' '.repeat(indent + 1)}`)}]`
}

function nested(t: Tensor, axis: number, from: number, indent: number, layout: Layout): string {
  const extent = t.shape[axis]!
  const rank = t.shape.length - axis
  if (rank === 1) return vector(t.data, from, extent, indent, layout)
  const stride = sizeOf(t.shape.slice(axis + 1))
  const rows = shown(extent, layout.summarize).map((i) =>
    i === null ? '...' : nested(t, axis + 1, from + i * stride, indent + 1, layout),
  )
  return `[${rows.join(`,${'\n'.repeat(rank - 1)}${' '.repeat(indent + 1)}`)}]`
}

/** The numbers of a tensor in brackets, as PyTorch prints them after `tensor(`. */
function contents(t: Tensor, indent: number): string {
  if (t.data.length === 0) return '[]'
  const summarize = t.data.length > threshold
  const layout = { ...formatter(printed(t, summarize), t.dtype), summarize }
  return t.shape.length === 0 ? layout.format(t.data[0]!) : nested(t, 0, 0, indent, layout)
}

/** What `print` shows of a tensor, to the letter as PyTorch. */
export function printTensor(t: Tensor, requiresGrad: boolean, gradFn: string | null): string {
  const prefix = 'tensor('
  const empty = t.data.length === 0
  const plain = t.dtype === 'float32' || (!empty && t.dtype !== 'float64')
  const suffixes = [
    ...(empty && t.shape.length !== 1 ? [`size=(${t.shape.join(', ')})`] : []),
    ...(plain ? [] : [`dtype=torch.${t.dtype}`]),
    ...(gradFn !== null ? [`grad_fn=<${gradFn}>`] : requiresGrad ? ['requires_grad=True'] : []),
  ]
  let text = prefix + contents(t, prefix.length)
  let last = text.length - text.lastIndexOf('\n') + 1
  for (const suffix of suffixes) {
    if (last + suffix.length + 2 > lineWidth) {
      text += `,\n${' '.repeat(prefix.length)}${suffix}`
      last = prefix.length + suffix.length
    } else {
      text += `, ${suffix}`
      last += suffix.length + 2
    }
  }
  return `${text})`
}
