/** The connected parts of a graph, each a list of nodes in order. */
export function components(args: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const parent = args.map((_, node) => node)
  const root = (node: number): number => {
    let at = node
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!
      at = parent[at]!
    }
    return at
  }
  for (const [node, own] of args.entries()) for (const arg of own) parent[root(arg)] = root(node)
  const parts = new Map<number, number[]>()
  for (const node of args.keys()) {
    const part = parts.get(root(node))
    if (part) part.push(node)
    else parts.set(root(node), [node])
  }
  return [...parts.values()]
}
