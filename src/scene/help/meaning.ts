import type { SyntaxNode } from '@lezer/common'
import type { Entry } from '../../torch/documentation/entry.ts'
import { canonical, documentation, memberOf } from '../../torch/documentation/index.ts'
import { around, attributesOf, type Bound, basesOf, methodsOf, type Program, textOf, visibleAt } from './program.ts'

/** What an expression stands for, as far as the text tells. */
export type Meaning =
  /** A module, function or class that has a text. */
  | { readonly kind: 'documented'; readonly entry: Entry }
  /** An object of a class that has texts: `torch.Tensor`, `torch.nn.Linear`, `list`. */
  | { readonly kind: 'object'; readonly of: string }
  | { readonly kind: 'own class' | 'own object' | 'own function'; readonly node: SyntaxNode }

/** Names that everybody uses, where a program does not import them. */
const customary: ReadonlyMap<string, string> = new Map([
  ['torch', 'torch'],
  ['nn', 'torch.nn'],
  ['F', 'torch.nn.functional'],
  ['optim', 'torch.optim'],
  ['math', 'math'],
])

/** How far a name is followed: `a = b`, `b = c`, … */
const farthest = 12

const tensor: Meaning = { kind: 'object', of: 'torch.Tensor' }

const documented = (path: string): Meaning | null => {
  const entry = documentation.get(canonical(path))
  return entry === undefined ? null : { kind: 'documented', entry }
}

/** Whether a function gives a tensor, as its shape rule says. */
const givesTensor = ({ shape, path }: Entry): boolean =>
  path.startsWith('torch.') &&
  shape !== null &&
  !/→ (bool|int|float|number|dtype|torch\.Size|list)|tuple|pair/.test(shape)

/** What an attribute holds, where that is a tensor; all else stands for itself. */
export const heldBy = (meaning: Meaning | null): Meaning | null =>
  meaning?.kind === 'documented' && meaning.entry.kind === 'attribute' && givesTensor(meaning.entry) ? tensor : meaning

/** What an expression stands for; null where the text does not tell. */
export function meaningOf(program: Program, node: SyntaxNode, depth = 0): Meaning | null {
  if (depth > farthest) return null
  const inner = (child: SyntaxNode | null): Meaning | null =>
    child === null ? null : meaningOf(program, child, depth + 1)
  switch (node.name) {
    case 'VariableName':
      return named(program, node, depth)
    case 'PropertyName':
      return node.parent === null ? null : inner(node.parent)
    case 'MemberExpression': {
      const property = node.getChild('PropertyName')
      const object = heldBy(inner(node.firstChild))
      if (property !== null) return object === null ? null : memberIn(program, object, textOf(program, property), depth)
      // x[0] of a tensor is a tensor
      return object?.kind === 'object' && object.of === 'torch.Tensor' ? tensor : null
    }
    case 'CallExpression':
      return called(program, inner(node.firstChild), depth)
    case 'ParenthesizedExpression':
      return inner(node.getChild('(')?.nextSibling ?? null)
    case 'BinaryExpression':
    case 'UnaryExpression': {
      const sides = [node.firstChild, node.lastChild].map((side) => heldBy(inner(side)))
      return sides.some((side) => side?.kind === 'object' && side.of === 'torch.Tensor') ? tensor : null
    }
    case 'ArrayExpression':
    case 'ArrayComprehensionExpression':
      return { kind: 'object', of: 'list' }
    case 'TupleExpression':
      return { kind: 'object', of: 'tuple' }
    case 'DictionaryExpression':
      return { kind: 'object', of: 'dict' }
    case 'String':
    case 'FormatString':
      return { kind: 'object', of: 'str' }
    default:
      return null
  }
}

