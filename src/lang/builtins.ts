import { plainClass } from '../torch/classes.ts'
import type { Value } from '../torch/value.ts'
import { str } from '../torch/value.ts'
import { asking } from './asking.ts'
import type { Builtin } from './builtin.ts'
import { converting } from './converting.ts'
import { counting } from './counting.ts'
import { descriptors } from './descriptors.ts'
import { exceptionsOf } from './exceptions.ts'
import { objectClass } from './object.ts'
import type { Operating } from './operators.ts'

/** What Python knows without an import; its classes are told to the machine. */
export function builtinsOf(at: Operating): ReadonlyMap<string, Value> {
  const names = new Map<string, Value>([
    ['__name__', str('__main__')],
    ['NotImplemented', { kind: 'not_implemented' }],
    ['Ellipsis', { kind: 'ellipsis' }],
  ])
  const define = (table: Readonly<Record<string, Builtin>>): void => {
    for (const [name, f] of Object.entries(table))
      names.set(name, {
        kind: 'function',
        name,
        flavour: 'builtin',
        call: (args) => f(at, args.positional, args.keywords),
      })
  }
  define(counting)
  define(asking)
  at.types.set('object', objectClass(at))
  for (const [name, type] of exceptionsOf(at.session)) at.types.set(name, type)
  for (const [name, f] of Object.entries({ ...converting, ...descriptors }))
    at.types.set(
      name,
      plainClass(name, (args) => f(at, args.positional, args.keywords)),
    )
  for (const [name, type] of at.types) names.set(name, type)
  return names
}
