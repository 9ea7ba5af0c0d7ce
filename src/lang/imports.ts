import type { SyntaxNode } from '@lezer/common'
import type { Place, Statement } from './ast.ts'
import { type Source, splitAt } from './source.ts'

const dotted = (source: Source, nodes: readonly SyntaxNode[]): { path: string; alias: string | null } => {
  const as = nodes.findIndex((node) => node.name === 'as')
  const path = (as < 0 ? nodes : nodes.slice(0, as)).map((node) => source.textOf(node)).join('')
  return { path, alias: as < 0 ? null : source.textOf(nodes[as + 1]!) }
}

/** `import a.b as c, d` and `from a import b as c`: one statement for each name it binds. */
export function importsOf(source: Source, children: readonly SyntaxNode[], place: Place): Statement[] {
  if (children[0]!.name === 'import')
    return splitAt(children.slice(1), ',').map((group): Statement => {
      const { path, alias } = dotted(source, group)
      // `import a.b` binds `a`; `import a.b as c` binds a.b itself.
      const [first = path] = path.split('.')
      return { kind: 'import', module: alias === null ? first : path, name: alias ?? first, member: null, ...place }
    })
  const at = children.findIndex((child) => child.name === 'import')
  const module = children
    .slice(1, at)
    .map((node) => source.textOf(node))
    .join('')
  const names = children.slice(at + 1).filter((node) => node.name !== '(' && node.name !== ')')
  return splitAt(names, ',').map((group): Statement => {
    const { path, alias } = dotted(source, group)
    return path === '*'
      ? { kind: 'unsupported', what: 'from … import *', hint: 'Name what you import.', ...place }
      : { kind: 'import', module, name: alias ?? path, member: path, ...place }
  })
}
