import type { Expression, Target } from './ast.ts'
import type { Source } from './source.ts'
import { malformed } from './syntax.ts'

/** What Python calls an expression that cannot be assigned to. */
function described(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
    case 'string':
      return 'literal'
    case 'format':
      return 'f-string expression'
    case 'constant':
      return expression.name === '...' ? 'ellipsis' : expression.name
    case 'call':
    case 'super':
      return 'function call'
    case 'set':
      return 'set display'
    case 'walrus':
      return 'named expression'
    case 'lambda':
      return 'lambda'
    case 'conditional':
      return 'conditional expression'
    case 'compare':
      return 'comparison'
    case 'dict':
      return 'dict literal'
    case 'comprehension':
      return expression.of === 'generator' ? 'generator expression' : `${expression.of} comprehension`
    case 'dict comprehension':
      return 'dict comprehension'
    case 'tuple':
    case 'list':
    case 'name':
    case 'attribute':
    case 'subscript':
      return expression.kind
    case 'binary':
    case 'logic':
    case 'unary':
    case 'slice':
    case 'star':
    case 'unsupported':
      return 'expression'
  }
}

/** Kinds for which Python asks whether == was meant. */
const perhapsEqual = ['number', 'string', 'format', 'call', 'binary', 'dict', 'comprehension']

type Situation = 'alone' | 'first' | 'later' | 'in a for loop' | 'delete'

function refuse(expression: Expression, situation: Situation): never {
  const what = described(expression)
  const verb = situation === 'delete' ? 'delete' : 'assign to'
  const arithmetic = expression.kind === 'unary' && expression.operator !== 'not'
  const ask = situation === 'first' && (perhapsEqual.includes(expression.kind) || arithmetic || what === 'ellipsis')
  const question = ask ? " here. Maybe you meant '==' instead of '='?" : ''
  return malformed(`cannot ${verb} ${what}${question}`, expression, 'Only a name, x.grad or x[i] can stand left of =.')
}

/** An expression as the left side of an assignment, or Python's refusal. */
export function targetOf(source: Source, expression: Expression, situation: Situation = 'first'): Target {
  const { from, to, line } = expression
  const place = { from, to, line }
  switch (expression.kind) {
    case 'name':
      return { kind: 'name', name: expression.name, ...place }
    case 'attribute':
      return { kind: 'attribute', object: expression.object, name: expression.name, ...place }
    case 'subscript':
      return { kind: 'subscript', object: expression.object, index: expression.index, ...place }
    case 'tuple':
    case 'list': {
      const inner: Situation = expression.kind === 'list' || source.text[from] === '(' ? 'alone' : situation
      const starred = expression.items.findIndex((item) => item.kind === 'star')
      if (expression.items.filter((item) => item.kind === 'star').length > 1)
        malformed('multiple starred expressions in assignment', place, 'Only one name may take the rest.')
      const items = expression.items.map((item) => targetOf(source, item.kind === 'star' ? item.value : item, inner))
      return { kind: 'targets', items, starred, ...place }
    }
    case 'star':
      return malformed('starred assignment target must be in a list or tuple', place, 'Put a comma after it.')
    case 'number':
    case 'string':
    case 'format':
    case 'constant':
    case 'call':
    case 'lambda':
    case 'conditional':
    case 'compare':
    case 'dict':
    case 'comprehension':
    case 'dict comprehension':
    case 'set':
    case 'super':
    case 'walrus':
    case 'binary':
    case 'logic':
    case 'unary':
    case 'slice':
    case 'unsupported':
      return refuse(expression, situation)
  }
}

/** The left side of `+=`: one name, attribute or element. */
export function updateTargetOf(source: Source, expression: Expression): Target {
  const target = ['name', 'attribute', 'subscript'].includes(expression.kind) ? targetOf(source, expression) : null
  return (
    target ??
    malformed(
      `'${described(expression)}' is an illegal expression for augmented assignment`,
      expression,
      'Only a name, x.grad or x[i] can be updated.',
    )
  )
}
