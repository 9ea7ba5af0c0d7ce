import type { LayeredGraph } from './layered-graph.ts'

/** An edge between two strands, which pulls their lines together. */
export interface Spring {
  readonly a: number
  readonly b: number
  readonly pull: number
}

const leafPull = 1
const nodePull = 2
const bendPull = 4
/** Keeps a strand without edges solvable. */
const leastStiffness = 0.01

/** One spring for each segment that leads from strand to strand; long edges pull hardest, leaves least. */
export function springsOf(graph: LayeredGraph, strand: readonly number[]): readonly Spring[] {
  const isBend = (vertex: number) => vertex >= graph.size
  const pullOf = (from: number, to: number) =>
    isBend(from) && isBend(to) ? bendPull : graph.before[from]!.length === 0 ? leafPull : nodePull
  return graph.after.flatMap((users, from) =>
    users
      .filter((to) => strand[to] !== strand[from])
      .map((to) => ({ a: strand[from]!, b: strand[to]!, pull: pullOf(from, to) })),
  )
}

/** What the springs would give back if all lines were level. */
export function energy(springs: readonly Spring[], line: Float64Array): number {
  return springs.reduce((sum, { a, b, pull }) => sum + pull * (line[a]! - line[b]!) ** 2, 0)
}

/** An upper bound of the second derivative of half the energy along each line: twice the pull of its springs. */
export function stiffness(springs: readonly Spring[], strand: readonly number[]): Float64Array {
  const bound = new Float64Array(strand.reduce((most, id) => Math.max(most, id + 1), 0)).fill(leastStiffness)
  for (const { a, b, pull } of springs) {
    bound[a] = bound[a]! + 2 * pull
    bound[b] = bound[b]! + 2 * pull
  }
  return bound
}
