import { sizeOf } from '../core/tensor.ts'
import { elementwise } from './binary.ts'
import { constant } from './operand.ts'
import { raise } from './raised.ts'
import { reshaped } from './reshaping.ts'
import { apply, dtypeOf, type Session, shapeOf } from './session.ts'
import { reduced, shapeText } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import type { TensorValue, Value } from './value.ts'

const number = (session: Session, like: TensorValue, value: number): TensorValue =>
  constant(session, { kind: 'float', value }, dtypeOf(session, like))

/** A mean over dimensions that stay, with size 1. */
export const meanOver = (session: Session, x: TensorValue, dims: readonly number[]): TensorValue =>
  apply(
    session,
    'mean',
    [x],
    { dims: [...dims], keepdim: true },
    reduced(shapeOf(session, x), dims, true),
    'MeanBackward1',
  )

/** x less its mean, and the mean of the squares of that: the variance. */
export function centred(session: Session, x: TensorValue, dims: readonly number[]) {
  const mean = meanOver(session, x, dims)
  const apart = elementwise(session, 'sub', x, mean, 'SubBackward0')
  const variance = meanOver(session, elementwise(session, 'mul', apart, apart, 'MulBackward0'), dims)
  return { mean, apart, variance }
}

/** What is apart from the mean over √(variance + ε), times the weight, plus the bias. */
export function scaledBy(
  session: Session,
  apart: TensorValue,
  variance: TensorValue,
  eps: number,
  weight: TensorValue | null,
  bias: TensorValue | null,
  gradFn: string,
): TensorValue {
  const safe = elementwise(session, 'add', variance, number(session, variance, eps), 'AddBackward0')
  const spread = apply(session, 'sqrt', [safe], {}, shapeOf(session, safe), 'SqrtBackward0')
  const plain = elementwise(session, 'div', apart, spread, gradFn)
  const weighted = weight === null ? plain : elementwise(session, 'mul', plain, weight, gradFn)
  return bias === null ? weighted : elementwise(session, 'add', weighted, bias, gradFn)
}

/** Each sample brought to mean 0 and variance 1 over its last dimensions. Source: Ba, Kiros & Hinton, arXiv:1607.06450. */
export function layerNorm(
  session: Session,
  x: TensorValue,
  normalized: readonly number[],
  weight: TensorValue | null,
  bias: TensorValue | null,
  eps: number,
): TensorValue {
  const shape = shapeOf(session, x)
  const from = shape.length - normalized.length
  if (from < 0 || normalized.some((extent, i) => extent !== shape[from + i]))
    raise(
      'RuntimeError',
      `Given normalized_shape=${shapeText(normalized)}, expected input with shape [*, ${normalized.join(', ')}], but got input of size${shapeText(shape)}`,
      'The last sizes of the input must be those the layer was made for.',
    )
  const dims = normalized.map((_, i) => from + i)
  const { apart, variance } = centred(session, x, dims)
  return scaledBy(session, apart, variance, eps, weight, bias, 'NativeLayerNormBackward0')
}

/** Rows of a table by their numbers. */
export function embedded(session: Session, indices: TensorValue, table: TensorValue): TensorValue {
  const [shape, width] = [shapeOf(session, indices), shapeOf(session, table)[1] ?? 1]
  const count = sizeOf(shape)
  const column = reshaped(session, indices, [count, 1], '')
  const wide = apply(session, 'expand', [column], { shape: [count, width] }, [count, width], '')
  const rows = apply(session, 'gather', [table, wide], { dim: 0 }, [count, width], 'EmbeddingBackward0')
  return shape.length === 1 ? rows : reshaped(session, rows, [...shape, width], 'EmbeddingBackward0')
}

const optional = (args: Bound, name: string): TensorValue | null => (args.get(name) === null ? null : args.tensor(name))

/** `F.layer_norm` and `F.embedding`. */
export const normalizationRows: readonly Row[] = [
  row('layer_norm(input, normalized_shape, weight=, bias=, eps=)', (session, args): Value => {
    const normalized = args.dims('normalized_shape') ?? []
    const eps = args.number('eps', 1e-5)
    return layerNorm(session, args.tensor('input'), normalized, optional(args, 'weight'), optional(args, 'bias'), eps)
  }),
  row('embedding(input, weight)', (session, args) => embedded(session, args.tensor('input'), args.tensor('weight'))),
]
