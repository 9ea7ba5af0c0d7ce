import type { Group } from './fold.ts'
import type { LayoutNode } from './layout/layout.ts'
import { notTall } from './layout/not-tall.ts'
import { type EdgeShape, type GroupShape, lineBetween, type NodeShape, type Structure } from './structure.ts'

const size = { width: 96, height: 54, letter: 8.5 } as const

/** A picture with some groups drawn as one box each, before it is laid out. */
export interface FoldedDrawing {
  readonly kind: 'folded'
  readonly shapes: readonly NodeShape[]
  readonly args: readonly (readonly number[])[]
  readonly folded: readonly Group[]
}

/** A picture with folded groups laid out. Edges between the same two boxes are one bundle. */
export function placedFolded({ shapes, args, folded }: FoldedDrawing): Structure {
  const inside = new Map(folded.flatMap((group) => group.nodes.map((node) => [node, group] as const)))
  /** What is drawn: a node or a group, in evaluation order. */
  const items: (number | Group)[] = []
  const itemOf: number[] = []
  shapes.forEach((_, node) => {
    const group = inside.get(node)
    if (group === undefined || group.key === node) items.push(group ?? node)
    itemOf[node] = group === undefined || group.key === node ? items.length - 1 : itemOf[group.key]!
  })
  const boxOf = (item: number | Group) => (typeof item === 'number' ? shapes[item]! : boxOfGroup(item))
  const laidOut = notTall(
    items.map((item, at): LayoutNode => {
      const members = typeof item === 'number' ? [item] : item.nodes
      const from = members.flatMap((node) => args[node]!.map((arg) => itemOf[arg]!)).filter((other) => other !== at)
      return { width: boxOf(item).width, height: boxOf(item).height, args: [...new Set(from)] }
    }),
  )
  const boxes = items.map((item, i) => ({ ...boxOf(item), ...laidOut.positions[i]! }))
  const positions = shapes.map((_, node) => laidOut.positions[itemOf[node]!]!)
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

const boxOfGroup = ({ label, content }: Group) => {
  const boxWidth = Math.max(size.width, Math.max([...label].length, [...content].length) * size.letter + 26)
  return { boxWidth, width: boxWidth, height: size.height }
}
