import { promote, sizeOf, storage, tensor } from '../../core/tensor.ts'
import { entry, textDictionary } from '../dictionary.ts'
import { raise } from '../raised.ts'
import { apply, leaf, type Session, shapeOf, tensorOf } from '../session.ts'
import { shapeText } from '../shape.ts'
import { isNumber, list, numberOf, type TensorValue, tuple, typeName, type Value } from '../value.ts'

const wrong = (value: Value | undefined): never =>
  raise(
    'TypeError',
    `default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found ${value === undefined ? 'None' : `<class '${typeName(value)}'>`}`,
    'Return tensors or numbers from __getitem__.',
  )

function stacked(session: Session, samples: readonly TensorValue[]): TensorValue {
  const shape = shapeOf(session, samples[0]!)
  samples.forEach((each, i) => {
    const its = shapeOf(session, each)
    if (shapeText(its) !== shapeText(shape))
      raise(
        'RuntimeError',
        `stack expects each tensor to be equal size, but got ${shapeText(shape)} at entry 0 and ${shapeText(its)} at entry ${i}`,
        'All samples of a batch need one shape.',
      )
  })
  return apply(session, 'stack', samples, { dim: 0 }, [samples.length, ...shape], 'StackBackward0')
}

/** Samples put together to a batch, as PyTorch's `default_collate` does: numbers and tensors to tensors, tuples and dictionaries part by part. */
export function collate(session: Session, samples: readonly Value[], inTuple = false): Value {
  const [first] = samples
  if (first === undefined) return wrong(first)
  if (first.kind === 'tensor')
    return stacked(
      session,
      samples.map((each) => (each.kind === 'tensor' ? each : wrong(each))),
    )
  if (isNumber(first)) {
    const values = samples.map((each) => (isNumber(each) ? numberOf(each) : wrong(each)))
    const dtype = first.kind === 'float' ? 'float64' : first.kind === 'int' ? 'int64' : 'bool'
    return leaf(session, tensor(values, [values.length], dtype))
  }
  if (first.kind === 'str') return inTuple ? tuple(samples) : list([...samples])
  if (first.kind === 'tuple' || first.kind === 'list') {
    const rows = samples.map((each) => (each.kind === 'tuple' || each.kind === 'list' ? each.items : wrong(each)))
    if (rows.some((row) => row.length !== first.items.length))
      raise('RuntimeError', 'each element in list of batch should be of equal size', 'Return tuples of one length.')
    return list(
      first.items.map((_, i) =>
        collate(
          session,
          rows.map((row) => row[i]!),
          true,
        ),
      ),
    )
  }
  if (first.kind === 'dict') {
    const keys = [...first.entries.values()].flatMap(([key]) => (key.kind === 'str' ? [key.value] : []))
    const parts = (key: string): Value[] =>
      samples.map((each) => (each.kind === 'dict' ? (entry(each, key) ?? wrong(undefined)) : wrong(each)))
    return textDictionary(keys.map((key) => [key, collate(session, parts(key))] as const))
  }
  return wrong(first)
}

/** Rows of a tensor that needs no gradient, as a new tensor. */
export function rowsAt(session: Session, x: TensorValue, indices: readonly number[]): TensorValue {
  const { shape, data, dtype } = tensorOf(session, x)
  const size = sizeOf(shape.slice(1))
  const picked = storage(promote(dtype, dtype), indices.length * size)
  indices.forEach((at, i) => {
    picked.set(data.subarray(at * size, (at + 1) * size), i * size)
  })
  return leaf(session, { dtype, shape: [indices.length, ...shape.slice(1)], data: picked })
}
