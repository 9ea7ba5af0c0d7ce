import { raise } from '../torch/raised.ts'
import { typeName, type Value } from '../torch/value.ts'

const argumentsOf = (count: number): string => (count === 1 ? '1 argument' : `${count} arguments`)

/** Refuses a wrong number of arguments of a function written in C, in its words. */
export function takes(name: string, args: readonly Value[], least: number, most = least): void {
  if (args.length >= least && args.length <= most) return
  const few = args.length < least
  const message =
    least === most
      ? least === 1
        ? `${name}() takes exactly one argument (${args.length} given)`
        : `${name} expected ${argumentsOf(least)}, got ${args.length}`
      : `${name} expected at ${few ? 'least' : 'most'} ${argumentsOf(few ? least : most)}, got ${args.length}`
  raise('TypeError', message, 'Check what the function is called with.')
}

/** A whole number, or Python's refusal. */
export function whole(value: Value): number {
  if (value.kind === 'int' || value.kind === 'bool') return Number(value.value)
  return raise('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`, 'Use a whole number.')
}
