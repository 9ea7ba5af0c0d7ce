import { activeTree, type Touching } from './touching.ts'

/** `right` stands at least `gap` further along than `left`. */
export interface Separation {
  readonly left: number
  readonly right: number
  readonly gap: number
}

/** Touching variables that move as one. */
interface Block {
  members: number[]
  /** Sum of weights, and of weight times the place where a member would like the block to stand. */
  weight: number
  pull: number
}

const tolerance = 1e-7
const rounds = 20

/**
 * Finds the positions nearest to given ones, in weighted least squares, that keep given separations; these must be free
 * of circles. Blocks merge while they overlap and split where they would rather part (Dwyer, Marriott, Stuckey: Fast
 * Node Overlap Removal).
 */
export function separator(weights: Float64Array, separations: readonly Separation[]) {
  const touching = touchingOf(weights.length, separations)
  const sorted = topologicalOrder(touching, separations)
  return (desired: Float64Array): Float64Array => {
    touching.active.fill(0)
    return separate(desired, weights, separations, touching, sorted)
  }
}

function separate(
  desired: Float64Array,
  weights: Float64Array,
  separations: readonly Separation[],
  touching: Touching,
  sorted: readonly number[],
): Float64Array {
  const { incoming, outgoing, active } = touching
  const offset = new Float64Array(desired.length)
  const push = new Float64Array(desired.length)
  const blocks: Block[] = []
  for (const [v, weight] of weights.entries()) blocks.push({ members: [v], weight, pull: weight * desired[v]! })
  const at = (v: number) => offset[v]! + blocks[v]!.pull / blocks[v]!.weight

  const join = (id: number, kept: Block, moved: Block) => {
    const { left, right, gap } = separations[id]!
    const shift = blocks[left] === moved ? offset[right]! - gap - offset[left]! : offset[left]! + gap - offset[right]!
    for (const v of moved.members) {
      offset[v] = offset[v]! + shift
      blocks[v] = kept
      kept.members.push(v)
    }
    kept.weight += moved.weight
    kept.pull += moved.pull - moved.weight * shift
    active[id] = 1
  }

  /** Merges a block with those it overlaps on one side, the worst overlap first. */
  const merge = (block: Block, edges: readonly (readonly number[])[], end: 'left' | 'right') => {
    for (;;) {
      let worst = -1
      let most = tolerance
      for (const v of block.members) {
        for (const id of edges[v]!) {
          const separation = separations[id]!
          if (blocks[separation[end]] === block) continue
          const overlap = at(separation.left) + separation.gap - at(separation.right)
          if (overlap <= most) continue
          most = overlap
          worst = id
        }
      }
      if (worst < 0) return
      join(worst, block, blocks[separations[worst]![end]]!)
    }
  }

  /** The separation that holds its two sides together although they would most like to part, or -1. */
  const weakest = (block: Block): number => {
    const { members, via } = activeTree(touching, separations, block.members[0]!)
    for (const v of members) push[v] = weights[v]! * (at(v) - desired[v]!)
    let weak = -1
    let least = -tolerance
    for (let i = members.length - 1; i > 0; i--) {
      const v = members[i]!
      const { left, right } = separations[via[i]!]!
      const multiplier = right === v ? push[v]! : -push[v]!
      const parent = left === v ? right : left
      push[parent] = push[parent]! + push[v]!
      if (multiplier >= least) continue
      least = multiplier
      weak = via[i]!
    }
    return weak
  }

  const blockFrom = (start: number): Block => {
    const block: Block = { members: activeTree(touching, separations, start).members, weight: 0, pull: 0 }
    for (const v of block.members) {
      block.weight += weights[v]!
      block.pull += weights[v]! * (desired[v]! - offset[v]!)
      blocks[v] = block
    }
    return block
  }

  for (const v of sorted) merge(blocks[v]!, incoming, 'left')
  for (let round = 0, split = true; split && round < rounds; round++) {
    split = false
    for (const block of new Set(blocks)) {
      if (block.members.length === 1 || blocks[block.members[0]!] !== block) continue
      const id = weakest(block)
      if (id < 0) continue
      split = true
      active[id] = 0
      merge(blockFrom(separations[id]!.left), incoming, 'left')
      merge(blockFrom(separations[id]!.right), outgoing, 'right')
    }
  }
  const result = new Float64Array(desired.length)
  for (const v of sorted) {
    let y = at(v)
    for (const id of incoming[v]!) y = Math.max(y, result[separations[id]!.left]! + separations[id]!.gap)
    result[v] = y
  }
  return result
}

function touchingOf(count: number, separations: readonly Separation[]): Touching {
  const incoming: number[][] = Array.from({ length: count }, () => [])
  const outgoing: number[][] = Array.from({ length: count }, () => [])
  for (const [id, { left, right }] of separations.entries()) {
    outgoing[left]!.push(id)
    incoming[right]!.push(id)
  }
  return { incoming, outgoing, active: new Uint8Array(separations.length) }
}

function topologicalOrder({ incoming, outgoing }: Touching, separations: readonly Separation[]): readonly number[] {
  const missing = incoming.map((ids) => ids.length)
  const sorted = missing.flatMap((n, v) => (n === 0 ? [v] : []))
  for (let i = 0; i < sorted.length; i++) {
    for (const id of outgoing[sorted[i]!]!) {
      const { right } = separations[id]!
      missing[right] = missing[right]! - 1
      if (missing[right] === 0) sorted.push(right)
    }
  }
  return sorted
}
