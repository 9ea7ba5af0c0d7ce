import { sizeOf, type Tensor, tensor } from '../core/tensor.ts'
import { called } from './calling.ts'
import { isFloating } from './dtype.ts'
import { severalOf } from './independent.ts'
import { jacobianRows } from './jacobian.ts'
import { printTensor } from './print.ts'
import { raise } from './raised.ts'
import { leaf, type Session, shapeOf, tensorOf } from './session.ts'
import { type Bound, type Row, row } from './signature.ts'
import { bool, type TensorValue, type Value } from './value.ts'

type Call = (...positional: readonly Value[]) => Value

const outputsOf = (call: Call, inputs: readonly Value[]): readonly TensorValue[] =>
  severalOf(call(...inputs))?.cells ?? []

/** (f(x + ε) − f(x − ε)) / 2ε for each entry of an input, a row for each, as PyTorch lays it out. */
function differences(
  session: Session,
  call: Call,
  inputs: readonly Value[],
  at: number,
  output: number,
  eps: number,
): Tensor {
  const input = inputs[at]
  if (input?.kind !== 'tensor') throw new Error('only tensors are nudged')
  const value = tensorOf(session, input)
  const near = (entry: number, by: number): Tensor => {
    const moved = tensor(value.data, value.shape, value.dtype)
    moved.data[entry] = moved.data[entry]! + by
    const result = outputsOf(call, inputs.with(at, leaf(session, moved)))[output]!
    return tensorOf(session, result)
  }
  const rows = Array.from(value.data, (_, entry) => {
    const [ahead, behind] = [near(entry, eps), near(entry, -eps)]
    return Array.from(ahead.data, (y, i) => (y - behind.data[i]!) / (2 * eps))
  })
  return tensor(rows.flat(), [rows.length, rows[0]?.length ?? 0], value.dtype)
}

/** The Jacobian by reverse mode in the same layout: a row for each entry of the input. */
function analytical(session: Session, output: TensorValue, input: TensorValue): Tensor {
  const [jacobian] = jacobianRows(session, output, [input], false)
  const [m, n] = [sizeOf(shapeOf(session, output)), sizeOf(shapeOf(session, input))]
  const { data, dtype } = tensorOf(session, jacobian!)
  return tensor(
    Array.from({ length: n * m }, (_, i) => data[(i % m) * n + Math.floor(i / m)]!),
    [n, m],
    dtype,
  )
}

function check(session: Session, args: Bound): Value {
  const call = called(args, 'func')
  const given = args.value('inputs')
  const inputs = given.kind === 'tuple' || given.kind === 'list' ? given.items : [given]
  const [eps, atol, rtol] = [args.number('eps', 1e-6), args.number('atol', 1e-5), args.number('rtol', 1e-3)]
  const asked = inputs.flatMap((each, i) => (each.kind === 'tensor' && each.requiresGrad ? [{ each, i }] : []))
  if (asked.length === 0)
    raise(
      'ValueError',
      'gradcheck expects at least one input tensor to require gradient, but none of the them have requires_grad=True.',
      'Give the inputs requires_grad=True.',
    )
  for (const [k, output] of outputsOf(call, inputs).entries()) {
    if (!output.requiresGrad || !isFloating(tensorOf(session, output).dtype)) continue
    for (const { each, i } of asked) {
      const measured = unrecorded(session, () => differences(session, call, inputs, i, k, eps))
      const computed = analytical(session, output, each)
      const fits = measured.data.every((y, at) => Math.abs(computed.data[at]! - y) <= atol + rtol * Math.abs(y))
      if (fits) continue
      if (!args.flag('raise_exception', true)) return bool(false)
      const text = (t: Tensor): string => printTensor(t, false, null)
      raise(
        'GradcheckError',
        `Jacobian mismatch for output ${k} with respect to input ${i},\nnumerical:${text(measured)}\nanalytical:${text(computed)}\n`,
        'The backward pass says something else than nudging the input does.',
      )
    }
  }
  return bool(true)
}

function unrecorded<T>(session: Session, compute: () => T): T {
  const mode = session.gradMode
  session.gradMode = false
  try {
    return compute()
  } finally {
    session.gradMode = mode
  }
}

/** `torch.autograd.gradcheck`: gradients against central differences. */
export const gradcheck: readonly Row[] = [
  row('gradcheck(func, inputs, *, eps=, atol=, rtol=, raise_exception=, check_undefined_grad=, fast_mode=)', check),
]
