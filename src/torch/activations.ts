import type { Attrs, OpName } from '../core/op.ts'
import { elementwise } from './binary.ts'
import { dtypes, isFloating } from './dtype.ts'
import { checkWritable, overwrite } from './inplace.ts'
import { constant } from './operand.ts'
import { reluOf } from './pointwise/one.ts'
import { raise } from './raised.ts'
import { softmax } from './reductions.ts'
import { reshaped } from './reshaping.ts'
import { apply, dtypeOf, type Session, shapeOf } from './session.ts'
import { dimension } from './shape.ts'
import { Bound, type Row, row } from './signature.ts'
import { int, type TensorValue, type Value } from './value.ts'

/** Refuses whole numbers, for which PyTorch has no kernel of that name. */
function floating(session: Session, x: TensorValue, kernel: string): void {
  const dtype = dtypeOf(session, x)
  if (!isFloating(dtype))
    raise('RuntimeError', `"${kernel}" not implemented for '${dtypes[dtype].scalar}'`, 'Call .float() first.')
}

/** A function that is one op of the core; `kernel` is what PyTorch calls its kernel where that refuses whole numbers. */
const unary = (
  signature: string,
  op: OpName,
  kernel: string | null,
  gradFn: string,
  attrs: (args: Bound) => Attrs = () => ({}),
): Row =>
  row(signature, (session, args) => {
    const x = args.tensor('input')
    if (kernel !== null) floating(session, x, kernel)
    if (args.flag('inplace')) checkWritable(session, x)
    const result = apply(session, op, [x], attrs(args), shapeOf(session, x), `${gradFn}Backward0`)
    return args.flag('inplace') ? overwrite(session, x, result) : result
  })

function approximation(args: Bound): Attrs {
  const how = args.text('approximate', 'none')
  if (how !== 'none' && how !== 'tanh')
    raise('RuntimeError', 'approximate argument must be either none or tanh.', "Give 'none' or 'tanh'.")
  return { tanh: how === 'tanh' }
}

/** x/(1 + |x|). */
function softsign(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const size = apply(session, 'abs', [x], {}, shapeOf(session, x), 'AbsBackward0')
  const below = elementwise(
    session,
    'add',
    size,
    constant(session, { kind: 'int', value: 1 }, dtypeOf(session, x)),
    'AddBackward0',
  )
  return elementwise(session, 'div', x, below, 'DivBackward0')
}

/** x − tanh x. */
function tanhshrink(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const bend = apply(session, 'tanh', [x], {}, shapeOf(session, x), 'TanhBackward0')
  return elementwise(session, 'sub', x, bend, 'SubBackward0')
}

/** Softmax of −x. */
function softmin(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const turned = apply(session, 'neg', [x], {}, shapeOf(session, x), 'NegBackward0')
  return softmax(session, along(session, 'softmax', turned, args.get('dim')))
}

/** The arguments of a softmax over a dimension; where none is given the one that PyTorch takes: the first of 0, 1 or 3 dimensions, else the second. */
export function along(session: Session, name: string, x: TensorValue, dim: Value | null): Bound {
  const rank = shapeOf(session, x).length
  const taken = dim ?? int(rank === 0 || rank === 1 || rank === 3 ? 0 : 1)
  return new Bound(
    name,
    [],
    new Map<string, Value>([
      ['input', x],
      ['dim', taken],
    ]),
    [],
  )
}

/** One slope for all, or one for each channel: the second dimension. */
function prelu(session: Session, args: Bound): Value {
  const [x, weight] = [args.tensor('input'), args.tensor('weight')]
  const [shape, slopes] = [shapeOf(session, x), shapeOf(session, weight)]
  const count = slopes[0] ?? 1
  if (count === 1 && shape.length > 0) return elementwise(session, 'prelu', x, weight, 'PreluKernelBackward0')
  const channels = shape.length > 1 ? shape[1]! : 1
  if (count !== channels)
    raise(
      'RuntimeError',
      `Mismatch of parameter numbers and input channel size. Found parameter numbers = ${count} and channel size = ${channels}.`,
      'Give one slope, or one for each channel.',
    )
  const column = shape.length === 0 ? [] : [count, ...shape.slice(2).map(() => 1)]
  return elementwise(session, 'prelu', x, reshaped(session, weight, column, 'ViewBackward0'), 'PreluKernelBackward0')
}

