import { elementwise } from '../binary.ts'
import { isFloating } from '../dtype.ts'
import { operandOf } from '../operand.ts'
import { raise } from '../raised.ts'
import { dtypeOf, type Session, tensorOf } from '../session.ts'
import type { Bound } from '../signature.ts'
import type { TensorValue } from '../value.ts'

/** A division of whole numbers by 0 stops the program. */
function checkDivisor(session: Session, x: TensorValue, by: TensorValue): void {
  const whole = !isFloating(dtypeOf(session, x)) && !isFloating(dtypeOf(session, by))
  if (whole && tensorOf(session, by).data.includes(0))
    raise('RuntimeError', 'ZeroDivisionError', 'A whole number cannot be divided by 0.')
}

const noDerivative = (session: Session, what: string, ...parts: readonly TensorValue[]): void => {
  if (session.gradMode && parts.some((part) => part.requiresGrad))
    raise(
      'NotImplementedError',
      `a gradient cannot flow through ${what} here`,
      'PyTorch has no derivative for it: detach() the tensor, or use torch.div(…, rounding_mode="floor").',
    )
}

/** The quotient rounded down or towards 0. `gradFn` null: as `//`, which has no derivative. */
export function quotient(
  session: Session,
  x: TensorValue,
  by: TensorValue,
  mode: 'floor' | 'trunc',
  gradFn: string | null,
): TensorValue {
  checkDivisor(session, x, by)
  if (gradFn === null) noDerivative(session, '//', x, by)
  return elementwise(session, mode === 'floor' ? 'floor_divide' : 'trunc_divide', x, by, gradFn ?? '')
}

/** What is left of a division, `x % by`. `numbers` says whether one side is a number: PyTorch names the derivative by it. */
export function remaining(
  session: Session,
  op: 'remainder' | 'fmod',
  x: TensorValue,
  by: TensorValue,
  number: 'left' | 'right' | null,
): TensorValue {
  checkDivisor(session, x, by)
  if (number === 'left') noDerivative(session, 'a number % a tensor', x, by)
  const name = op === 'fmod' ? 'Fmod' : 'Remainder'
  return elementwise(session, op, x, by, `${name}Backward${number === 'right' ? 0 : 1}`)
}

/** `torch.remainder` and `torch.fmod`. */
export function rest(session: Session, op: 'remainder' | 'fmod', args: Bound): TensorValue {
  const x = args.tensor('input')
  const by = args.value('other')
  return remaining(session, op, x, operandOf(session, args.name, by, x), by.kind === 'tensor' ? null : 'right')
}
