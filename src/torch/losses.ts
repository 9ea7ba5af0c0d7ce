import type { OpName } from '../core/op.ts'
import { sameShape } from '../core/tensor.ts'
import { difference, elementwise, negative, raised } from './binary.ts'
import { dtypes, isFloating } from './dtype.ts'
import type { Made } from './made.ts'
import { constant } from './operand.ts'
import { raise } from './raised.ts'
import { apply, dtypeOf, nodeOf, type Session, shapeOf, tensorOf } from './session.ts'
import { dimensions, shapeText } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import { type TensorValue, typeName, type Value } from './value.ts'

/** A number beside a tensor, of its type. */
export const numberLike = (session: Session, like: TensorValue, value: number): TensorValue =>
  constant(session, { kind: 'float', value }, dtypeOf(session, like))

/** How a loss is made one number; anything that PyTorch does not know is refused. */
export function reductionOf(args: Bound): 'none' | 'mean' | 'sum' {
  const how = args.text('reduction', 'mean')
  if (how === 'none' || how === 'mean' || how === 'sum') return how
  return raise('ValueError', `${how} is not a valid value for reduction`, "Use 'mean', 'sum' or 'none'.")
}

/** The mean or the sum of all losses, or the losses themselves. */
export function reduce(
  session: Session,
  losses: TensorValue,
  how: 'none' | 'mean' | 'sum',
  gradFn: string,
): TensorValue {
  if (how === 'none') return losses
  const dims = dimensions(null, shapeOf(session, losses).length)
  return apply(session, how, [losses], { dims, keepdim: false }, [], gradFn)
}

const tensors = (args: Bound): readonly [TensorValue, TensorValue] => {
  const target = args.value('target')
  if (target.kind !== 'tensor')
    raise('AttributeError', `'${typeName(target)}' object has no attribute 'size'`, 'The target must be a tensor.')
  return [args.tensor('input'), args.tensor('target')]
}

function squaredError(session: Session, args: Bound): Value {
  const [input, target] = tensors(args)
  const how = reductionOf(args)
  const error = difference(session, input, target)
  const gradFn = 'MseLossBackward0'
  const squares = raised(session, error, numberLike(session, error, 2), true)
  if (how === 'none' && squares.gradFn !== null) squares.gradFn = gradFn
  return reduce(session, squares, how, gradFn)
}

function absoluteError(session: Session, args: Bound): Value {
  const [input, target] = tensors(args)
  const how = reductionOf(args)
  const error = difference(session, input, target)
  const sizes = apply(session, 'abs', [error], {}, shapeOf(session, error), 'AbsBackward0')
  return reduce(session, sizes, how, how === 'mean' ? 'MeanBackward0' : 'SumBackward0')
}

/** A loss that is an op of the core on the difference of input and target. */
const ofDifference = (signature: string, op: OpName, parameter: string, gradFn: string): Row =>
  row(signature, (session, args) => {
    const [input, target] = tensors(args)
    const how = reductionOf(args)
    const bound = args.number(parameter, 1)
    if (bound < 0 || (bound === 0 && op === 'huber'))
      raise(
        'RuntimeError',
        op === 'huber'
          ? 'huber_loss does not support non-positive values for delta.'
          : 'smooth_l1_loss does not support negative values for beta.',
        'Give a positive number.',
      )
    const error = difference(session, input, target)
    const shape = shapeOf(session, error)
    if (bound === 0) return reduce(session, apply(session, 'abs', [error], {}, shape, gradFn), how, gradFn)
    return reduce(session, apply(session, op, [error], { [parameter]: bound }, shape, gradFn), how, gradFn)
  })

function weighted(session: Session, losses: TensorValue, weight: TensorValue | null, gradFn: string): TensorValue {
  return weight === null ? losses : elementwise(session, 'mul', losses, weight, gradFn)
}

const optional = (args: Bound, name: string): TensorValue | null => (args.get(name) === null ? null : args.tensor(name))

function checkFloating(session: Session, input: TensorValue, target: TensorValue): void {
  const [p, q] = [dtypeOf(session, input), dtypeOf(session, target)]
  if (p !== q)
    raise(
      'RuntimeError',
      `Found dtype ${dtypes[q].scalar} but expected ${dtypes[p].scalar}`,
      'Give the target the type of the input: call .float().',
    )
}

const rearranging: ReadonlySet<OpName> = new Set(['reshape', 'transpose', 'index', 'expand'])

/** Whether a node is sure to lie between 0 and 1, being made by a sigmoid or a softmax: then its numbers need not be looked at. */
function isShare(node: Made): boolean {
  let made = node
  while (made.kind === 'op' && rearranging.has(made.op) && made.args[0] !== undefined) made = made.args[0]
  return made.kind === 'op' && (made.op === 'sigmoid' || made.op === 'softmax')
}

