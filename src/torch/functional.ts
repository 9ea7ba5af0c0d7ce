import { sameShape, sizeOf } from '../core/tensor.ts'
import { difference, elementwise, negative, raised } from './binary.ts'
import type { Clash } from './clash.ts'
import { matmul } from './matmul.ts'
import { constant } from './operand.ts'
import { Raised, raise } from './raised.ts'
import { logSoftmax, softmax } from './reductions.ts'
import { transposed } from './reshaping.ts'
import { apply, dtypeOf, type Session, shapeOf, tensorOf } from './session.ts'
import { dimensions, shapeText } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import type { TensorValue, Value } from './value.ts'

const number = (session: Session, like: TensorValue, value: number): TensorValue =>
  constant(session, { kind: 'float', value }, dtypeOf(session, like))

/** The mean, sum or the losses themselves, as `reduction` says. */
function reduction(session: Session, args: Bound, losses: TensorValue, gradFn: string): Value {
  const how = args.text('reduction', 'mean')
  if (how === 'none') return losses
  if (how !== 'mean' && how !== 'sum')
    return raise('ValueError', `${how} is not a valid value for reduction`, "Use 'mean', 'sum' or 'none'.")
  const dims = dimensions(null, shapeOf(session, losses).length)
  return apply(session, how, [losses], { dims, keepdim: false }, [], gradFn)
}

function squaredError(session: Session, args: Bound): Value {
  const [input, target] = [args.tensor('input'), args.tensor('target')]
  const error = difference(session, input, target)
  return reduction(session, args, raised(session, error, number(session, error, 2), true), 'MseLossBackward0')
}

/** −(t·ln p + (1 − t)·ln(1 − p)), the logarithms not below −100, as PyTorch clamps them. */
function binaryCrossEntropy(session: Session, args: Bound): Value {
  const [p, t] = [args.tensor('input'), args.tensor('target')]
  const [shape, wanted] = [shapeOf(session, p), shapeOf(session, t)]
  if (!sameShape(shape, wanted))
    raise(
      'ValueError',
      `Using a target size (torch.Size(${shapeText(wanted)})) that is different to the input size (torch.Size(${shapeText(shape)})) is deprecated. Please ensure they have the same size.`,
      'Give the target the same shape.',
    )
  if (tensorOf(session, p).data.some((v) => v < 0 || v > 1))
    raise('RuntimeError', 'all elements of input should be between 0 and 1', 'Apply torch.sigmoid first.')
  const one = number(session, p, 1)
  const ln = (x: TensorValue): TensorValue => {
    const log = apply(session, 'log', [x], {}, shape, 'LogBackward0')
    return elementwise(session, 'maximum', log, number(session, p, -100), 'MaximumBackward0')
  }
  const yes = elementwise(session, 'mul', t, ln(p), 'MulBackward0')
  const no = elementwise(session, 'mul', difference(session, one, t), ln(difference(session, one, p)), 'MulBackward0')
  const losses = negative(session, elementwise(session, 'add', yes, no, 'AddBackward0'))
  return reduction(session, args, losses, 'BinaryCrossEntropyBackward0')
}

/** What PyTorch calls the backward node of a linear layer of one, two and more dimensions. */
const withoutBias = ['SqueezeBackward3', 'MmBackward0', 'UnsafeViewBackward0'] as const
const withBias = ['AddBackward0', 'AddmmBackward0', 'ViewBackward0'] as const

/** Makes a tensor; where two of those it is made from do not fit, says of which of the program's own tensors that is the clash. */
function blaming<T>(clash: Clash, make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (error instanceof Raised && error.clash !== null) raise(error.type, error.message, error.hint, clash)
    throw error
  }
}

/** One op where the shapes are a layer's; other shapes go the way of `matmul`, which also says what is wrong with them. */
function linear(session: Session, args: Bound): Value {
  const [input, weight, bias] = [args.tensor('input'), args.tensor('weight'), args.get('bias')]
  if (bias !== null && bias.kind !== 'tensor') return args.refuse('bias', 'Tensor', bias)
  const parts = bias === null ? [input, weight] : [input, weight, bias]
  const [x, w, b] = parts.map((part) => shapeOf(session, part))
  const [out, inner] = w!
  const fits =
    w!.length === 2 &&
    x!.at(-1) === inner &&
    (b === undefined || sameShape(b, [out!])) &&
    parts.every((part) => dtypeOf(session, part) === dtypeOf(session, input))
  if (!fits) {
    const across = transposed(session, weight, 0, 1, 'TBackward0')
    const clash: Clash = { meeting: 'layer', cells: [input, weight], axes: [Math.max(0, x!.length - 1), 1] }
    const product = blaming(clash, () => matmul(session, input, across))
    return bias === null ? product : elementwise(session, 'add', product, bias, 'AddmmBackward0')
  }
  session.charge(sizeOf(x!) * out!)
  const rank = Math.min(x!.length, 3)
  const gradFn = bias === null ? withoutBias : withBias
  return apply(session, 'linear', parts, {}, [...x!.slice(0, -1), out!], gradFn[rank - 1]!)
}

const shaped = (
  session: Session,
  x: TensorValue,
  op: 'leaky_relu' | 'elu' | 'softplus',
  attrs: Record<string, number>,
  gradFn: string,
) => apply(session, op, [x], attrs, shapeOf(session, x), gradFn)

/** What `torch.nn.functional` has besides the functions that `torch` shares with it. */
export const functional: readonly Row[] = [
  row('leaky_relu(input, negative_slope=, inplace=)', (session, args) =>
    shaped(
      session,
      args.tensor('input'),
      'leaky_relu',
      { slope: args.number('negative_slope', 0.01) },
      'LeakyReluBackward0',
    ),
  ),
  row('elu(input, alpha=, inplace=)', (session, args) =>
    shaped(session, args.tensor('input'), 'elu', { alpha: args.number('alpha', 1) }, 'EluBackward0'),
  ),
  row('softplus(input)', (session, args) => shaped(session, args.tensor('input'), 'softplus', {}, 'SoftplusBackward0')),
  row('softmax(input, dim=, dtype=)', softmax),
  row('log_softmax(input, dim=)', (session, args) => logSoftmax(session, args.tensor('input'), args.int('dim', -1))),
  row('mse_loss(input, target, *, reduction=)', squaredError),
  row('binary_cross_entropy(input, target, *, reduction=)', binaryCrossEntropy),
  row('linear(input, weight, bias=)', linear),
]
