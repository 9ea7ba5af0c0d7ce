import type { Clash } from '../torch/clash.ts'
import { Raised, Stopped } from '../torch/raised.ts'
import type { InstanceValue, Value } from '../torch/value.ts'
import type { Expression, Place } from './ast.ts'
import { tooDeep } from './budget.ts'
import type { Machine } from './machine.ts'

/** Where an exception was first raised, and on what. */
interface Whence {
  readonly place: Place
  readonly doing: Expression | null
  readonly values: readonly Value[]
}

/** An exception that the program can hold: it was raised by the program, or caught by it. It keeps the place where it came from. */
export class Thrown extends Raised {
  readonly value: InstanceValue
  whence: Whence | null = null

  constructor(
    value: InstanceValue,
    type: string,
    message: string,
    hint: string | (() => string),
    clash: Clash | null = null,
  ) {
    super(type, message, hint, clash)
    this.value = value
  }
}

/** An error of the host as an exception of Python; null where no `except` and no `finally` may see it. */
export function catchable(error: unknown): Raised | null {
  if (error instanceof Stopped) return null
  if (error instanceof Raised) return error
  // A pattern would have to be compiled, for which the host's stack may have no room here.
  return error instanceof RangeError && !error.message.includes('length') ? tooDeep() : null
}

/** Where the program is now. */
export const whence = ({ place, doing, values }: Machine): Whence => ({ place, doing, values })

/** Goes back to where an exception came from, so that it is reported there. */
export function comeFrom(machine: Machine, { place, doing, values }: Whence): void {
  machine.place = place
  machine.doing = doing
  machine.values = values
}
