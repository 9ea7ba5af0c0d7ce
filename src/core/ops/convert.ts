import type { Op } from '../op.ts'
import { apply, flow } from '../rule.ts'
import { type Dtype, storage } from '../tensor.ts'

/** The element types by the numbers that attributes name them with. */
export const typeNumbers: readonly Dtype[] = ['bool', 'int64', 'float32', 'float64']

const typeAt = (attr: unknown): Dtype => (typeof attr === 'number' ? (typeNumbers[attr] ?? 'float32') : 'float32')
const floating = (dtype: Dtype): boolean => dtype === 'float32' || dtype === 'float64'

function held(x: number, dtype: Dtype): number {
  if (dtype === 'bool') return x === 0 ? 0 : 1
  return dtype === 'int64' ? Math.trunc(x) + 0 : x
}

/** The same numbers as another type holds them: rounded, cut off to whole numbers, or as truth values. attrs: `from`, `to`. The gradient comes back in the type it left in. */
export const convert: Op = {
  gradFn: 'ToCopy',
  notation: () => ({ kind: 'same' }),
  forward: ([x], attrs) => {
    const dtype = typeAt(attrs['to'])
    const data = storage(dtype, x!.data.length)
    for (let i = 0; i < data.length; i++) data[i] = held(x!.data[i]!, dtype)
    return { dtype, shape: x!.shape, data }
  },
  rule: ({ attrs }) => {
    const [from, to] = [attrs['from'] ?? 2, attrs['to'] ?? 2]
    if (!floating(typeAt(from)) || !floating(typeAt(to))) return { kind: 'none' }
    return { kind: 'linear', pulls: [apply('convert', [flow], { from: to, to: from })] }
  },
  expansion: 'moves',
  samples: [{ shapes: [[2, 3]], attrs: { from: 3, to: 3 } }],
}
