import type { SyntaxNode } from '@lezer/common'
import type { Argument, Expression, Place } from './ast.ts'
import { childrenOf, type Read, type Source } from './source.ts'
import { malformed } from './syntax.ts'

type Comprehension = (source: Source, nodes: readonly SyntaxNode[], place: Place) => Expression

/** The arguments of a call, in an order that Python allows. `comprehension` reads `f(x for x in y)`. */
export function argumentsOf(source: Source, list: SyntaxNode, read: Read, comprehension: Comprehension): Argument[] {
  const groups = splitArguments(childrenOf(list).slice(1, -1))
  const args = groups.map((group): Argument => {
    const [first, second, third] = group
    if (first === undefined) return malformed('invalid syntax', list, 'An argument is missing.')
    if (first.name === '*') return { kind: 'star', value: read(source, second!) }
    if (first.name === '**') return { kind: 'double star', value: read(source, second!) }
    if (second?.name === 'AssignOp' && source.textOf(second) === ':=') {
      const place = source.place({ from: first.from, to: group.at(-1)!.to })
      return { kind: 'positional', value: walrusOf(source, group, place, read) }
    }
    if (second?.name === 'AssignOp') return keyword(source, first, third, read)
    if (second !== undefined) {
      const place = source.place({ from: first.from, to: group.at(-1)!.to })
      if (groups.length > 1) malformed('Generator expression must be parenthesized', place, 'Put it in brackets.')
      return { kind: 'positional', value: comprehension(source, group, place) }
    }
    return { kind: 'positional', value: read(source, first) }
  })
  checkOrder(args, groups, list)
  return args
}

/** Arguments between commas; those between `for` and `in` belong to a comprehension. */
function splitArguments(nodes: readonly SyntaxNode[]): SyntaxNode[][] {
  const groups: SyntaxNode[][] = [[]]
  let naming = false
  for (const node of nodes) {
    if (node.name === 'for') naming = true
    if (node.name === 'in') naming = false
    if (node.name === ',' && !naming) groups.push([])
    else groups.at(-1)!.push(node)
  }
  if (groups.at(-1)!.length === 0) groups.pop()
  return groups
}

/** `name := value`: the name belongs to the function around. */
export function walrusOf(source: Source, group: readonly SyntaxNode[], place: Place, read: Read): Expression {
  const [first, , third] = group
  if (first?.name !== 'VariableName' || third === undefined)
    return malformed('cannot use assignment expressions here', place, 'Only a name can stand before :=.')
  const name = source.nameOf(first)
  source.frame.walrus.push(name)
  return { kind: 'walrus', name, value: read(source, third), ...place }
}

function keyword(source: Source, first: SyntaxNode, value: SyntaxNode | undefined, read: Read): Argument {
  if (first.name !== 'VariableName' || value === undefined)
    return malformed(
      'expression cannot contain assignment, perhaps you meant "=="?',
      first,
      'Only a name can stand before =.',
    )
  return { kind: 'keyword', name: source.textOf(first), value: read(source, value) }
}

function checkOrder(args: readonly Argument[], groups: readonly (readonly SyntaxNode[])[], list: SyntaxNode): void {
  const names = new Set<string>()
  let unpacked = false
  args.forEach((arg, i) => {
    if (arg.kind === 'double star') unpacked = true
    if (unpacked && (arg.kind === 'positional' || arg.kind === 'star'))
      malformed(
        arg.kind === 'star'
          ? 'iterable argument unpacking follows keyword argument unpacking'
          : 'positional argument follows keyword argument unpacking',
        { from: list.to - 1, to: list.to },
        'Put arguments without a name first.',
      )
    if (arg.kind === 'positional' && names.size > 0)
      malformed(
        'positional argument follows keyword argument',
        { from: list.to - 1, to: list.to },
        'Put arguments without a name first.',
      )
    if (arg.kind !== 'keyword') return
    if (names.has(arg.name))
      malformed(`keyword argument repeated: ${arg.name}`, groups[i]![0]!, 'Name each argument once.')
    names.add(arg.name)
  })
}
