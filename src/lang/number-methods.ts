import { raise } from '../torch/raised.ts'
import { bool, float, int, isNumber, type NumberValue, numberOf, tuple, type Value } from '../torch/value.ts'
import { type Methods, methodsFrom } from './method.ts'
import { exactInt } from './number.ts'

/** What is read from a number without a call. */
export function numberAttribute(value: NumberValue, name: string): Value | null {
  const part = (x: number): Value => (value.kind === 'float' ? float(x) : int(x))
  if (name === 'real' || (name === 'numerator' && value.kind !== 'float')) return part(numberOf(value))
  if (name === 'imag') return part(0)
  return name === 'denominator' && value.kind !== 'float' ? int(1) : null
}

/** A float as a fraction of whole numbers. */
function ratio(x: number): Value {
  if (!Number.isFinite(x))
    return Number.isNaN(x)
      ? raise('ValueError', 'cannot convert NaN to integer ratio', 'Use a finite number.')
      : raise('OverflowError', 'cannot convert Infinity to integer ratio', 'Use a finite number.')
  let [top, bottom] = [x, 1]
  while (!Number.isInteger(top)) {
    top *= 2
    bottom *= 2
  }
  return tuple([exactInt(top), exactInt(bottom)])
}

export const floatMethods: Methods<NumberValue> = methodsFrom<NumberValue>({
  is_integer: (_, self) => bool(Number.isInteger(numberOf(self))),
  as_integer_ratio: (_, self) => ratio(numberOf(self)),
  conjugate: (_, self) => self,
})

export const intMethods: Methods<NumberValue> = methodsFrom<NumberValue>({
  bit_length: (_, self) => int(numberOf(self) === 0 ? 0 : Math.abs(numberOf(self)).toString(2).length),
  bit_count: (_, self) => int(Math.abs(numberOf(self)).toString(2).replaceAll('0', '').length),
  as_integer_ratio: (_, self) => tuple([int(numberOf(self)), int(1)]),
  conjugate: (_, self) => int(isNumber(self) ? numberOf(self) : 0),
})
