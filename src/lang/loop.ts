import type { Loop } from '../core/plan/planner.ts'
import type { Tensor } from '../core/tensor.ts'
import type { Statement } from './ast.ts'
import { assignedIn } from './names.ts'
import type { Scope } from './scope.ts'

type LoopStatement = Extract<Statement, { readonly kind: 'for' | 'while' }>

const assigned = new WeakMap<LoopStatement, readonly string[]>()

/** The names that a turn of a loop may give another value. */
function namesOf(statement: LoopStatement): readonly string[] {
  const known = assigned.get(statement) ?? [...new Set(assignedIn([statement]))]
  assigned.set(statement, known)
  return known
}

/** A loop of the program as its plan sees it: which numbers its names hold at the end of a turn. */
export function loopOf(scope: Scope, statement: LoopStatement): Loop {
  const names = namesOf(statement)
  return {
    id: statement.from,
    *held(): Generator<Tensor, void, undefined> {
      for (const name of names) {
        const value = scope.names.get(name)
        if (value?.kind === 'tensor') yield value.node.value
      }
    },
  }
}
