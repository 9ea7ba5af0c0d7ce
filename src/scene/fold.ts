import type { Graph } from '../core/graph.ts'
import type { Trace } from '../core/trace.ts'
import { lowerOf } from './levels.ts'
import { shapeText } from './quantity.ts'
import { plainName, symbolsOf } from './symbols.ts'

/** Nodes that can be drawn as one: the entries of a tensor at a lower level, or some rounds of a long program. They follow each other in evaluation order, so groups never depend on each other in a circle. */
export interface Group {
  /** The first of its nodes, which names it. */
  readonly key: number
  readonly nodes: readonly number[]
  readonly label: string
  /** What is inside: `3×2, 17 nodes`. */
  readonly content: string
}

/** Which groups the reader has opened; `all` of them, or null where that is left to the picture. */
export type OpenGroups = readonly number[] | 'all' | null

/** No picture has more boxes than this. */
export const mostDrawn = 500
/** At a lower level a picture with more nodes than this is folded until the reader opens it. */
const mostAtOnce = 150
const mostRounds = 60

/** The groups of a trace: by tensor at a lower level, by rounds of the program's lines where the program is long. Nodes in no group stand alone. */
export function groupsOf(trace: Trace): readonly Group[] {
  const lower = lowerOf(trace)
  if (lower === null) return trace.graph.nodes.length > mostDrawn ? rounds(trace.graph) : []
  const names = symbolsOf(lower.base.graph)
  const members = new Map<number, number[]>()
  lower.magnified.owner.forEach((owner, node) => {
    const own = members.get(owner)
    if (own === undefined) members.set(owner, [node])
    else own.push(node)
  })
  return [...members].flatMap(([owner, nodes]): Group[] => {
    if (nodes.length < 2) return []
    const shape = shapeText(lower.base.graph.nodes[owner]!.value.shape)
    const count = `${nodes.length} nodes`
    return [
      { key: nodes[0]!, nodes, label: plainName(names, owner), content: shape === '' ? count : `${shape}, ${count}` },
    ]
  })
}

/** A long program in rounds: a new one begins where it goes back to an earlier line, as a loop does; many rounds are taken together. */
function rounds({ nodes }: Graph): Group[] {
  const starts = nodes.flatMap(({ line = 0 }, index) => {
    const before = nodes[index - 1]?.line ?? 0
    return index === 0 || line < before ? [index] : []
  })
  const begins = starts.length > 2 ? starts : nodes.flatMap((_, index) => (index % mostRounds === 0 ? [index] : []))
  const together = Math.ceil(begins.length / mostRounds)
  const firsts = begins.filter((_, i) => i % together === 0)
  return firsts.map((key, i): Group => {
    const end = firsts[i + 1] ?? nodes.length
    const members = Array.from({ length: end - key }, (_, at) => key + at)
    const lines = members.flatMap((member) => nodes[member]!.line ?? [])
    const [first, last] = [Math.min(...lines), Math.max(...lines)]
    return {
      key,
      nodes: members,
      label: first === last ? `line ${first}` : `lines ${first}–${last}`,
      content: `nodes ${key + 1}–${end}`,
    }
  })
}

/** Which groups are drawn as one. */
export function foldedGroups(trace: Trace, open: OpenGroups): readonly Group[] {
  const groups = groupsOf(trace)
  const count = trace.graph.nodes.length
  if (open === 'all') return count > mostDrawn ? groups : []
  if (open === null) return count > (isScalar(trace) ? mostAtOnce : mostDrawn) ? groups : []
  const folded = groups.filter(({ key }) => !open.includes(key))
  // a link may ask for more than can be drawn
  return drawnCount(trace, folded) > mostDrawn ? groups : folded
}

const isScalar = (trace: Trace): boolean => lowerOf(trace)?.level === 'scalar'

/** How many boxes a picture with some groups folded has. */
export const drawnCount = (trace: Trace, folded: readonly Group[]): number =>
  folded.reduce((count, { nodes }) => count - nodes.length + 1, trace.graph.nodes.length)