function binaryCrossEntropy(session: Session, args: Bound): Value {
  const [p, t] = tensors(args)
  const how = reductionOf(args)
  const [shape, wanted] = [shapeOf(session, p), shapeOf(session, t)]
  if (!sameShape(shape, wanted))
    raise(
      'ValueError',
      `Using a target size (torch.Size(${shapeText(wanted)})) that is different to the input size (torch.Size(${shapeText(shape)})) is deprecated. Please ensure they have the same size.`,
      'Give the target the same shape.',
    )
  checkFloating(session, p, t)
  if (!isShare(nodeOf(session, p)) && tensorOf(session, p).data.some((v) => v < 0 || v > 1))
    raise('RuntimeError', 'all elements of input should be between 0 and 1', 'Apply torch.sigmoid first.')
  const gradFn = 'BinaryCrossEntropyBackward0'
  const losses = elementwise(session, 'binary_cross_entropy', p, t, gradFn)
  return reduce(session, weighted(session, losses, optional(args, 'weight'), gradFn), how, gradFn)
}

function binaryCrossEntropyWithLogits(session: Session, args: Bound): Value {
  const [z, t] = tensors(args)
  const how = reductionOf(args)
  const [shape, wanted] = [shapeOf(session, z), shapeOf(session, t)]
  if (!sameShape(shape, wanted))
    raise(
      'ValueError',
      `Target size (torch.Size(${shapeText(wanted)})) must be the same as input size (torch.Size(${shapeText(shape)}))`,
      'Give the target the same shape.',
    )
  if (!isFloating(dtypeOf(session, t)))
    raise(
      'RuntimeError',
      `result type Float can't be cast to the desired output type ${dtypes[dtypeOf(session, t)].scalar}`,
      'Give the target the type of the input: call .float().',
    )
  const gradFn = 'BinaryCrossEntropyWithLogitsBackward0'
  const positive = optional(args, 'pos_weight')
  const parts = positive === null ? [z, t] : [z, t, positive]
  const losses = apply(session, 'binary_cross_entropy_with_logits', parts, {}, shape, gradFn)
  return reduce(session, weighted(session, losses, optional(args, 'weight'), gradFn), how, gradFn)
}

/** Σ t·(ln t − x) for log-probabilities x; with `log_target` t is given by its logarithm. */
function divergence(session: Session, args: Bound): Value {
  const [input, target] = tensors(args)
  const batch = args.text('reduction', 'mean') === 'batchmean'
  const how = batch ? 'sum' : reductionOf(args)
  const shape = shapeOf(session, target)
  const losses = args.flag('log_target')
    ? elementwise(
        session,
        'mul',
        apply(session, 'exp', [target], {}, shape, 'ExpBackward0'),
        difference(session, target, input),
        'MulBackward0',
      )
    : difference(session, entropy(session, target), elementwise(session, 'mul', target, input, 'MulBackward0'))
  const sum = reduce(session, losses, how, how === 'mean' ? 'MeanBackward0' : 'SumBackward0')
  if (!batch) return sum
  return elementwise(session, 'div', sum, numberLike(session, sum, shapeOf(session, input)[0] ?? 1), 'DivBackward0')
}

/** t·ln t, which is 0 at 0. */
function entropy(session: Session, t: TensorValue): TensorValue {
  const shape = shapeOf(session, t)
  const positive = apply(session, 'gt', [t, numberLike(session, t, 0)], {}, shape, '')
  const safe = apply(session, 'where', [positive, t, numberLike(session, t, 1)], {}, shape, 'WhereBackward0')
  const log = apply(session, 'log', [safe], {}, shape, 'LogBackward0')
  return elementwise(session, 'mul', t, log, 'XlogyBackward0')
}

/** 1 − the cosine, or what the cosine is more than the margin. */
function hinge(session: Session, args: Bound): Value {
  const [input, target] = tensors(args)
  const how = reductionOf(args)
  const shape = shapeOf(session, input)
  const margin = numberLike(session, input, args.number('margin', 1))
  const apart = apply(session, 'relu', [difference(session, margin, input)], {}, shape, 'ClampMinBackward0')
  const one = numberLike(session, input, 1)
  const positive = apply(session, 'eq', [target, one], {}, shape, '')
  const losses = apply(session, 'where', [positive, input, apart], {}, shape, 'AddBackward0')
  return reduce(session, losses, how, how === 'mean' ? 'MeanBackward0' : 'SumBackward0')
}

/** Losses of two tensors of one shape. */
export const lossRows: readonly Row[] = [
  row('mse_loss(input, target, size_average=, reduce=, reduction=)', squaredError),
  row('l1_loss(input, target, size_average=, reduce=, reduction=)', absoluteError),
  ofDifference(
    'smooth_l1_loss(input, target, size_average=, reduce=, reduction=, beta=)',
    'smooth_l1',
    'beta',
    'SmoothL1LossBackward0',
  ),
  ofDifference('huber_loss(input, target, reduction=, delta=)', 'huber', 'delta', 'HuberLossBackward0'),
  row('binary_cross_entropy(input, target, weight=, size_average=, reduce=, reduction=)', binaryCrossEntropy),
  row(
    'binary_cross_entropy_with_logits(input, target, weight=, size_average=, reduce=, reduction=, pos_weight=)',
    binaryCrossEntropyWithLogits,
  ),
  row('kl_div(input, target, size_average=, reduce=, reduction=, log_target=)', divergence),
  row('hinge_embedding_loss(input, target, margin=, size_average=, reduce=, reduction=)', hinge),
]

/** The sign turned, under the name of the loss. */
export const lost = (session: Session, x: TensorValue, gradFn: string): TensorValue => {
  const turned = negative(session, x)
  if (turned.gradFn !== null) turned.gradFn = gradFn
  return turned
}
