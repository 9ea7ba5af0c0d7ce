import type { Trace } from '../core/trace.ts'
import type { Group } from './fold.ts'
import type { Layout, LayoutNode } from './layout/layout.ts'
import { type EdgeShape, type GroupShape, lineBetween, type Plan, type Structure, shapeOf } from './structure.ts'

const size = { width: 96, height: 54, letter: 8.5 } as const

/** The plan of a picture with some groups drawn as one box each. Edges between the same two boxes are one bundle. */
export function foldedPlan(trace: Trace, folded: readonly Group[]): Plan {
  const { graph } = trace
  const args = graph.nodes.map((node) => (node.kind === 'op' ? node.args : []))
  const inside = new Map(folded.flatMap((group) => group.nodes.map((node) => [node, group] as const)))
  const shapes = graph.nodes.map((_, index) => {
    const shape = shapeOf(graph, index)
    return inside.has(index) ? { ...shape, look: 'hidden' as const } : shape
  })
  const key = JSON.stringify(['folded', folded.map((group) => group.key), shapes, args])
  /** What is drawn: a node or a group, in evaluation order. */
  const items: (number | Group)[] = []
  const itemOf: number[] = []
  graph.nodes.forEach((_, node) => {
    const group = inside.get(node)
    if (group === undefined || group.key === node) items.push(group ?? node)
    itemOf[node] = group === undefined || group.key === node ? items.length - 1 : itemOf[group.key]!
  })
  const boxOf = (item: number | Group) => (typeof item === 'number' ? shapes[item]! : boxOfGroup(item))
  const nodes = items.map((item, at): LayoutNode => {
    const members = typeof item === 'number' ? [item] : item.nodes
    const from = members.flatMap((node) => args[node]!.map((arg) => itemOf[arg]!)).filter((other) => other !== at)
    return { width: boxOf(item).width, height: boxOf(item).height, args: [...new Set(from)] }
  })
  const placed = (laidOut: Layout): Structure => {
    const boxes = items.map((item, i) => ({ ...boxOf(item), ...laidOut.positions[i]! }))
    const positions = graph.nodes.map((_, node) => laidOut.positions[itemOf[node]!]!)
    const drawn = new Map(laidOut.edges.map((edge) => [`${edge.from}:${edge.to}`, edge]))
    const bundles = new Set<string>()
    const edges = args.flatMap((own, to) =>
      own.map((from, slot): EdgeShape => {
        const route = drawn.get(`${itemOf[from]}:${itemOf[to]}`)
        const bundle = `${itemOf[from]}:${itemOf[to]}`
        const common = { from, to, slot, weight: null, bundle }
        if (route === undefined || bundles.has(bundle))
          return {
            ...common,
            look: 'none',
            points: [
              [0, 0],
              [0, 0],
            ],
          }
        bundles.add(bundle)
        const { points } = lineBetween(route, boxes, laidOut)
        return { ...common, look: 'line', points }
      }),
    )
    const groups = items.flatMap((item, i): GroupShape[] =>
      typeof item === 'number'
        ? []
        : [
            {
              ...boxOfGroup(item),
              ...laidOut.positions[i]!,
              key: item.key,
              nodes: item.nodes,
              label: item.label,
              content: item.content,
            },
          ],
    )
    const all = edges.map(({ from, to, slot, points }) => ({ from, to, slot, points }))
    return { shapes, layout: { ...laidOut, positions, edges: all }, edges, captions: [], groups }
  }
  return { key, nodes, placed }
}

const boxOfGroup = ({ label, content }: Group) => {
  const boxWidth = Math.max(size.width, Math.max([...label].length, [...content].length) * size.letter + 26)
  return { boxWidth, width: boxWidth, height: size.height }
}
