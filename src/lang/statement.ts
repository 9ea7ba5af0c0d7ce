import type { SyntaxNode } from '@lezer/common'
import { argumentsOf } from './arguments.ts'
import type { Branch, Expression, Place, Statement, Target } from './ast.ts'
import { comprehension, expressionOf, expressionsOf } from './expression.ts'
import { importsOf } from './imports.ts'
import { assignedIn } from './names.ts'
import { signatureOf } from './parameters.ts'
import { childrenOf, type Source, splitAt } from './source.ts'
import { malformed } from './syntax.ts'
import { targetOf, updateTargetOf } from './target.ts'
import { handled } from './trying.ts'
import { updates } from './updates.ts'

/** What surrounds a statement: only some may stand inside loops and functions. */
export interface Surroundings {
  readonly loop: boolean
  readonly function: boolean
}

/** The statements of a body or of the whole program. */
export function statementsOf(source: Source, nodes: readonly SyntaxNode[], around: Surroundings): Statement[] {
  return nodes.flatMap((node) => source.nest(node, () => read(source, node, around)))
}

const bodyOf = (source: Source, body: SyntaxNode, around: Surroundings): Statement[] =>
  statementsOf(
    source,
    childrenOf(body).filter((node) => node.name !== ':'),
    around,
  )

const unsupported = (what: string, hint: string, place: Place): Statement[] => [
  { kind: 'unsupported', what, hint, ...place },
]

function read(source: Source, node: SyntaxNode, around: Surroundings): Statement[] {
  const place = source.place(node)
  const children = childrenOf(node)
  const rest = children.slice(1)
  switch (node.name) {
    case 'StatementGroup':
      return statementsOf(
        source,
        children.filter((child) => child.name !== ';'),
        around,
      )
    case 'ExpressionStatement':
      return [{ kind: 'expression', value: expressionsOf(source, children), ...place }]
    case 'AssignStatement':
      return assignment(source, children, around, place)
    case 'UpdateStatement':
      return update(source, children, place)
    case 'IfStatement':
      return [conditional(source, children, around, place)]
    case 'WhileStatement':
      return [
        {
          kind: 'while',
          test: expressionOf(source, children[1]!),
          body: bodyOf(source, children[2]!, { ...around, loop: true }),
          otherwise: otherwise(source, children, around),
          ...place,
        },
      ]
    case 'ForStatement':
      return loop(source, children, around, place)
    case 'WithStatement':
      return context(source, children, around, place)
    case 'FunctionDefinition':
      return definition(source, children, [], place)
    case 'ClassDefinition':
      return [classDefinition(source, children, [], place)]
    case 'DecoratedStatement':
      return decorated(source, children, place)
    case 'PassStatement':
      return [{ kind: 'pass', ...place }]
    case 'BreakStatement':
      if (!around.loop) malformed("'break' outside loop", place, 'break ends a for or while loop.')
      return [{ kind: 'break', ...place }]
    case 'ContinueStatement':
      if (!around.loop)
        malformed("'continue' not properly in loop", place, 'continue goes on with the next turn of a loop.')
      return [{ kind: 'continue', ...place }]
    case 'ReturnStatement':
      if (!around.function) malformed("'return' outside function", place, 'return ends a function.')
      return [{ kind: 'return', value: rest.length === 0 ? null : expressionsOf(source, rest), ...place }]
    case 'AssertStatement': {
      const [test, message] = splitAt(rest, ',').map((group) => expressionOf(source, group[0]!))
      return [{ kind: 'assert', test: test!, message: message ?? null, ...place }]
    }
    case 'DeleteStatement': {
      const targets = splitAt(rest, ',').map((group) => targetOf(source, expressionOf(source, group[0]!), 'delete'))
      return [{ kind: 'delete', targets, ...place }]
    }
    case 'ImportStatement':
      return importsOf(source, children, place)
    case 'PrintStatement':
      return malformed("Missing parentheses in call to 'print'. Did you mean print(...)?", place, 'Write print(...).')
    case 'TryStatement':
      return [handled(source, children, place, (body) => bodyOf(source, body, around))]
    case 'RaiseStatement': {
      const from = rest.findIndex((child) => child.name === 'from')
      const [value, cause] = from < 0 ? [rest, []] : [rest.slice(0, from), rest.slice(from + 1)]
      const read = (part: readonly SyntaxNode[]): Expression | null =>
        part.length === 0 ? null : expressionsOf(source, part)
      return [{ kind: 'raise', value: read(value), cause: read(cause), ...place }]
    }
    case 'YieldStatement':
      return [yielded(source, rest, [], around, place)]
    case 'ScopeStatement':
      return scoped(source, children, around, place)
    case 'MatchStatement':
      return unsupported('match', 'Use if and elif.', place)
    case 'TypeDefinition':
      return unsupported('type aliases', 'Leave it out: types are not checked.', place)
    default:
      return malformed('invalid syntax', node, 'Python cannot read this.')
  }
}

