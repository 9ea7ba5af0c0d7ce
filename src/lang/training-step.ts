import type { Statement } from './ast.ts'
import { type Assignment, assignmentOf } from './reads.ts'

/**
 * Statements of a loop's body that only compute tensors from what names hold, and end with the backward pass of one of them, or with the
 * step of an optimizer after it.
 */
export interface TrainingStep {
  readonly from: number
  /** Up to the backward pass. */
  readonly statements: readonly Statement[]
  /** Those among them that reset gradients. */
  readonly resets: readonly Call[]
  /** `name.step()` right after it; null where there is none. */
  readonly update: Call | null
  /** The names they read and do not assign themselves, those they assign, and the one that is differentiated. */
  readonly reads: readonly string[]
  readonly assigns: readonly string[]
  readonly output: string
}

/** A statement that calls a method of what a name holds, without arguments. */
export interface Call {
  readonly name: string
  readonly statement: Statement
}

/** A statement as a call of one method; null for anything else. */
export function callOf(statement: Statement | undefined, method: string): Call | null {
  if (statement?.kind !== 'expression' || statement.value.kind !== 'call') return null
  const { callee, args } = statement.value
  if (callee.kind !== 'attribute' || callee.name !== method || args.length > 0) return null
  return callee.object.kind === 'name' ? { name: callee.object.name, statement } : null
}

/** The longest training steps of a body. */
export function trainingSteps(body: readonly Statement[]): TrainingStep[] {
  return body.flatMap((statement, last): TrainingStep[] => {
    const output = callOf(statement, 'backward')?.name
    if (output === undefined) return []
    let from = last
    const assignments: Assignment[] = []
    const resets: Call[] = []
    for (let i = last - 1; i >= 0; i--) {
      const assignment = assignmentOf(body[i]!)
      const reset = callOf(body[i], 'zero_grad')
      if (assignment !== null) assignments.unshift(assignment)
      else if (reset !== null) resets.unshift(reset)
      else break
      from = i
    }
    const assigns = [...new Set(assignments.map(({ name }) => name))]
    if (!assigns.includes(output)) return []
    const made = new Set<string>()
    const reads = new Set<string>()
    for (const assignment of assignments) {
      for (const name of assignment.reads) if (!made.has(name)) reads.add(name)
      made.add(assignment.name)
    }
    // A name that is read before the stretch gives it a value is another tensor in every turn.
    if (assigns.some((name) => reads.has(name))) return []
    const statements = body.slice(from, last + 1)
    const update = callOf(body[last + 1], 'step')
    return [{ from, statements, resets, update, reads: [...reads], assigns, output }]
  })
}
