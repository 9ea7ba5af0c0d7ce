import type { SyntaxNode } from '@lezer/common'
import type { Parameter, Signature } from './ast.ts'
import { childrenOf, type Read, type Source, splitAt } from './source.ts'
import { malformed } from './syntax.ts'

/** The parameters of a function or lambda, with Python's rules on their order. */
export function signatureOf(source: Source, list: SyntaxNode, read: Read): Signature {
  const parameters = parametersOf(source, list, read)
  const named = (kind: Parameter['kind']): string | null =>
    parameters.find((parameter) => parameter.kind === kind)?.name ?? null
  const places = parameters.filter((parameter) => parameter.kind === 'positional')
  return {
    parameters,
    places,
    rest: named('rest'),
    keywords: named('keywords'),
    plain: places.length === parameters.length,
  }
}

function parametersOf(source: Source, list: SyntaxNode, read: Read): Parameter[] {
  const nodes = childrenOf(list).filter((node) => node.name !== '(' && node.name !== ')' && node.name !== 'TypeDef')
  const parameters: Parameter[] = []
  let keywordOnly = false
  for (const group of splitAt(nodes, ',')) {
    const [first, second, third] = group
    // Lezer leaves out the slash that ends parameters without a name.
    if (first === undefined && /\/\s*[,)]/.test(source.textOf(list))) continue
    if (first === undefined) return malformed('invalid syntax', list, 'A parameter is missing.')
    if (first.name === '/') continue
    const starred = first.name === '*' || first.name === '**'
    const initial = !starred && second?.name === 'AssignOp' && third !== undefined ? read(source, third) : null
    const named = starred ? second : first
    if (first.name === '*') keywordOnly = true
    if (named === undefined) continue
    const name = source.nameOf(named)
    if (parameters.some((parameter) => parameter.name === name))
      malformed(`duplicate argument '${name}' in function definition`, named, 'Give each parameter its own name.')
    if (starred) {
      parameters.push({ name, initial, kind: first.name === '*' ? 'rest' : 'keywords' })
      continue
    }
    if (initial === null && !keywordOnly && parameters.some((parameter) => parameter.initial !== null))
      malformed('non-default argument follows default argument', first, 'Put parameters with a default last.')
    parameters.push({ name, initial, kind: keywordOnly ? 'keyword' : 'positional' })
  }
  return parameters
}
