import type { SyntaxNode, Tree } from '@lezer/common'
import type { Span } from '../../core/graph.ts'
import { childrenOf, splitAt } from '../source.ts'

/** A number that a program writes down, wherever it then stands for something. */
export interface Written {
  readonly value: number
  readonly place: Span
  /** The name it is given, where it has one. */
  readonly name: string | null
}

/** A call with its arguments by place and by name. */
export interface Call {
  readonly node: SyntaxNode
  /** What is called, as it is written: `torch.optim.Adam`. */
  readonly callee: string
  readonly positional: readonly SyntaxNode[]
  readonly keywords: ReadonlyMap<string, SyntaxNode>
}

/** A program as it is written, errors and all: what it calls, and where a number comes from. Nothing is run. */
export interface Reading {
  readonly calls: readonly Call[]
  textOf(node: SyntaxNode): string
  /** All nodes of a kind, in the order of the text. */
  all(kind: string): readonly SyntaxNode[]
  /** The number an expression is: a literal, or a name that is given one literal and nothing else; null otherwise. */
  written(node: SyntaxNode | undefined): Written | null
  /** The one number that a name is given; null where it is given none, another one, or something else. */
  given(name: string): Written | null
}

/** The innermost node around one that has one of these kinds. */
export function around(node: SyntaxNode, ...kinds: readonly string[]): SyntaxNode | null {
  for (let outer = node.parent; outer !== null; outer = outer.parent) if (kinds.includes(outer.name)) return outer
  return null
}

/** Names are followed from call to definition no further than this. */
const farthest = 4

/** Reads a program by its syntax tree. */
export function readingOf(text: string, tree: Tree): Reading {
  const nodes = new Map<string, SyntaxNode[]>()
  tree.iterate({
    enter: ({ name, node }) => {
      nodes.set(name, [...(nodes.get(name) ?? []), node])
    },
  })
  const textOf = ({ from, to }: Span): string => text.slice(from, to)
  const all = (kind: string): readonly SyntaxNode[] => nodes.get(kind) ?? []
  const calls = all('CallExpression').map((node) => callOf(node, textOf))
  const values = valuesOf(all, textOf)

  const literal = (node: SyntaxNode, name: string | null): Written | null => {
    const value = Number(textOf(node).replace(/_|(?<=^-)\s+/g, ''))
    return Number.isNaN(value) ? null : { value, place: { from: node.from, to: node.to }, name }
  }
  const follow = (node: SyntaxNode | null | undefined, name: string | null, depth: number): Written | null => {
    if (node == null || depth > farthest) return null
    if (node.name === 'Number' || isNegative(node, textOf)) return literal(node, name)
    if (node.name !== 'VariableName') return null
    const parameter = parameterAt(node, textOf)
    if (parameter === null) return given(textOf(node), depth)
    const told = calls.flatMap((call) => argumentFor(parameter, call) ?? [])
    const [first, ...others] = told.length === 0 ? [parameter.initial] : told
    return others.length > 0 ? null : follow(first, parameter.name, depth + 1)
  }
  const given = (name: string, depth = 0): Written | null => {
    const [only, ...others] = values.get(name) ?? []
    return others.length > 0 ? null : follow(only, name, depth + 1)
  }
  return { calls, textOf, all, written: (node) => follow(node, null, 0), given: (name) => given(name) }
}

/** Whether an expression is `-` and a number. */
const isNegative = ({ name, firstChild, lastChild }: SyntaxNode, textOf: TextOf): boolean =>
  name === 'UnaryExpression' && firstChild !== null && textOf(firstChild) === '-' && lastChild?.name === 'Number'

type TextOf = (span: Span) => string

function callOf(node: SyntaxNode, textOf: TextOf): Call {
  const callee = node.firstChild === null ? '' : textOf(node.firstChild)
  const list = node.getChild('ArgList')
  const groups = list === null ? [] : splitAt(childrenOf(list).slice(1, -1), ',')
  const named = groups.filter(([, operator]) => operator?.name === 'AssignOp')
  return {
    node,
    callee,
    positional: groups.flatMap(([only, ...more]) => (only === undefined || more.length > 0 ? [] : [only])),
    keywords: new Map(named.flatMap(([name, , value]) => (name && value ? [[textOf(name), value] as const] : []))),
  }
}

/** What each name is given, wherever it is assigned; null where that is not one expression. */
function valuesOf(all: Reading['all'], textOf: TextOf): ReadonlyMap<string, readonly (SyntaxNode | null)[]> {
  const values = new Map<string, (SyntaxNode | null)[]>()
  const give = (target: SyntaxNode, value: SyntaxNode | null): void => {
    values.set(textOf(target), [...(values.get(textOf(target)) ?? []), value])
  }
  for (const statement of all('AssignStatement')) {
    const sides = splitAt(
      childrenOf(statement).filter(({ name }) => name !== 'TypeDef'),
      'AssignOp',
    )
    const right = splitAt(sides.at(-1) ?? [], ',')
    for (const side of sides.slice(0, -1)) {
      const left = splitAt(side, ',')
      left.forEach(([target], i) => {
        if (target !== undefined) give(target, left.length === right.length ? (right[i]?.[0] ?? null) : null)
      })
    }
  }
  for (const statement of all('ForStatement'))
    for (const child of childrenOf(statement)) {
      if (child.name === 'in') break
      give(child, null)
    }
  for (const changed of [...all('UpdateStatement'), ...all('NamedExpression')])
    if (changed.firstChild !== null) give(changed.firstChild, null)
  return values
}

/** A parameter of a function that takes its arguments by place or by name. */
interface Parameter {
  readonly name: string
  /** What the function is called by: of `__init__`, which alone matters in a class, the name of the class. */
  readonly callee: string
  readonly index: number
  readonly initial: SyntaxNode | null
}

/** The parameter that a name is, in the function around it; null where it is none. */
function parameterAt(node: SyntaxNode, textOf: TextOf): Parameter | null {
  const definition = around(node, 'FunctionDefinition')
  const list = definition?.getChild('ParamList')
  if (definition == null || list == null) return null
  const groups = splitAt(
    childrenOf(list)
      .slice(1, -1)
      .filter(({ name }) => name !== 'TypeDef'),
    ',',
  )
  const name = textOf(node)
  const at = groups.findIndex(([first]) => first !== undefined && textOf(first) === name)
  if (at < 0) return null
  const owner = around(definition, 'ClassDefinition')
  return {
    name,
    callee: textOf((owner ?? definition).getChild('VariableName') ?? definition),
    index: owner === null ? at : at - 1,
    initial: groups[at]?.[2] ?? null,
  }
}

/** What a call gives to a parameter; null where it is no call of its function, or leaves it out. */
function argumentFor({ name, callee, index }: Parameter, call: Call): SyntaxNode | null {
  if (call.callee !== callee) return null
  return call.keywords.get(name) ?? call.positional[index] ?? null
}
