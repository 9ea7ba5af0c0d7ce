import type { Dtype, Tensor } from '../../core/tensor.ts'
import { sizeOf, storage, tensor } from '../../core/tensor.ts'
import { elementwise } from '../binary.ts'
import { overwrite } from '../inplace.ts'
import { itemsOf } from '../items.ts'
import { constant } from '../operand.ts'
import { raise } from '../raised.ts'
import { reshaped } from '../reshaping.ts'
import { apply, dtypeOf, leaf, type Session, shapeOf, tensorOf } from '../session.ts'
import { type Bound, type Row, row } from '../signature.ts'
import { none, type TensorValue, typeName, type Value } from '../value.ts'

function tensorsIn(value: Value): TensorValue[] {
  if (value.kind === 'tensor') return [value]
  return Array.from(itemsOf(value), (each) =>
    each.kind === 'tensor'
      ? each
      : raise('AttributeError', `'${typeName(each)}' object has no attribute 'grad'`, 'Give model.parameters().'),
  )
}

/** Runs with gradients off. */
function quietly<T>(session: Session, work: () => T): T {
  const mode = session.gradMode
  session.gradMode = false
  try {
    return work()
  } finally {
    session.gradMode = mode
  }
}

const number = (session: Session, dtype: Dtype, value: number): TensorValue =>
  constant(session, { kind: 'float', value }, dtype)

/** The length of a tensor as one vector, in the p-norm. */
function norm(session: Session, x: TensorValue, p: number): TensorValue {
  const shape = shapeOf(session, x)
  const dtype = dtypeOf(session, x)
  const sizes = apply(session, 'abs', [x], {}, shape, '')
  if (p === Number.POSITIVE_INFINITY)
    return leaf(session, tensor([Math.max(0, ...tensorOf(session, sizes).data)], [], dtype))
  const powers = elementwise(session, 'pow', sizes, number(session, dtype, p), '')
  const dims = shape.map((_, axis) => axis)
  const total = apply(session, 'sum', [powers], { dims, keepdim: false }, [], '')
  return elementwise(session, 'pow', total, number(session, dtype, 1 / p), '')
}

/** The norm of several tensors as one vector. */
function normOfAll(session: Session, gradients: readonly TensorValue[], p: number): TensorValue {
  const norms = gradients.map((each) => norm(session, each, p))
  const all = apply(session, 'stack', norms, { dim: 0 }, [norms.length], '')
  return norm(session, all, p)
}

/** Scales all gradients so that together they are no longer than `max_norm`; gives how long they were. */
function clipNorm(session: Session, args: Bound): Value {
  const gradients = tensorsIn(args.value('parameters')).flatMap(({ grad }) => (grad === null ? [] : [grad]))
  if (gradients.length === 0) return leaf(session, tensor([0], []))
  return quietly(session, () => {
    const total = normOfAll(session, gradients, args.number('norm_type', 2))
    const dtype = dtypeOf(session, total)
    const room = elementwise(session, 'add', total, number(session, dtype, 1e-6), '')
    const share = elementwise(session, 'div', number(session, dtype, args.number('max_norm', 0)), room, '')
    const clamped = elementwise(session, 'minimum', share, number(session, dtype, 1), '')
    for (const gradient of gradients) overwrite(session, gradient, elementwise(session, 'mul', gradient, clamped, ''))
    return total
  })
}

/** Cuts every entry of the gradients off at ±`clip_value`. */
function clipValue(session: Session, args: Bound): Value {
  const limit = args.number('clip_value', 0)
  quietly(session, () => {
    for (const { grad } of tensorsIn(args.value('parameters'))) {
      if (grad === null) continue
      const dtype = dtypeOf(session, grad)
      const above = elementwise(session, 'maximum', grad, number(session, dtype, -limit), '')
      overwrite(session, grad, elementwise(session, 'minimum', above, number(session, dtype, limit), ''))
    }
  })
  return none
}

/** All parameters one after the other, as one vector through which gradients flow. */
function toVector(session: Session, args: Bound): Value {
  const parts = tensorsIn(args.value('parameters')).map((each) => {
    const count = sizeOf(shapeOf(session, each))
    return reshaped(session, each, [count], 'ViewBackward0')
  })
  const total = parts.reduce((n, part) => n + (shapeOf(session, part)[0] ?? 0), 0)
  let from = 0
  const placed = parts.map((part) => {
    const to = from + (shapeOf(session, part)[0] ?? 0)
    const index = [[from, to, 1]]
    from = to
    return apply(session, 'scatter', [part], { index, shape: [total] }, [total], 'CatBackward0')
  })
  const [first, ...rest] = placed
  if (first === undefined)
    return raise('RuntimeError', 'torch.cat(): expected a non-empty list of Tensors', 'Give parameters.')
  return rest.reduce((sum, part) => elementwise(session, 'add', sum, part, 'CatBackward0'), first)
}

/** Writes the entries of a vector into the parameters, one after the other. */
function fromVector(session: Session, args: Bound): Value {
  const { data } = tensorOf(session, args.tensor('vec'))
  let from = 0
  quietly(session, () => {
    for (const each of tensorsIn(args.value('parameters'))) {
      const { shape, dtype, data: old } = tensorOf(session, each)
      overwrite(session, each, leaf(session, slice(data, from, old.length, shape, dtype)))
      from += old.length
    }
  })
  return none
}

function slice(data: Tensor['data'], from: number, count: number, shape: readonly number[], dtype: Dtype): Tensor {
  const part = storage(dtype, count)
  part.set(data.subarray(from, from + count))
  return { dtype, shape, data: part }
}

/** `torch.nn.utils`. */
export const utilRows: readonly Row[] = [
  row('clip_grad_norm_(parameters, max_norm, norm_type=, error_if_nonfinite=, foreach=)', clipNorm),
  row('clip_grad_value_(parameters, clip_value, foreach=)', clipValue),
  row('parameters_to_vector(parameters)', toVector),
  row('vector_to_parameters(vec, parameters)', fromVector),
]