function assignment(source: Source, children: readonly SyntaxNode[], around: Surroundings, place: Place): Statement[] {
  const parts: SyntaxNode[][] = [[]]
  let equals = 0
  for (const child of children) {
    if (child.name === 'TypeDef') continue
    if (child.name === 'AssignOp') {
      if (source.textOf(child) === ':=') malformed('invalid syntax', child, 'Write = to assign.')
      equals++
      parts.push([])
    } else parts.at(-1)!.push(child)
  }
  if (equals === 0) return [{ kind: 'pass', ...place }]
  const right = parts.at(-1)!
  const targets = parts.slice(0, -1).map((part, i): Target => {
    const last = i === parts.length - 2
    const written = splitAt(part, ',')
    if (written.length === 1 && part[0]!.name === '*' && part.length === 2)
      malformed('starred assignment target must be in a list or tuple', part[0]!, 'Put a comma after it.')
    return targetOf(source, expressionsOf(source, part), last && parts.length === 2 ? 'first' : 'later')
  })
  const [first] = right
  if (first?.name === 'YieldExpression') return [yielded(source, childrenOf(first).slice(1), targets, around, place)]
  return [{ kind: 'assign', targets, value: expressionsOf(source, right), ...place }]
}

function yielded(
  source: Source,
  rest: readonly SyntaxNode[],
  targets: readonly Target[],
  around: Surroundings,
  place: Place,
): Statement {
  if (!around.function) malformed("'yield' outside function", place, 'yield makes a function a generator.')
  source.frame.generator = true
  const all = rest[0]?.name === 'from'
  const values = (all ? rest.slice(1) : rest).filter((node) => node.from < node.to)
  return { kind: 'yield', all, value: values.length === 0 ? null : expressionsOf(source, values), targets, ...place }
}

function scoped(source: Source, children: readonly SyntaxNode[], around: Surroundings, place: Place): Statement[] {
  const kind = children[0]!.name === 'global' ? 'global' : 'nonlocal'
  if (kind === 'nonlocal' && !around.function)
    malformed(
      'nonlocal declaration not allowed at module level',
      place,
      'nonlocal belongs in a function in a function.',
    )
  for (const child of children.slice(1))
    if (child.name === 'VariableName' && around.function) source.frame.elsewhere.set(source.nameOf(child), kind)
  return [{ kind: 'pass', ...place }]
}

function update(source: Source, children: readonly SyntaxNode[], place: Place): Statement[] {
  const at = children.findIndex((child) => child.name === 'UpdateOp')
  const operator = updates.get(source.textOf(children[at]!))
  if (operator === undefined) return malformed('invalid syntax', children[at]!, 'Python has no such assignment.')
  const target = updateTargetOf(source, expressionsOf(source, children.slice(0, at)))
  return [{ kind: 'update', target, operator, value: expressionsOf(source, children.slice(at + 1)), ...place }]
}

function otherwise(source: Source, children: readonly SyntaxNode[], around: Surroundings): Statement[] {
  const at = children.findIndex((child) => child.name === 'else')
  return at < 0 ? [] : bodyOf(source, children[at + 1]!, around)
}

function conditional(source: Source, children: readonly SyntaxNode[], around: Surroundings, place: Place): Statement {
  const branches: Branch[] = []
  children.forEach((child, i) => {
    if (child.name === 'if' || child.name === 'elif')
      branches.push({ test: expressionOf(source, children[i + 1]!), body: bodyOf(source, children[i + 2]!, around) })
  })
  return { kind: 'if', branches, otherwise: otherwise(source, children, around), ...place }
}