function called(program: Program, callee: Meaning | null, depth: number): Meaning | null {
  switch (callee?.kind) {
    case 'documented':
      if (callee.entry.kind === 'class') return { kind: 'object', of: callee.entry.path }
      return givesTensor(callee.entry) ? tensor : null
    case 'own class':
      return { kind: 'own object', node: callee.node }
    // a module that is called gives a tensor
    case 'object':
      return callee.of.startsWith('torch.nn.') ? tensor : null
    case 'own object':
      return inherited(program, callee.node, depth).some((path) => path === 'torch.nn.Module') ? tensor : null
    case 'own function':
    case undefined:
      return null
  }
}

/** The documented classes that a class of the program inherits from. */
export function inherited(program: Program, type: SyntaxNode, depth = 0): string[] {
  return basesOf(type).flatMap((base): string[] => {
    const meaning = meaningOf(program, base, depth + 1)
    if (meaning?.kind === 'documented') return [meaning.entry.path]
    return meaning?.kind === 'own class' ? inherited(program, meaning.node, depth + 1) : []
  })
}

/** The classes of the program that a class inherits from, itself first. */
export function lineage(program: Program, type: SyntaxNode, depth = 0): SyntaxNode[] {
  if (depth > farthest) return []
  return [
    type,
    ...basesOf(type).flatMap((base) => {
      const meaning = meaningOf(program, base, depth + 1)
      return meaning?.kind === 'own class' ? lineage(program, meaning.node, depth + 1) : []
    }),
  ]
}

function memberIn(program: Program, object: Meaning, name: string, depth: number): Meaning | null {
  switch (object.kind) {
    case 'documented': {
      const entry = memberOf(object.entry.path, name)
      return entry === null ? null : { kind: 'documented', entry }
    }
    case 'object': {
      const entry = memberOf(object.of, name)
      return entry === null ? null : { kind: 'documented', entry }
    }
    case 'own class':
    case 'own object': {
      for (const type of lineage(program, object.node)) {
        const value = attributesOf(program, type).find((each) => each.name === name)?.value
        if (value !== undefined && value !== null) return meaningOf(program, value, depth + 1)
        const method = methodsOf(program, type).find((each) => each.name === name)
        if (method !== undefined) return { kind: 'own function', node: method.node }
      }
      for (const path of inherited(program, object.node)) {
        const entry = memberOf(path, name)
        if (entry !== null) return { kind: 'documented', entry }
      }
      return null
    }
    case 'own function':
      return null
  }
}

function named(program: Program, node: SyntaxNode, depth: number): Meaning | null {
  const name = textOf(program, node)
  if (name === 'self') {
    const type = around(node, ['ClassDefinition'])
    if (type !== null) return { kind: 'own object', node: type }
  }
  const found = visibleAt(program, node).find((each) => each.name === name && !isBeingMade(each, node))
  if (found !== undefined) return boundTo(program, found, depth)
  if (program.tensors.has(name)) return tensor
  const path = customary.get(name)
  return documented(path ?? name)
}

/** Whether a name stands in the value that it is about to be given: the `x` at the right of `x = x + 1`. */
const isBeingMade = ({ binding }: Bound, { from, to }: SyntaxNode): boolean =>
  binding.kind === 'value' && binding.value.from <= from && to <= binding.value.to

function boundTo(program: Program, { name, scope, binding }: Bound, depth: number): Meaning | null {
  switch (binding.kind) {
    case 'import':
      return documented(binding.path)
    case 'function':
      return { kind: 'own function', node: binding.node }
    case 'class':
      return { kind: 'own class', node: binding.node }
    case 'value':
      return meaningOf(program, binding.value, depth + 1) ?? fromRun(program, name, scope)
    case 'unknown': {
      const annotated = binding.annotation === null ? null : meaningOf(program, binding.annotation, depth + 1)
      return called(program, annotated, depth) ?? fromRun(program, name, scope)
    }
  }
}

/** What a name is that the text does not tell of: a tensor, where the last run left one under that name or `forward` is given it. */
function fromRun(program: Program, name: string, scope: SyntaxNode | null): Meaning | null {
  const method = scope?.name === 'FunctionDefinition' ? scope.getChild('VariableName') : null
  return program.tensors.has(name) || (method !== null && textOf(program, method) === 'forward') ? tensor : null
}
