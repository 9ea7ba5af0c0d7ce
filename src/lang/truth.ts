import { raise } from '../torch/raised.ts'
import { type Session, tensorOf } from '../torch/session.ts'
import { isNumber, numberOf, type Value } from '../torch/value.ts'

/** Whether a value counts as true. */
export function truth(session: Session, value: Value): boolean {
  switch (value.kind) {
    case 'none':
      return false
    case 'bool':
    case 'int':
    case 'float':
      return value.value !== false && value.value !== 0
    case 'str':
      return value.value !== ''
    case 'list':
    case 'tuple':
      return value.items.length > 0
    case 'dict':
      return value.entries.size > 0
    case 'range':
      return (value.stop - value.start) * value.step > 0
    case 'tensor': {
      const { data } = tensorOf(session, value)
      if (data.length !== 1)
        raise(
          'RuntimeError',
          `Boolean value of Tensor with ${data.length === 0 ? 'no values' : 'more than one value'} is ambiguous`,
          'Compare single elements, or use torch.where for an element-wise choice.',
        )
      return data[0] !== 0
    }
    case 'ellipsis':
    case 'slice':
    case 'iterator':
    case 'function':
    case 'type':
    case 'instance':
    case 'module':
    case 'dtype':
    case 'grad_fn':
    case 'grad_mode':
      return true
  }
}

const mostComparisons = 500_000

/** Whether two values that are not tensors are equal in Python. */
export function equal(a: Value, b: Value, depth = 0, fuel = { left: mostComparisons }): boolean {
  if (--fuel.left < 0) raise('TimeoutError', 'comparing these values takes too long', 'Compare smaller lists.')
  if (a === b) return a.kind !== 'float' || !Number.isNaN(a.value)
  if (depth > 50) return false
  if (isNumber(a) && isNumber(b)) return numberOf(a) === numberOf(b)
  if ((a.kind === 'list' && b.kind === 'list') || (a.kind === 'tuple' && b.kind === 'tuple')) {
    const others = b.items
    return a.items.length === others.length && a.items.every((item, i) => equal(item, others[i]!, depth + 1, fuel))
  }
  if (a.kind === 'str' && b.kind === 'str') return a.value === b.value
  if (a.kind === 'none' && b.kind === 'none') return true
  if (a.kind === 'dtype' && b.kind === 'dtype') return a.dtype === b.dtype
  if (a.kind === 'type' && b.kind === 'type') return a.name === b.name
  if (a.kind === 'range' && b.kind === 'range') return a.start === b.start && a.stop === b.stop && a.step === b.step
  if (a.kind === 'dict' && b.kind === 'dict')
    return (
      a.entries.size === b.entries.size &&
      [...a.entries].every(([key, [, value]]) => {
        const other = b.entries.get(key)
        return other !== undefined && equal(value, other[1], depth + 1, fuel)
      })
    )
  return false
}
