import { sameShape } from '../core/tensor.ts'
import { difference, elementwise } from './binary.ts'
import { dtypes, isFloating } from './dtype.ts'
import { lost, numberLike, reduce, reductionOf } from './losses.ts'
import { raise } from './raised.ts'
import { logSoftmax } from './reductions.ts'
import { reshaped } from './reshaping.ts'
import { apply, dtypeOf, type Session, shapeOf, tensorOf } from './session.ts'
import { dimensions, shapeText } from './shape.ts'
import { type Bound, type Row, row } from './signature.ts'
import { type TensorValue, typeName, type Value } from './value.ts'

/** The classes stand along the second dimension; along the only one where there is no batch. */
const classAxis = (shape: readonly number[]): number => (shape.length === 1 ? 0 : 1)

const summed = (session: Session, x: TensorValue, dims: readonly number[], gradFn: string): TensorValue =>
  apply(
    session,
    'sum',
    [x],
    { dims: [...dims], keepdim: false },
    shapeOf(session, x).filter((_, axis) => !dims.includes(axis)),
    gradFn,
  )

const everything = (session: Session, x: TensorValue, gradFn: string): TensorValue =>
  summed(session, x, dimensions(null, shapeOf(session, x).length), gradFn)

/** What the class indices of a loss say: which log-probability counts for each sample, and how much. */
interface Picked {
  /** −ln p of each sample's class, weighted; 0 for an ignored one. */
  readonly losses: TensorValue
  /** The weight of each sample; null where all have weight 1. */
  readonly weights: TensorValue | null
}

function checkTargets(session: Session, shape: readonly number[], target: TensorValue, ignored: number): void {
  const wanted = shapeOf(session, target)
  const axis = classAxis(shape)
  if (shape.length > 1 && wanted.length > 0 && shape[0] !== wanted[0])
    raise(
      'ValueError',
      `Expected input batch_size (${shape[0]}) to match target batch_size (${wanted[0]}).`,
      'Give one class for each sample.',
    )
  if (dtypeOf(session, target) !== 'int64')
    raise(
      'RuntimeError',
      `expected scalar type Long but found ${dtypes[dtypeOf(session, target)].scalar}`,
      'Classes are whole numbers: torch.tensor([0, 2]), or call .long().',
    )
  if (
    !sameShape(
      wanted,
      shape.filter((_, at) => at !== axis),
    )
  )
    raise(
      'RuntimeError',
      shape.length <= 2
        ? '0D or 1D target tensor expected, multi-target not supported'
        : `size mismatch (got input: ${shapeText(shape)}, target: ${shapeText(wanted)})`,
      'Give one class for each sample.',
    )
  const bad = tensorOf(session, target).data.find((t) => t !== ignored && (t < 0 || t >= shape[axis]!))
  if (bad !== undefined)
    raise(
      'IndexError',
      `Target ${bad} is out of bounds.`,
      `There are ${shape[axis]} classes: 0 to ${shape[axis]! - 1}.`,
    )
}

/** The entries that class indices name, along the class axis. */
function picked(session: Session, x: TensorValue, target: TensorValue, gradFn: string): TensorValue {
  const shape = shapeOf(session, x)
  const axis = classAxis(shape)
  const kept = shape.map((extent, at) => (at === axis ? 1 : extent))
  const column = reshaped(session, target, kept, '')
  const found = apply(session, 'gather', [x, column], { dim: axis }, kept, gradFn)
  return reshaped(session, found, shapeOf(session, target), gradFn)
}

function pick(
  session: Session,
  logs: TensorValue,
  target: TensorValue,
  weight: TensorValue | null,
  ignored: number,
): Picked {
  const gradFn = 'NllLossBackward0'
  const shape = shapeOf(session, target)
  const isIgnored = tensorOf(session, target).data.some((t) => t === ignored)
  const zero = numberLike(session, target, 0)
  const ignoring = isIgnored
    ? apply(session, 'eq', [target, numberLike(session, target, ignored)], {}, shape, '')
    : null
  const safe = ignoring === null ? target : apply(session, 'where', [ignoring, zero, target], {}, shape, '')
  const plain = lost(session, picked(session, logs, safe, gradFn), gradFn)
  const weights = weightsOf(session, logs, safe, weight, ignoring)
  return { losses: weights === null ? plain : elementwise(session, 'mul', plain, weights, gradFn), weights }
}

