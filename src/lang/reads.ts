import type { Expression, Statement } from './ast.ts'

/** Attributes that do more than compute a tensor, or that change without being assigned. */
const active = new Set(['backward', 'register_hook', 'retain_grad', 'item', 'tolist', 'train', 'eval', 'apply', 'grad'])

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
