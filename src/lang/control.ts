import type { Statement } from './ast.ts'

/** Whether a program repeats statements, and whether it chooses between them. */
export interface Control {
  readonly loops: boolean
  readonly branches: boolean
}

export const noControl: Control = { loops: false, branches: false }

const either = (p: Control, q: Control): Control => ({
  loops: p.loops || q.loops,
  branches: p.branches || q.branches,
})

/** The control flow of a program's statements, functions and nested blocks included. */
export const controlOf = (statements: readonly Statement[]): Control =>
  statements.reduce((control, statement) => either(control, within(statement)), noControl)

function within(statement: Statement): Control {
  switch (statement.kind) {
    case 'if':
      return {
        ...controlOf([...statement.branches.flatMap(({ body }) => body), ...statement.otherwise]),
        branches: true,
      }
    case 'while':
    case 'for':
      return { ...controlOf([...statement.body, ...statement.otherwise]), loops: true }
    case 'with':
      return controlOf(statement.body)
    case 'try':
      return controlOf([
        ...statement.body,
        ...statement.handlers.flatMap(({ body }) => body),
        ...statement.otherwise,
        ...statement.final,
      ])
    case 'def':
    case 'class':
      return controlOf(statement.definition.body)
    case 'expression':
    case 'assign':
    case 'update':
    case 'return':
    case 'assert':
    case 'raise':
    case 'yield':
    case 'delete':
    case 'import':
    case 'pass':
    case 'break':
    case 'continue':
    case 'unsupported':
      return noControl
  }
}
