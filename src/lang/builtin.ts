import type { Arguments, Value } from '../torch/value.ts'
import type { Operating } from './operators.ts'

/** A function that Python knows by itself: what it does with its arguments. */
export type Builtin = (at: Operating, args: readonly Value[], keywords: Arguments['keywords']) => Value
