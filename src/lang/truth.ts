import { elementwise } from '../torch/binary.ts'
import { send } from '../torch/classes.ts'
import { operand } from '../torch/operand.ts'
import { raise } from '../torch/raised.ts'
import { type Session, tensorOf } from '../torch/session.ts'
import { type InstanceValue, isNumber, numberOf, type TensorValue, typeName, type Value } from '../torch/value.ts'

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
    case 'set':
      return value.entries.size > 0
    case 'view':
      return value.dict.entries.size > 0
    case 'range':
      return (value.stop - value.start) * value.step > 0
    case 'tensor':
      return ofTensor(session, value)
    case 'instance':
      return ofInstance(value)
    case 'ellipsis':
    case 'slice':
    case 'iterator':
    case 'function':
    case 'descriptor':
    case 'super':
    case 'not_implemented':
    case 'type':
    case 'module':
    case 'dtype':
    case 'grad_fn':
    case 'grad_mode':
      return true
  }
}

function ofTensor(session: Session, value: TensorValue): boolean {
  const { data } = tensorOf(session, value)
  if (data.length !== 1)
    raise(
      'RuntimeError',
      `Boolean value of Tensor with ${data.length === 0 ? 'no values' : 'more than one value'} is ambiguous`,
      'Compare single elements, or use torch.where for an element-wise choice.',
    )
  return data[0] !== 0
}

function ofInstance(value: InstanceValue): boolean {
  const own = send(value, '__bool__', [])
  if (own !== null)
    return own.kind === 'bool'
      ? own.value
      : raise('TypeError', `__bool__ should return bool, returned ${typeName(own)}`, 'Return True or False.')
  const length = send(value, '__len__', [])
  return length === null || !isNumber(length) || numberOf(length) !== 0
}

const mostComparisons = 500_000

/** Whether two values are equal in Python; of tensors, whether `==` of them counts as true. */
export function equal(session: Session, a: Value, b: Value, depth = 0, fuel = { left: mostComparisons }): boolean {
  if (--fuel.left < 0) raise('TimeoutError', 'comparing these values takes too long', 'Compare smaller lists.')
  if (a === b) return a.kind !== 'float' || !Number.isNaN(a.value)
  if (depth > 50) return false
  const same = (p: Value, q: Value): boolean => p === q || equal(session, p, q, depth + 1, fuel)
  if (isNumber(a) && isNumber(b)) return numberOf(a) === numberOf(b)
  if (a.kind === 'instance' || b.kind === 'instance') return truth(session, equalObjects(a, b))
  if (a.kind === 'tensor' || b.kind === 'tensor') return equalTensors(session, a, b)
  if ((a.kind === 'list' && b.kind === 'list') || (a.kind === 'tuple' && b.kind === 'tuple')) {
    const others = b.items
    return a.items.length === others.length && a.items.every((item, i) => same(item, others[i]!))
  }
  if (a.kind === 'str' && b.kind === 'str') return a.value === b.value
  if (a.kind === 'none' && b.kind === 'none') return true
  if (a.kind === 'dtype' && b.kind === 'dtype') return a.dtype === b.dtype
  if (a.kind === 'range' && b.kind === 'range') return a.start === b.start && a.stop === b.stop && a.step === b.step
  if (a.kind === 'function' && b.kind === 'function')
    return a.self !== undefined && a.self === b.self && a.name === b.name
  if (a.kind === 'set' && b.kind === 'set')
    return a.entries.size === b.entries.size && [...a.entries.keys()].every((key) => b.entries.has(key))
  if (a.kind === 'view' && b.kind === 'view' && a.of === b.of && a.of !== 'values')
    return equal(session, a.dict, b.dict, depth + 1, fuel)
  if (a.kind === 'dict' && b.kind === 'dict')
    return (
      a.entries.size === b.entries.size &&
      [...a.entries].every(([key, [, value]]) => {
        const other = b.entries.get(key)
        return other !== undefined && same(value, other[1])
      })
    )
  return false
}

function equalTensors(session: Session, a: Value, b: Value): boolean {
  const beside = a.kind === 'tensor' ? a : b.kind === 'tensor' ? b : null
  const left = beside === null ? null : operand(session, a, beside)
  const right = beside === null || left === null ? null : operand(session, b, beside)
  return left !== null && right !== null && truth(session, elementwise(session, 'eq', left, right, ''))
}

/** `a == b` where one of them is an object of a class: by its `__eq__`, else by identity. */
export function equalObjects(a: Value, b: Value): Value {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const result = one.kind === 'instance' ? send(one, '__eq__', [other]) : null
    if (result !== null && result.kind !== 'not_implemented') return result
  }
  return { kind: 'bool', value: a === b }
}