function weightsOf(
  session: Session,
  logs: TensorValue,
  target: TensorValue,
  weight: TensorValue | null,
  ignoring: TensorValue | null,
): TensorValue | null {
  const shape = shapeOf(session, target)
  const [zero, one] = [numberLike(session, logs, 0), numberLike(session, logs, 1)]
  const own = weight === null ? one : named(session, weight, target)
  if (ignoring === null) return weight === null ? null : own
  return apply(session, 'where', [ignoring, zero, own], {}, shape, '')
}

/** The weight of each sample's class. */
function named(session: Session, weight: TensorValue, target: TensorValue): TensorValue {
  const shape = shapeOf(session, target)
  const count = shape.reduce((n, extent) => n * extent, 1)
  const row = reshaped(session, target, [count], '')
  return reshaped(session, apply(session, 'gather', [weight, row], { dim: 0 }, [count], ''), shape, '')
}

/** Makes losses with weights one number: their sum, or their sum over the sum of the weights. */
function total(session: Session, { losses, weights }: Picked, how: 'none' | 'mean' | 'sum'): TensorValue {
  const gradFn = 'NllLossBackward0'
  if (how !== 'mean' || weights === null) return reduce(session, losses, how, gradFn)
  return elementwise(session, 'div', everything(session, losses, gradFn), everything(session, weights, ''), gradFn)
}

function weightOf(session: Session, args: Bound, classes: number): TensorValue | null {
  if (args.get('weight') === null) return null
  const weight = args.tensor('weight')
  const shape = shapeOf(session, weight)
  if (shape.length !== 1 || shape[0] !== classes)
    raise(
      'RuntimeError',
      `weight tensor should be defined either for all ${classes} classes or no classes but got weight tensor of shape: ${shapeText(shape)}`,
      'Give one weight for each class.',
    )
  return weight
}

function negativeLogLikelihood(session: Session, args: Bound): Value {
  const [logs, target] = [args.tensor('input'), args.tensor('target')]
  const shape = shapeOf(session, logs)
  const ignored = args.int('ignore_index', -100)
  checkTargets(session, shape, target, ignored)
  const weight = weightOf(session, args, shape[classAxis(shape)] ?? 1)
  return total(session, pick(session, logs, target, weight, ignored), reductionOf(args))
}

function crossEntropy(session: Session, args: Bound): Value {
  const [input, target] = [args.value('input'), args.value('target')]
  if (input.kind !== 'tensor' || target.kind !== 'tensor')
    return raise(
      'TypeError',
      `cross_entropy_loss(): argument '${input.kind === 'tensor' ? 'target' : 'input'}' (position ${input.kind === 'tensor' ? 2 : 1}) must be Tensor, not ${typeName(input.kind === 'tensor' ? target : input)}`,
      'Make it a tensor first: torch.tensor(...).',
    )
  const how = reductionOf(args)
  const shape = shapeOf(session, input)
  const smoothing = args.number('label_smoothing', 0)
  if (smoothing < 0 || smoothing > 1)
    raise(
      'RuntimeError',
      `label_smoothing must be between 0.0 and 1.0. Got: ${smoothing}`,
      'Smoothing is the share that all classes get.',
    )
  const weight = weightOf(session, args, shape[classAxis(shape)] ?? 1)
  if (sameShape(shape, shapeOf(session, target))) return byProbabilities(session, input, target, weight, smoothing, how)
  const ignored = args.int('ignore_index', -100)
  checkTargets(session, shape, target, ignored)
  const logs = logSoftmax(session, input, classAxis(shape))
  const plain = pick(session, logs, target, weight, ignored)
  if (smoothing === 0) return total(session, plain, how)
  return smoothed(session, logs, target, plain, weight, ignored, smoothing, how)
}

