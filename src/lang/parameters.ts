import type { SyntaxNode } from '@lezer/common'
import type { Parameter } from './ast.ts'
import { childrenOf, type Read, type Source, splitAt } from './source.ts'
import { malformed } from './syntax.ts'

/** The parameters of a function or lambda, with Python's rules on their order. */
export function parametersOf(source: Source, list: SyntaxNode, read: Read): Parameter[] {
  const nodes = childrenOf(list).filter((node) => node.name !== '(' && node.name !== ')' && node.name !== 'TypeDef')
  const parameters: Parameter[] = []
  let keywordOnly = false
  for (const group of splitAt(nodes, ',')) {
    const [first, second, third] = group
    if (first === undefined) return malformed('invalid syntax', list, 'A parameter is missing.')
    if (first.name === '/') continue
    if (first.name === '**') malformed('**keywords are not supported here', first, 'Name the parameters.')
    if (first.name === '*') {
      keywordOnly = true
      if (second !== undefined) parameters.push({ name: source.textOf(second), initial: null, kind: 'rest' })
      continue
    }
    const initial = second?.name === 'AssignOp' && third !== undefined ? read(source, third) : null
    const name = source.textOf(first)
    if (parameters.some((parameter) => parameter.name === name))
      malformed(`duplicate argument '${name}' in function definition`, first, 'Give each parameter its own name.')
    if (initial === null && !keywordOnly && parameters.some((parameter) => parameter.initial !== null))
      malformed('non-default argument follows default argument', first, 'Put parameters with a default last.')
    parameters.push({ name, initial, kind: keywordOnly ? 'keyword' : 'positional' })
  }
  return parameters
}