function loop(source: Source, children: readonly SyntaxNode[], around: Surroundings, place: Place): Statement[] {
  if (children[0]!.name === 'async') return unsupported('asynchronous loops', 'Use a plain for.', place)
  const [at, body] = ['in', 'Body'].map((name) => children.findIndex((child) => child.name === name))
  return [
    {
      kind: 'for',
      target: targetOf(source, expressionsOf(source, children.slice(1, at)), 'in a for loop'),
      iterable: expressionsOf(source, children.slice(at! + 1, body)),
      body: bodyOf(source, children[body!]!, { ...around, loop: true }),
      otherwise: otherwise(source, children, around),
      ...place,
    },
  ]
}

function context(source: Source, children: readonly SyntaxNode[], around: Surroundings, place: Place): Statement[] {
  if (children[0]!.name === 'async') return unsupported('asynchronous contexts', 'Use a plain with.', place)
  const contexts = splitAt(children.slice(1, -1), ',').map((group) => ({
    value: expressionOf(source, group[0]!),
    target: group[2] === undefined ? null : targetOf(source, expressionOf(source, group[2])),
  }))
  return [{ kind: 'with', contexts, body: bodyOf(source, children.at(-1)!, around), ...place }]
}

function definition(
  source: Source,
  children: readonly SyntaxNode[],
  decorators: readonly Expression[],
  place: Place,
): Statement[] {
  if (children[0]!.name === 'async') return unsupported('asynchronous functions', 'Use a plain def.', place)
  const [named, list] = ['VariableName', 'ParamList'].map((kind) => children.find((child) => child.name === kind)!)
  const name = source.nameOf(named!)
  const qualname = source.qualified(name)
  const signature = signatureOf(source, list!, expressionOf)
  const { result: body, frame } = source.inFunction(name, () =>
    bodyOf(source, children.at(-1)!, { loop: false, function: true }),
  )
  const own = [...signature.parameters.map((parameter) => parameter.name), ...assignedIn(body), ...frame.walrus]
  const locals = new Set(own.filter((each) => !frame.elsewhere.has(each)))
  const elsewhere = frame.elsewhere.size === 0 ? null : frame.elsewhere
  const { generator } = frame
  const found = { name, qualname, signature, body, locals, elsewhere, generator, doc: docOf(body) }
  return [{ kind: 'def', definition: found, decorators, ...place }]
}

function docOf([first]: readonly Statement[]): string | null {
  return first?.kind === 'expression' && first.value.kind === 'string' ? first.value.text : null
}

function classDefinition(
  source: Source,
  children: readonly SyntaxNode[],
  decorators: readonly Expression[],
  place: Place,
): Statement {
  const [named, list] = ['VariableName', 'ArgList'].map((kind) => children.find((child) => child.name === kind))
  const name = source.nameOf(named!)
  const qualname = source.qualified(name)
  const bases = list === undefined ? [] : argumentsOf(source, list, expressionOf, comprehension)
  const block = children.at(-1)!
  const body = source.inClass(name, () => bodyOf(source, block, { loop: false, function: false }))
  const fields = childrenOf(block).flatMap((child) => {
    const [first, second] = childrenOf(child)
    return child.name === 'AssignStatement' && second?.name === 'TypeDef' ? [source.textOf(first!)] : []
  })
  return { kind: 'class', definition: { name, qualname, bases, body, fields, doc: docOf(body) }, decorators, ...place }
}

/** The function or class under its decorators. */
function decorated(source: Source, children: readonly SyntaxNode[], place: Place): Statement[] {
  const decorators = children.slice(0, -1).map((child) => decoratorOf(source, child))
  const under = children.at(-1)!
  const inner = childrenOf(under)
  return under.name === 'ClassDefinition'
    ? [classDefinition(source, inner, decorators, source.place(under))]
    : definition(source, inner, decorators, { ...place, line: source.place(under).line })
}

function decoratorOf(source: Source, node: SyntaxNode): Expression {
  const [, first, ...rest] = childrenOf(node).filter((child) => child.name !== '.')
  if (first === undefined) return malformed('invalid syntax', node, 'Name the decorator.')
  let found = expressionOf(source, first)
  for (const part of rest) {
    const place = source.place({ from: first.from, to: part.to })
    found =
      part.name === 'ArgList'
        ? { kind: 'call', callee: found, args: argumentsOf(source, part, expressionOf, comprehension), ...place }
        : { kind: 'attribute', object: found, name: source.nameOf(part), ...place }
  }
  return found
}