/** (1 − ε)·loss + ε/C·(the loss of every class). */
function smoothed(
  session: Session,
  logs: TensorValue,
  target: TensorValue,
  plain: Picked,
  weight: TensorValue | null,
  ignored: number,
  smoothing: number,
  how: 'none' | 'mean' | 'sum',
): TensorValue {
  const shape = shapeOf(session, logs)
  const axis = classAxis(shape)
  const each = lost(session, summed(session, balanced(session, logs, weight), [axis], 'SumBackward1'), 'NegBackward0')
  const flat = shapeOf(session, target)
  const hasIgnored = tensorOf(session, target).data.some((t) => t === ignored)
  const ignoring = hasIgnored
    ? apply(session, 'eq', [target, numberLike(session, target, ignored)], {}, flat, '')
    : null
  const all =
    ignoring === null
      ? each
      : apply(session, 'where', [ignoring, numberLike(session, each, 0), each], {}, flat, 'MaskedFillBackward0')
  const part = (x: TensorValue, by: number): TensorValue =>
    elementwise(session, 'mul', x, numberLike(session, x, by), 'MulBackward0')
  const spread = smoothing / (shape[axis] ?? 1)
  const [own, others] = [total(session, plain, how), total(session, { losses: all, weights: plain.weights }, how)]
  return elementwise(session, 'add', part(own, 1 - smoothing), part(others, spread), 'AddBackward0')
}

/** Each class's log-probability times the class's weight. */
function balanced(session: Session, logs: TensorValue, weight: TensorValue | null): TensorValue {
  if (weight === null) return logs
  const shape = shapeOf(session, logs)
  const axis = classAxis(shape)
  const column = shape.map((extent, at) => (at === axis ? extent : 1))
  return elementwise(session, 'mul', logs, reshaped(session, weight, column, ''), 'MulBackward0')
}

/** The target gives a probability for each class: −Σ t·ln p. */
function byProbabilities(
  session: Session,
  input: TensorValue,
  target: TensorValue,
  weight: TensorValue | null,
  smoothing: number,
  how: 'none' | 'mean' | 'sum',
): TensorValue {
  const dtype = dtypeOf(session, target)
  if (!isFloating(dtype))
    raise(
      'RuntimeError',
      `Expected floating point type for target with class probabilities, got ${dtypes[dtype].scalar}`,
      'Give probabilities as floats, or one class index for each sample.',
    )
  const shape = shapeOf(session, input)
  const axis = classAxis(shape)
  const logs = balanced(session, logSoftmax(session, input, axis), weight)
  const products = elementwise(
    session,
    'mul',
    logs,
    softened(session, target, smoothing, shape[axis] ?? 1),
    'MulBackward0',
  )
  if (how === 'none') return lost(session, summed(session, products, [axis], 'SumBackward1'), 'NegBackward0')
  const sum = lost(session, everything(session, products, 'SumBackward0'), 'NegBackward0')
  if (how === 'sum') return sum
  const samples = shape.reduce((n, extent, at) => (at === axis ? n : n * extent), 1)
  return elementwise(session, 'div', sum, numberLike(session, sum, samples), 'DivBackward1')
}

function softened(session: Session, target: TensorValue, smoothing: number, classes: number): TensorValue {
  if (smoothing === 0) return target
  const kept = elementwise(session, 'mul', target, numberLike(session, target, 1 - smoothing), 'MulBackward0')
  return difference(session, kept, numberLike(session, target, -smoothing / classes), 'AddBackward0')
}

/** Losses of scores or log-probabilities and a class for each sample. */
export const classificationRows: readonly Row[] = [
  row('nll_loss(input, target, weight=, size_average=, ignore_index=, reduce=, reduction=)', negativeLogLikelihood),
  row(
    'cross_entropy(input, target, weight=, size_average=, ignore_index=, reduce=, reduction=, label_smoothing=)',
    crossEntropy,
  ),
]