/** The first half along a dimension, times the sigmoid of the second. */
function glu(session: Session, args: Bound): Value {
  const x = args.tensor('input')
  const shape = shapeOf(session, x)
  const dim = dimension(args.int('dim', -1), shape.length)
  const extent = shape[dim] ?? 0
  if (extent % 2 !== 0)
    raise(
      'RuntimeError',
      `Halving dimension must be even, but dimension ${dim} is size ${extent}`,
      'Give an even size.',
    )
  const half = shape.map((size, axis) => (axis === dim ? extent / 2 : size))
  const part = (from: number): TensorValue => {
    const index = shape.map((size, axis) => (axis === dim ? [from, from + extent / 2, 1] : [0, size, 1]))
    return apply(session, 'index', [x], { index }, half, 'SliceBackward0')
  }
  const gate = apply(session, 'sigmoid', [part(extent / 2)], {}, half, 'SigmoidBackward0')
  return elementwise(session, 'mul', part(0), gate, 'GluBackward0')
}

/** The activations of `torch.nn.functional` that `torch` does not have as well. */
export const activationRows: readonly Row[] = [
  row('relu(input, inplace=)', (session, args) => {
    const x = args.tensor('input')
    if (args.flag('inplace')) checkWritable(session, x)
    const result = reluOf(session, x)
    return args.flag('inplace') ? overwrite(session, x, result) : result
  }),
  unary('leaky_relu(input, negative_slope=, inplace=)', 'leaky_relu', 'leaky_relu_cpu', 'LeakyRelu', (args) => ({
    slope: args.number('negative_slope', 0.01),
  })),
  unary('elu(input, alpha=, inplace=)', 'elu', 'elu_cpu', 'Elu', (args) => ({ alpha: args.number('alpha', 1) })),
  unary('selu(input, inplace=)', 'selu', 'elu_cpu', 'Elu'),
  unary('celu(input, alpha=, inplace=)', 'celu', 'elu_cpu', 'Celu', (args) => ({ alpha: args.number('alpha', 1) })),
  unary('relu6(input, inplace=)', 'hardtanh', null, 'Hardtanh', () => ({ min: 0, max: 6 })),
  unary('hardtanh(input, min_val=, max_val=, inplace=)', 'hardtanh', null, 'Hardtanh', (args) => ({
    min: args.number('min_val', -1),
    max: args.number('max_val', 1),
  })),
  unary('hardsigmoid(input, inplace=)', 'hardsigmoid', 'hardsigmoid_cpu', 'Hardsigmoid'),
  unary('hardswish(input, inplace=)', 'hardswish', 'hardswish_cpu', 'Hardswish'),
  unary('gelu(input, *, approximate=)', 'gelu', 'GeluKernelImpl', 'Gelu', approximation),
  unary('silu(input, inplace=)', 'silu', 'silu_cpu', 'Silu'),
  unary('mish(input, inplace=)', 'mish', 'mish_cpu', 'Mish'),
  unary('softplus(input, beta=, threshold=)', 'softplus', 'softplus_cpu', 'Softplus', (args) => ({
    beta: args.number('beta', 1),
    threshold: args.number('threshold', 20),
  })),
  unary('logsigmoid(input)', 'logsigmoid', 'log_sigmoid_cpu', 'LogSigmoid'),
  unary('softshrink(input, lambd=)', 'softshrink', 'softshrink_cpu', 'Softshrink', (args) => ({
    lambd: args.number('lambd', 0.5),
  })),
  unary('hardshrink(input, lambd=)', 'hardshrink', 'hardshrink_cpu', 'Hardshrink', (args) => ({
    lambd: args.number('lambd', 0.5),
  })),
  unary('threshold(input, threshold, value, inplace=)', 'threshold', null, 'Threshold', (args) => ({
    threshold: args.number('threshold', 0),
    value: args.number('value', 0),
  })),
  row('softsign(input)', softsign),
  row('tanhshrink(input)', tanhshrink),
  row('softmin(input, dim=, dtype=)', softmin),
  row('prelu(input, weight)', prelu),
  row('glu(input, dim=)', glu),
]

/** Those that `torch` has too. */
export const sharedActivations: readonly Row[] = activationRows.filter(({ name }) =>
  ['selu', 'celu', 'threshold', 'prelu', 'hardshrink'].includes(name),
)
