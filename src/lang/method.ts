import type { Arguments, Value } from '../torch/value.ts'
import type { Operating } from './operators.ts'

/** A method of one of Python's own classes: what it does with its object and arguments. */
export type Method<T> = (at: Operating, self: T, args: readonly Value[], keywords: Arguments['keywords']) => Value

/** The methods of a class by their names. */
export type Methods<T> = ReadonlyMap<string, Method<T>>

/** A table of methods. */
export const methodsFrom = <T>(table: Readonly<Record<string, Method<T>>>): Methods<T> => new Map(Object.entries(table))
