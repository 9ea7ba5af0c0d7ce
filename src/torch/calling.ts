import { member } from './classes.ts'
import { raise } from './raised.ts'
import type { Bound } from './signature.ts'
import { type Arguments, typeName, type Value } from './value.ts'

const noKeywords: Arguments['keywords'] = new Map()

/** Arguments given by place alone. */
export const places = (...positional: readonly Value[]): Arguments => ({ positional, keywords: noKeywords })

/** Calls what PyTorch was handed by the program: a function, a class, or an object with `__call__`. */
export function callValue(callee: Value, args: Arguments): Value {
  if (callee.kind === 'function') return callee.call(args)
  if (callee.kind === 'type' && callee.call !== null) return callee.call(args)
  if (callee.kind === 'instance') {
    const call = member(callee.type, '__call__')
    if (call?.kind === 'function') return call.call({ ...args, positional: [callee, ...args.positional] })
  }
  return raise('TypeError', `'${typeName(callee)}' object is not callable`, 'Give a function.')
}

/** A parameter that is called, as a function of its arguments by place. */
export function called(args: Bound, name: string): (...positional: readonly Value[]) => Value {
  const value = args.value(name)
  return (...positional) => callValue(value, places(...positional))
}
