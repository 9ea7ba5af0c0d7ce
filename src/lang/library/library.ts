import type { Arguments, FunctionValue, ModuleValue, Value } from '../../torch/value.ts'
import type { Operating } from '../operators.ts'

/** What a function of a module does with its arguments. */
type Call = (args: readonly Value[], keywords: Arguments['keywords']) => Value

/** A function of one of Python's modules. */
export const native = (name: string, call: Call): FunctionValue => ({
  kind: 'function',
  name,
  flavour: 'builtin',
  call: ({ positional, keywords }) => call(positional, keywords),
})

/** Functions under their names, as members of a module or class. */
export const natives = (table: Readonly<Record<string, Call>>): Map<string, Value> =>
  new Map(Object.entries(table).map(([name, call]) => [name, native(name, call)]))

/** A module of Python for one program. */
export type Library = (at: Operating) => ModuleValue

/** A module with these members. */
export const moduleOf = (name: string, members: ReadonlyMap<string, Value>): ModuleValue => ({
  kind: 'module',
  name,
  members,
})
