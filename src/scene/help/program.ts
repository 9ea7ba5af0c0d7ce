import type { SyntaxNode, Tree } from '@lezer/common'

/** A program as it stands while it is written: its text, its tree (which may be broken), and what its last run left. */
export interface Program {
  readonly text: string
  readonly tree: Tree
  /** The variables that held a tensor when the last run ended, and the text of their shapes: `(4, 2)`. */
  readonly tensors: ReadonlyMap<string, string>
}

/** Where a program gives a name something. */
export type Binding =
  /** `import path as name`, `from path import member`: the whole path. */
  | { readonly kind: 'import'; readonly path: string }
  | { readonly kind: 'value'; readonly value: SyntaxNode }
  /** A parameter, with its annotation; a loop's variable; one of several targets. */
  | { readonly kind: 'unknown'; readonly annotation: SyntaxNode | null }
  | { readonly kind: 'function' | 'class'; readonly node: SyntaxNode }

/** A name that the program gives something, and where. */
export interface Bound {
  readonly name: string
  readonly at: number
  /** The function or class that the name belongs to; null at the outermost level. */
  readonly scope: SyntaxNode | null
  readonly binding: Binding
}

/** An attribute that a class gives its objects: `self.name = value`. */
export interface Attribute {
  readonly name: string
  readonly at: number
  readonly value: SyntaxNode | null
}

export const textOf = ({ text }: Program, node: { readonly from: number; readonly to: number }): string =>
  text.slice(node.from, node.to)

const children = (node: SyntaxNode): SyntaxNode[] => {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child)
  return found
}

/** The nearest node of one of these kinds around a node, itself excluded. */
export function around(node: SyntaxNode, kinds: readonly string[]): SyntaxNode | null {
  for (let at = node.parent; at !== null; at = at.parent) if (kinds.includes(at.name)) return at
  return null
}

/** The node that someone writing at a place is in: of what stands before it on its line, or, at the start of an indented line, of the line before. */
export function nodeAt({ text, tree }: Program, place: number): SyntaxNode {
  const line = text.slice(text.lastIndexOf('\n', place - 1) + 1, place)
  const end = line !== '' ? text.slice(0, place).trimEnd().length : place
  return tree.resolveInner(end, -1)
}

const scopes = ['FunctionDefinition', 'ClassDefinition', 'LambdaExpression']

function imported(program: Program, node: SyntaxNode): { name: string; path: string }[] {
  const words = textOf(program, node).replaceAll(/[()\\]/g, ' ')
  const from = /^from\s+([\w.]+)\s+import\s+(.*)$/s.exec(words)
  const list = from?.[2] ?? words.replace(/^import\s+/, '')
  return list.split(',').flatMap((part) => {
    const [, path, alias] = /^\s*([\w.]+)(?:\s+as\s+(\w+))?\s*$/.exec(part) ?? []
    if (path === undefined) return []
    if (from !== null) return [{ name: alias ?? path, path: `${from[1]}.${path}` }]
    const first = path.split('.')[0] ?? path
    return [alias === undefined ? { name: first, path: first } : { name: alias, path }]
  })
}

/** The names among the targets of a statement, each with its value where there is one target and one value. */
function assigned(node: SyntaxNode): { name: SyntaxNode; value: SyntaxNode | null; annotation: SyntaxNode | null }[] {
  const parts = children(node)
  const last = parts.findLastIndex(({ name }) => name === 'AssignOp')
  const value = last >= 0 && parts.length === last + 2 ? (parts[last + 1] ?? null) : null
  const targets = last < 0 ? parts : parts.slice(0, last)
  const several = targets.some(({ name }) => name === ',' || name === 'TupleExpression')
  const annotation = targets.find(({ name }) => name === 'TypeDef')?.lastChild ?? null
  const names = targets.flatMap((target) => (target.name === 'TupleExpression' ? children(target) : [target]))
  return names
    .filter(({ name }) => name === 'VariableName')
    .map((name) => ({ name, value: several ? null : value, annotation }))
}

function parameters(list: SyntaxNode): { name: SyntaxNode; annotation: SyntaxNode | null }[] {
  const parts = children(list)
  return parts.flatMap((part, i) => {
    const before = parts[i - 1]
    if (part.name !== 'VariableName' || before?.name === 'AssignOp') return []
    const after = parts[i + 1]
    return [{ name: part, annotation: after?.name === 'TypeDef' ? after.lastChild : null }]
  })
}

/** What a loop or a `with` names: the names before `in` or after `as`. */
function walked(node: SyntaxNode): SyntaxNode[] {
  const parts = children(node)
  if (node.name === 'WithStatement')
    return parts.filter(({ name }, i) => name === 'VariableName' && parts[i - 1]?.name === 'as')
  const until = parts.findIndex(({ name }) => name === 'in')
  return parts
    .slice(0, Math.max(until, 0))
    .flatMap((part) => (part.name === 'TupleExpression' ? children(part) : [part]))
    .filter(({ name }) => name === 'VariableName')
}

const unknown: Binding = { kind: 'unknown', annotation: null }

