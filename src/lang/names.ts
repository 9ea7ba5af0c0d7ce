import type { Statement, Target } from './ast.ts'

/** The names in what stands left of `=`, or between `for` and `in`. */
export function namesIn(target: Target): string[] {
  switch (target.kind) {
    case 'name':
      return [target.name]
    case 'targets':
      return target.items.flatMap(namesIn)
    case 'attribute':
    case 'subscript':
      return []
  }
}

/** The names that statements assign: in a function, these are its own. */
export function assignedIn(statements: readonly Statement[]): string[] {
  return statements.flatMap(assignedBy)
}

function assignedBy(statement: Statement): string[] {
  switch (statement.kind) {
    case 'assign':
    case 'delete':
    case 'yield':
      return statement.targets.flatMap(namesIn)
    case 'update':
      return namesIn(statement.target)
    case 'if':
      return [...statement.branches.flatMap((branch) => assignedIn(branch.body)), ...assignedIn(statement.otherwise)]
    case 'while':
      return [...assignedIn(statement.body), ...assignedIn(statement.otherwise)]
    case 'for':
      return [...namesIn(statement.target), ...assignedIn(statement.body), ...assignedIn(statement.otherwise)]
    case 'with':
      return [
        ...statement.contexts.flatMap((context) => (context.target === null ? [] : namesIn(context.target))),
        ...assignedIn(statement.body),
      ]
    case 'try':
      return [
        ...statement.handlers.flatMap(({ name, body }) => [...(name === null ? [] : [name]), ...assignedIn(body)]),
        ...assignedIn([...statement.body, ...statement.otherwise, ...statement.final]),
      ]
    case 'def':
    case 'class':
      return [statement.definition.name]
    case 'import':
      return [statement.name]
    case 'expression':
    case 'return':
    case 'raise':
    case 'assert':
    case 'pass':
    case 'break':
    case 'continue':
    case 'unsupported':
      return []
  }
}
