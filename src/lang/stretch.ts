import type { Expression, Statement } from './ast.ts'

/** Statements of a loop's body that only compute tensors from what names hold, and end with the backward pass of one of them. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly statements: readonly Statement[]
  /** Those among them that reset gradients. */
  readonly resets: readonly Statement[]
  /** The names they read and do not assign themselves, those they assign, and the one that is differentiated. */
  readonly reads: readonly string[]
  readonly assigns: readonly string[]
  readonly output: string
}

/** Methods that do more than compute a tensor. */
const active = new Set(['backward', 'register_hook', 'retain_grad', 'item', 'tolist', 'train', 'eval', 'apply'])

/** The names that an expression reads, if it can only compute tensors; else null. */
export function readsOf(expression: Expression): readonly string[] | null {
  switch (expression.kind) {
    case 'number':
    case 'string':
    case 'constant':
      return []
    case 'name':
      return [expression.name]
    case 'attribute':
      return active.has(expression.name) || expression.name.endsWith('_') ? null : readsOf(expression.object)
    case 'unary':
      return expression.operator === 'not' ? null : readsOf(expression.operand)
    case 'binary':
      return together([expression.left, expression.right])
    case 'call':
      return expression.args.some((arg) => arg.kind !== 'positional' && arg.kind !== 'keyword')
        ? null
        : together([expression.callee, ...expression.args.map((arg) => arg.value)])
    default:
      return null
  }
}

function together(parts: readonly Expression[]): readonly string[] | null {
  const all: string[] = []
  for (const part of parts) {
    const reads = readsOf(part)
    if (reads === null) return null
    all.push(...reads)
  }
  return all
}

/** The object of a call `object.name()` that stands as a statement; null for anything else. */
function bareCall(statement: Statement, name: string): Expression | null {
  if (statement.kind !== 'expression' || statement.value.kind !== 'call') return null
  const { callee, args } = statement.value
  return callee.kind === 'attribute' && callee.name === name && args.length === 0 ? callee.object : null
}

export interface Assignment {
  readonly name: string
  readonly reads: readonly string[]
}

/** A statement that gives one name what can only be computed; null for any other. */
export function assignmentOf(statement: Statement): Assignment | null {
  if (statement.kind !== 'assign') return null
  const [target, ...others] = statement.targets
  if (target?.kind !== 'name' || others.length > 0) return null
  const reads = readsOf(statement.value)
  return reads === null ? null : { name: target.name, reads }
}

/** The longest stretches of a body, each up to a backward pass. */
export function stretchesOf(body: readonly Statement[]): Stretch[] {
  return body.flatMap((statement, last): Stretch[] => {
    const output = bareCall(statement, 'backward')
    if (output?.kind !== 'name') return []
    let from = last
    const assignments: Assignment[] = []
    const resets: Statement[] = []
    for (let i = last - 1; i >= 0; i--) {
      const assignment = assignmentOf(body[i]!)
      if (assignment !== null) assignments.unshift(assignment)
      else if (bareCall(body[i]!, 'zero_grad')?.kind === 'name') resets.unshift(body[i]!)
      else break
      from = i
    }
    const assigns = [...new Set(assignments.map(({ name }) => name))]
    if (!assigns.includes(output.name)) return []
    const made = new Set<string>()
    const reads = new Set<string>()
    for (const assignment of assignments) {
      for (const name of assignment.reads) if (!made.has(name)) reads.add(name)
      made.add(assignment.name)
    }
    // A name that is read before the stretch gives it a value is another tensor in every turn.
    if (assigns.some((name) => reads.has(name))) return []
    const statements = body.slice(from, last + 1)
    return [{ from, to: last + 1, statements, resets, reads: [...reads], assigns, output: output.name }]
  })
}
