import type { FunctionValue, Value } from '../torch/value.ts'
import type { FunctionDefinition } from './ast.ts'
import { assignmentOf, readsOf } from './reads.ts'
import type { Scope } from './scope.ts'

/** A function of the program that only computes a value from its arguments and from what names around it hold. */
export interface Plain {
  /** Where the names are looked up. */
  readonly scope: Scope
  readonly reads: readonly string[]
  /** What its parameters hold where nothing else is given. */
  readonly initials: readonly Value[]
}

const known = new WeakMap<FunctionValue, Plain>()

/** The names around a function that it reads, if all it does is compute; else null. */
function readsBy({ signature, body, elsewhere, generator }: FunctionDefinition): readonly string[] | null {
  if (generator || elsewhere !== null) return null
  const own = new Set(signature.parameters.map(({ name }) => name))
  const reads = new Set<string>()
  const read = (names: readonly string[] | null): boolean => {
    for (const name of names ?? []) if (!own.has(name)) reads.add(name)
    return names !== null
  }
  for (const statement of body) {
    if (statement.kind === 'expression' && statement.value.kind === 'string') continue
    if (statement.kind === 'return') {
      if (statement.value === null || !read(readsOf(statement.value))) return null
      continue
    }
    const assignment = assignmentOf(statement)
    if (assignment === null || !read(assignment.reads)) return null
    own.add(assignment.name)
  }
  return [...reads]
}

/** Notes what a function does when it is made. */
export function notePlain(
  made: FunctionValue,
  definition: FunctionDefinition,
  scope: Scope,
  initials: readonly (Value | null)[],
): void {
  const reads = readsBy(definition)
  if (reads !== null) known.set(made, { scope, reads, initials: initials.filter((initial) => initial !== null) })
}

/** What is known of a function; null where it may do more than compute. */
export const plainOf = (f: FunctionValue): Plain | null => known.get(f) ?? null
