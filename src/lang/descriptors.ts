import { raise } from '../torch/raised.ts'
import { none } from '../torch/value.ts'
import type { Builtin } from './builtin.ts'
import { superFrom } from './supers.ts'

const wrapper =
  (flavour: 'classmethod' | 'staticmethod'): Builtin =>
  (_, [get]) =>
    get === undefined
      ? raise('TypeError', `${flavour} expected 1 argument, got 0`, `Write @${flavour} above a def.`)
      : { kind: 'descriptor', flavour, get, set: null }

/** The classes that decorate methods. */
export const descriptors: Readonly<Record<string, Builtin>> = {
  staticmethod: wrapper('staticmethod'),
  classmethod: wrapper('classmethod'),
  property: (_, [get = none, set = none], keywords) => {
    const setter = keywords.get('fset') ?? set
    return {
      kind: 'descriptor',
      flavour: 'property',
      get: keywords.get('fget') ?? get,
      set: setter.kind === 'none' ? null : setter,
    }
  },
  super: (_, [type, self]) =>
    type === undefined || self === undefined
      ? raise('RuntimeError', 'super(): no arguments', 'Write super() in a method of a class.')
      : superFrom(type, self),
}