function boundBy(program: Program, node: SyntaxNode): { name: string; at: number; binding: Binding }[] {
  const bind = (name: SyntaxNode, binding: Binding) => ({ name: textOf(program, name), at: name.from, binding })
  switch (node.name) {
    case 'ImportStatement':
      return imported(program, node).map(({ name, path }) => ({
        name,
        at: node.from,
        binding: { kind: 'import', path },
      }))
    case 'AssignStatement':
      return assigned(node).map(({ name, value, annotation }) =>
        bind(name, value === null ? { kind: 'unknown', annotation } : { kind: 'value', value }),
      )
    case 'FunctionDefinition':
    case 'ClassDefinition': {
      const name = node.getChild('VariableName')
      return name === null ? [] : [bind(name, { kind: node.name === 'ClassDefinition' ? 'class' : 'function', node })]
    }
    case 'ParamList':
      return parameters(node).map(({ name, annotation }) => bind(name, { kind: 'unknown', annotation }))
    case 'ForStatement':
    case 'WithStatement':
    case 'ArrayComprehensionExpression':
    case 'ComprehensionExpression':
      return walked(node).map((name) => bind(name, unknown))
    default:
      return []
  }
}

const known = new WeakMap<Tree, readonly Bound[]>()

/** Every name that a program gives something, in the order of the text. */
export function namesOf(program: Program): readonly Bound[] {
  const before = known.get(program.tree)
  if (before !== undefined) return before
  const found: Bound[] = []
  program.tree.iterate({
    enter: (ref) => {
      const made = boundBy(program, ref.node)
      if (made.length === 0) return
      const scope = around(ref.node, scopes)
      for (const each of made) found.push({ ...each, scope })
    },
  })
  found.sort((a, b) => a.at - b.at)
  known.set(program.tree, found)
  return found
}

/** Whether a place is inside a function or class, or this is the outermost level. Names of a class are seen only in it. */
function sees(scope: SyntaxNode | null, inner: SyntaxNode): boolean {
  if (scope === null) return true
  const nearest = around(inner, scopes)
  for (let at: SyntaxNode | null = inner; at !== null; at = at.parent)
    if (at.from === scope.from && at.name === scope.name)
      return scope.name !== 'ClassDefinition' || (nearest !== null && nearest.from === scope.from)
  return false
}

/** The names that can be used at a node, the innermost scope first, and in it the one given last before the node first. */
export function visibleAt(program: Program, node: SyntaxNode): Bound[] {
  const depth = (scope: SyntaxNode | null): number => {
    let levels = 0
    for (let at = scope; at !== null; at = around(at, scopes)) levels++
    return levels
  }
  const late = ({ at }: Bound): number => (at < node.from ? at : at - program.text.length)
  return namesOf(program)
    .filter(({ scope }) => sees(scope, node))
    .sort((a, b) => depth(b.scope) - depth(a.scope) || late(b) - late(a))
}

/** The attributes that the methods of a class give its objects, each where it is given first. */
export function attributesOf(program: Program, type: SyntaxNode): Attribute[] {
  const found = new Map<string, Attribute>()
  program.tree.iterate({
    from: type.from,
    to: type.to,
    enter: (ref) => {
      if (ref.name !== 'AssignStatement') return
      const parts = children(ref.node)
      const last = parts.findLastIndex(({ name }) => name === 'AssignOp')
      const value = last === 1 && parts.length === 3 ? (parts[2] ?? null) : null
      for (const target of parts.slice(0, Math.max(last, 0))) {
        const [object, , property] = children(target)
        if (target.name !== 'MemberExpression' || object === undefined || property?.name !== 'PropertyName') continue
        const name = textOf(program, property)
        if (textOf(program, object) === 'self' && !found.has(name)) found.set(name, { name, at: property.from, value })
      }
    },
  })
  return [...found.values()]
}

/** The functions defined directly in a class, by name. */
export function methodsOf(program: Program, type: SyntaxNode): { readonly name: string; readonly node: SyntaxNode }[] {
  const body = type.getChild('Body')
  if (body === null) return []
  return children(body)
    .map((child) => (child.name === 'DecoratedStatement' ? (child.getChild('FunctionDefinition') ?? child) : child))
    .flatMap((child) => {
      const name = child.name === 'FunctionDefinition' ? child.getChild('VariableName') : null
      return name === null ? [] : [{ name: textOf(program, name), node: child }]
    })
}

/** The classes that a class inherits from, as expressions. */
export function basesOf(type: SyntaxNode): SyntaxNode[] {
  const list = type.getChild('ArgList')
  return list === null
    ? []
    : children(list).filter(({ name }) => name === 'VariableName' || name === 'MemberExpression')
}

/** The signature of a function of the program, as it is written, without `self`. */
export function signatureOf(program: Program, definition: SyntaxNode): string {
  const [name, list] = [definition.getChild('VariableName'), definition.getChild('ParamList')]
  if (name === null || list === null) return ''
  const inner = textOf(program, list).slice(1, -1).replaceAll(/\s+/g, ' ')
  return `${textOf(program, name)}(${inner.replace(/^\s*self\s*(,\s*|$)/, '').trim()})`
}
