import { sameShape, sizeOf } from '../core/tensor.ts'
import { activationRows, along } from './activations.ts'
import { elementwise } from './binary.ts'
import type { Clash } from './clash.ts'
import { classificationRows } from './cross-entropy.ts'
import { lossRows } from './losses.ts'
import { matmul } from './matmul.ts'
import { normalizationRows } from './normalization.ts'
import { cast } from './operand.ts'
import { Raised, raise } from './raised.ts'
import { logSoftmax, softmax } from './reductions.ts'
import { apply, dtypeOf, type Session, shapeOf } from './session.ts'
import { type Bound, type Row, row } from './signature.ts'
import { transposed } from './turning.ts'
import type { TensorValue, Value } from './value.ts'
import { vectorRows } from './vectors.ts'

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

function linear(session: Session, args: Bound): Value {
  const [input, weight, bias] = [args.tensor('input'), args.tensor('weight'), args.get('bias')]
  if (bias !== null && bias.kind !== 'tensor') return args.refuse('bias', 'Tensor', bias)
  return linearLayer(session, input, weight, bias)
}

/** x Wᵀ + b: one op where the shapes are a layer's; other shapes go the way of `matmul`, which also says what is wrong with them. */
export function linearLayer(
  session: Session,
  input: TensorValue,
  weight: TensorValue,
  bias: TensorValue | null,
): TensorValue {
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

/** The softmax functions of `torch.nn.functional`, which choose a dimension where none is given. */
const overDimension: readonly Row[] = [
  row('softmax(input, dim=, _stacklevel=, dtype=)', (session, args) => {
    const x = typed(session, args)
    return softmax(session, along(session, args.name, x, args.get('dim')))
  }),
  row('log_softmax(input, dim=, _stacklevel=, dtype=)', (session, args) => {
    const x = typed(session, args)
    return logSoftmax(session, x, along(session, args.name, x, args.get('dim')).int('dim', 0))
  }),
]

const typed = (session: Session, args: Bound): TensorValue => {
  const dtype = args.dtype()
  return dtype === null ? args.tensor('input') : cast(session, args.tensor('input'), dtype)
}

/** What `torch.nn.functional` has besides the functions that `torch` shares with it. */
export const functional: readonly Row[] = [
  ...activationRows,
  ...overDimension,
  ...lossRows,
  ...classificationRows,
  ...vectorRows,
  ...normalizationRows,
  row('linear(input, weight, bias=)', linear),
]
