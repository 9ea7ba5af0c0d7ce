import { raise } from './raised.ts'
import type { Session } from './session.ts'
import { type Row, row } from './signature.ts'
import type { TensorValue } from './value.ts'

/** A function of a tensor and some whole numbers. */
export type Spread = (session: Session, x: TensorValue, numbers: readonly number[]) => TensorValue

/** The function: its numbers are one number or one tuple, `torch.flip(x, (0, 1))`. */
export const spreadFunction = (name: string, numbers: string, call: Spread): Row =>
  row(`${name}(input, ${numbers})`, (session, args) => call(session, args.tensor('input'), args.dims(numbers) ?? []))

/** The method: its numbers stand one by one or as one tuple, `x.flip(0, 1)`. */
export const spreadMethod = (name: string, numbers: string, call: Spread): Row =>
  row(`${name}(input, *${numbers})`, (session, args) => {
    if (args.rest.length === 0 && args.get(numbers) === null)
      raise(
        'TypeError',
        `${name}() missing 1 required positional arguments: "${numbers}"`,
        'Say which dimensions or sizes.',
      )
    return call(session, args.tensor('input'), args.shape(numbers))
  })
