import type { Tensor } from '../../core/tensor.ts'
import { fullNumber } from '../number.ts'

/** One number as Python writes it. */
function literal(value: number, dtype: Tensor['dtype']): string {
  if (dtype === 'bool') return value === 0 ? 'False' : 'True'
  if (dtype === 'int64') return String(value)
  if (!Number.isFinite(value)) return `float("${Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'}")`
  const digits = Object.is(value, -0) ? '-0' : fullNumber(value, dtype)
  return /[.e]/.test(digits) ? digits : `${digits}.0`
}

/** The numbers of a tensor as Python writes them: nested lists, or one number. */
export function pythonList(tensor: Tensor, axis = 0, from = 0): string {
  const { shape, data, dtype } = tensor
  const extent = shape[axis]
  if (extent === undefined) return literal(data[from] ?? 0, dtype)
  const stride = shape.slice(axis + 1).reduce((n, each) => n * each, 1)
  const parts = Array.from({ length: extent }, (_, i) => pythonList(tensor, axis + 1, from + i * stride))
  return `[${parts.join(', ')}]`
}
